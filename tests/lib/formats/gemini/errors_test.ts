import assert from "node:assert/strict";
import type { ProviderError } from "../../../../lib/domain/conversation/provider_error.ts";
import {
  errorIn,
  parseError,
  readError,
  renderError,
} from "../../../../lib/formats/gemini/errors.ts";

const TYPE = "type.googleapis.com/google.rpc.";
const reply = (status: number, body: unknown, retryAfter: string | null = null) => ({
  status,
  headers: { get: (name: string) => name === "retry-after" ? retryAfter : null },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const error = (code: number, status: string, message = "M.", details: unknown[] = []) => ({
  error: { code, message, status, details },
});

for (
  const [what, body, kind] of [
    ["a bad request", error(400, "INVALID_ARGUMENT"), "invalid_request"],
    ["a bad key", error(400, "INVALID_ARGUMENT", "API key not valid. Please …"), "authentication"],
    [
      "a bad key by its reason",
      error(400, "INVALID_ARGUMENT", "M.", [{
        "@type": `${TYPE}ErrorInfo`,
        reason: "API_KEY_INVALID",
      }]),
      "authentication",
    ],
    [
      "too long a prompt",
      error(
        400,
        "INVALID_ARGUMENT",
        "The input token count (9) exceeds the maximum number of tokens allowed (8).",
      ),
      "context_too_long",
    ],
    [
      "too large a body",
      error(400, "INVALID_ARGUMENT", "Request payload size exceeds the limit"),
      "too_large",
    ],
    [
      "a wrong place",
      error(400, "FAILED_PRECONDITION", "User location is not supported …"),
      "permission",
    ],
    ["no leave", error(403, "PERMISSION_DENIED"), "permission"],
    ["an unknown model", error(404, "NOT_FOUND"), "not_found"],
    ["too many requests", error(429, "RESOURCE_EXHAUSTED"), "rate_limit"],
    [
      "a daily quota",
      error(429, "RESOURCE_EXHAUSTED", "M.", [{
        "@type": `${TYPE}QuotaFailure`,
        violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier" }],
      }]),
      "quota",
    ],
    ["an overloaded model", error(503, "UNAVAILABLE"), "overloaded"],
    ["a deadline", error(504, "DEADLINE_EXCEEDED"), "timeout"],
    ["a list, as streams without alt=sse send it", [error(500, "INTERNAL")], "server"],
    ["a status of a new name", error(418, "TEAPOT"), "invalid_request"],
  ] as const
) {
  Deno.test(`parseError understands ${what}`, () => {
    const parsed = parseError(reply(400, body));

    assert.equal(parsed.kind, kind);
  });
}

for (const [status, kind] of [[502, "server"], [413, "too_large"], [529, "overloaded"]] as const) {
  Deno.test(`parseError falls back on status ${status} for a page`, () => {
    const parsed = parseError(reply(status, "<html>Sorry</html>", "7"));

    assert.equal(parsed.kind, kind);
    assert.match(parsed.message, /Sorry/);
    assert.equal(parsed.retryAfterMs, 7000);
  });
}

Deno.test("readError takes waiting time, field and reason from the details", () => {
  const details = [
    { "@type": `${TYPE}RetryInfo`, retryDelay: "34.4s" },
    { "@type": `${TYPE}BadRequest`, fieldViolations: [{ field: "contents" }] },
    { "@type": `${TYPE}ErrorInfo`, reason: "RATE_LIMIT_EXCEEDED" },
  ];
  const { error: object } = error(429, "RESOURCE_EXHAUSTED", "M.", details);

  assert.deepEqual(readError(object, 500, 1), {
    kind: "rate_limit",
    status: 429,
    message: "M.",
    type: "RESOURCE_EXHAUSTED",
    code: "RATE_LIMIT_EXCEEDED",
    param: "contents",
    retryAfterMs: 34_400,
  });
});

Deno.test("errorIn finds no error in an answer", () => {
  assert.equal(errorIn({ candidates: [] }), undefined);
  assert.equal(errorIn("x"), undefined);
});

const ERROR: ProviderError = {
  kind: "rate_limit",
  status: 429,
  message: "Slow down.",
  type: "rate_limit_error",
  code: "too_many",
  param: "messages",
  retryAfterMs: 1500,
};

Deno.test("parseError reads what renderError wrote", () => {
  const { status, body } = renderError(ERROR, "r-1");

  assert.deepEqual(parseError(reply(status, body)), { ...ERROR, type: "RESOURCE_EXHAUSTED" });
  assert.match(JSON.stringify(body), /"requestId":"r-1"/);
});

for (
  const [kind, status, expected, name] of [
    ["overloaded", 529, 503, "UNAVAILABLE"],
    ["server", 502, 502, "INTERNAL"],
    ["authentication", 400, 401, "UNAUTHENTICATED"],
    ["quota", 402, 402, "RESOURCE_EXHAUSTED"],
    ["context_too_long", 413, 400, "INVALID_ARGUMENT"],
  ] as const
) {
  Deno.test(`renderError writes ${kind} with status ${status} as ${expected} ${name}`, () => {
    const rendered = renderError({ ...ERROR, kind, status }, "");

    assert.equal(rendered.status, expected);
    assert.equal(JSON.stringify(rendered.body).includes(`"status":"${name}"`), true);
  });
}
