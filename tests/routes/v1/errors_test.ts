import assert from "node:assert/strict";
import { Hono } from "hono";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { formatSpokenAt, proxyErrors } from "../../../routes/v1/errors.ts";

/** The answer to a request whose handler throws, and what was logged. */
async function answerTo(thrown: unknown) {
  const logged: unknown[] = [];
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (...entry: unknown[]) => void logged.push(entry),
  };
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(log, () => "id-1"));
  app.get("/", () => {
    throw thrown;
  });
  const response = await app.request("/");
  return { response, error: (await response.json()).error, logged };
}

Deno.test("proxyErrors renders an error of ours in OpenAI's shape, with its headers", async () => {
  const thrown = new FlowError("too_many_attempts", "Wait.", {
    param: "password",
    headers: { "retry-after": "5" },
  });

  const { response, error, logged } = await answerTo(thrown);

  assert.equal(response.status, 429);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("x-request-id"), "id-1");
  assert.equal(response.headers.get("retry-after"), "5");
  assert.deepEqual(error, {
    message: "Wait.",
    type: "rate_limit_error",
    param: "password",
    code: "too_many_attempts",
  });
  assert.deepEqual(logged, []);
});

Deno.test("proxyErrors answers an unexpected error blandly and logs it with the request id", async () => {
  const thrown = new Error("sk-secret in a bug");

  const { response, error, logged } = await answerTo(thrown);

  assert.equal(response.status, 500);
  assert.equal(error.code, "internal");
  assert.ok(!error.message.includes("sk-secret"));
  assert.deepEqual(logged, [[error.message, {
    requestId: "id-1",
    code: "internal",
    cause: thrown,
  }]]);
});

const spoken: [path: string, headers: Record<string, string>, format: string][] = [
  ["/v1/chat/completions", {}, "openai_chat"],
  ["/v1/messages", {}, "anthropic_messages"],
  ["/v1beta/models", {}, "gemini"],
  ["/v1/models/google/gemini-x:generateContent", {}, "gemini"],
  ["/v1/models/openrouter/m:free", {}, "openai_chat"],
  ["/v1/models", { "x-goog-api-key": "k" }, "gemini"],
  ["/v1/models", { "anthropic-version": "2023-06-01" }, "anthropic_messages"],
  ["/v1/embeddings", { "x-goog-api-key": "k" }, "openai_chat"],
];
for (const [path, headers, format] of spoken) {
  Deno.test(`formatSpokenAt takes ${path} with ${JSON.stringify(headers)} for ${format}`, () => {
    assert.equal(formatSpokenAt(path, new Headers(headers)), format);
  });
}
