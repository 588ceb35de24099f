import assert from "node:assert/strict";
import fc from "fast-check";
import type { ProviderError } from "../../../../lib/domain/conversation/provider_error.ts";
import { errorInBody, parseError } from "../../../../lib/formats/openai_chat/parse_error.ts";

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  parseError({
    status,
    headers: new Headers(headers),
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const shapes: [who: string, status: number, body: unknown, expected: Partial<ProviderError>][] = [
  ["OpenAI", 400, {
    error: { message: "Bad", type: "invalid_request_error", param: "n", code: "invalid_value" },
  }, {
    kind: "invalid_request",
    status: 400,
    message: "Bad",
    type: "invalid_request_error",
    code: "invalid_value",
    param: "n",
  }],
  ["Azure, without a type", 401, { error: { code: "401", message: "Access denied" } }, {
    kind: "authentication",
    code: "401",
    type: null,
  }],
  ["xAI", 400, {
    code: "Client specified an invalid argument",
    error: "Incorrect API key provided",
  }, {
    kind: "authentication",
    message: "Incorrect API key provided",
  }],
  ["Mistral", 422, { detail: [{ msg: "Field required" }] }, {
    kind: "invalid_request",
    message: "Field required",
  }],
  ["Google", 400, {
    error: {
      code: 400,
      message: "API key not valid.",
      status: "INVALID_ARGUMENT",
      details: [{ reason: "API_KEY_INVALID" }],
    },
  }, { kind: "authentication", type: "INVALID_ARGUMENT", code: null }],
  ["Google in a list", 429, [{
    error: { code: 429, message: "Slow", status: "RESOURCE_EXHAUSTED" },
  }], {
    kind: "rate_limit",
    message: "Slow",
  }],
  ["OpenRouter", 429, {
    error: {
      code: 429,
      message: "Provider returned error",
      metadata: { raw: '{"error":{"message":"Too many"}}', provider_name: "X" },
    },
  }, { kind: "rate_limit", message: "Provider returned error: Too many", code: null }],
  ["Anthropic's look-alike", 529, {
    type: "error",
    error: { type: "overloaded_error", message: "Overloaded" },
  }, { kind: "overloaded", status: 529, type: "overloaded_error" }],
  ["vLLM", 404, { object: "error", message: "No model", type: "NotFoundError", code: 404 }, {
    kind: "not_found",
    message: "No model",
    type: "NotFoundError",
  }],
  ["a proxy's page", 502, "<html><body><h1>Bad gateway</h1></body></html>", {
    kind: "server",
    message: "The provider answered with status 502: Bad gateway",
  }],
  ["nobody", 500, "", {
    kind: "server",
    message: "The provider answered with status 500 and no readable body.",
  }],
];

for (const [who, status, body, expected] of shapes) {
  Deno.test(`parseError reads the body of ${who}`, () => {
    const error = read(status, body);

    for (const [key, value] of Object.entries(expected)) {
      assert.equal(error[key as keyof ProviderError], value, key);
    }
  });
}

Deno.test("parseError tells how long to wait", () => {
  const body = { error: { message: "Slow down" } };

  assert.equal(read(429, body, { "retry-after": "3" }).retryAfterMs, 3000);
  assert.equal(read(429, body, { "x-ratelimit-reset-requests": "1s" }).retryAfterMs, 1000);
  assert.equal(read(400, body, { "x-ratelimit-reset-requests": "1s" }).retryAfterMs, null);
});

Deno.test("errorInBody takes the status that an error in a stream stands for", () => {
  const groq = errorInBody({ error: { message: "Bad call", status_code: 400 } }, null);
  const router = errorInBody({ error: { message: "Gone", code: 502 } }, null);
  const bare = errorInBody({ error: "Boom" }, null);

  assert.deepEqual([groq.status, groq.kind], [400, "invalid_request"]);
  assert.deepEqual([router.status, router.kind], [502, "server"]);
  assert.deepEqual([bare.status, bare.message], [500, "Boom"]);
});

Deno.test("parseError never throws, whatever the body is", () => {
  fc.assert(fc.property(fc.integer({ min: 400, max: 599 }), fc.json(), (status, body) => {
    const error = read(status, body);

    assert.equal(error.status, status);
    assert.notEqual(error.message, "");
  }));
});
