import assert from "node:assert/strict";
import type { ProviderErrorKind } from "../../../../lib/domain/conversation/provider_error.ts";
import {
  parseError,
  readErrorObject,
} from "../../../../lib/formats/anthropic_messages/parse_error.ts";

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const error = (type: string, message = "m") => ({ type: "error", error: { type, message } });

const kinds: [status: number, body: unknown, kind: ProviderErrorKind][] = [
  [400, error("invalid_request_error"), "invalid_request"],
  [400, error("invalid_request_error", "prompt is too long: 9 > 8"), "context_too_long"],
  [
    400,
    error("invalid_request_error", "input length and `max_tokens` exceed context limit"),
    "context_too_long",
  ],
  [400, error("invalid_request_error", "Your credit balance is too low"), "quota"],
  [401, error("authentication_error"), "authentication"],
  [402, error("billing_error"), "quota"],
  [403, error("permission_error"), "permission"],
  [404, error("not_found_error"), "not_found"],
  [413, error("request_too_large"), "too_large"],
  [429, error("rate_limit_error"), "rate_limit"],
  [500, error("api_error"), "server"],
  [504, error("timeout_error"), "timeout"],
  [529, error("overloaded_error"), "overloaded"],
  [529, "", "overloaded"],
  [503, "<html>busy</html>", "overloaded"],
  [418, "teapot", "invalid_request"],
  [502, [], "server"],
];
for (const [status, body, kind] of kinds) {
  Deno.test(`parseError takes ${status} ${JSON.stringify(body)} for ${kind}`, () => {
    const found = parseError(reply(status, body));

    assert.deepEqual([found.kind, found.status], [kind, status]);
    assert.notEqual(found.message, "");
  });
}

const waits: [what: string, status: number, headers: Record<string, string>, ms: number | null][] =
  [
    ["seconds", 429, { "retry-after": "3" }, 3000],
    ["milliseconds before seconds", 529, { "retry-after-ms": "1500", "retry-after": "9" }, 1500],
    ["a date", 429, {
      "retry-after": "Wed, 01 Jan 2025 00:00:05 GMT",
      date: "Wed, 01 Jan 2025 00:00:00 GMT",
    }, 5000],
    ["a date without another", 429, { "retry-after": "Wed, 01 Jan 2025 00:00:05 GMT" }, null],
    ["nothing on other answers", 400, { "retry-after": "3" }, null],
    ["nothing from nothing", 429, {}, null],
  ];
for (const [what, status, headers, ms] of waits) {
  Deno.test(`parseError reads ${what} to wait`, () => {
    assert.equal(parseError(reply(status, error("x"), headers)).retryAfterMs, ms);
  });
}

Deno.test("readErrorObject takes the status from the type inside a stream", () => {
  const found = readErrorObject(error("rate_limit_error", "Slow."), 500);

  assert.deepEqual([found.status, found.message, found.type], [429, "Slow.", "rate_limit_error"]);
});
