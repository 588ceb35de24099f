import assert from "node:assert/strict";
import { Hono } from "hono";
import { FlowError } from "../../lib/domain/errors.ts";
import { type AppParts, createApp } from "../../routes/app.ts";
import { openScope } from "../../routes/shown_models.ts";
import type { AppEnv } from "../../routes/env.ts";
import { CHAT_BODY, directoryOf, type GatewayFixture, gatewayFixture } from "../support/gateway.ts";
import { memoryHistory } from "../support/response_history.ts";

function app({ gateway, parts }: GatewayFixture, more: Partial<AppParts> = {}): Hono<AppEnv> {
  return createApp({
    gateway,
    directory: directoryOf,
    aliases: () => [],
    scopeOf: openScope,
    history: memoryHistory(parts).history,
    caller: () => null,
    readiness: () =>
      Promise.resolve({ ready: true, database: { ok: true, problem: null }, vault: "unlocked" }),
    metrics: { render: () => Promise.resolve({ text: "m 1\n", contentType: "text/plain" }) },
    access: (_c, next) => next(),
    api: new Hono<AppEnv>().get("/x", (c) => c.text("api")),
    log: parts.log,
    newId: () => "id-9",
    version: "1.2.3",
    ...more,
  });
}

const post = (body: object) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const GEMINI_BODY = { contents: [{ role: "user", parts: [{ text: "Hi" }] }] };

const mounts: [method: string, path: string, init: RequestInit, status: number][] = [
  ["POST", "/v1/chat/completions", post(CHAT_BODY), 200],
  ["POST", "/v1/completions", post({ model: "openai/m", prompt: "x" }), 200],
  ["POST", "/v1/messages/count_tokens", post({ ...CHAT_BODY, max_tokens: 1 }), 200],
  ["GET", "/v1/responses/none", {}, 404],
  ["DELETE", "/v1/responses/none", {}, 404],
  ["GET", "/v1/responses/none/input_items", {}, 404],
  ["POST", "/v1/embeddings", post({ model: "openai/m", input: "x" }), 200],
  ["GET", "/v1/models", {}, 200],
  ["HEAD", "/v1/models", {}, 200],
  ["GET", "/v1/models/gpt-4o", {}, 200],
  ["GET", "/v1/models/no/such/model", {}, 404],
  ["POST", "/v1/models/openai/m:generateContent", post(GEMINI_BODY), 200],
  ["POST", "/v1/openai/m:generateContent", post(GEMINI_BODY), 200],
  ["POST", "/v1beta/openai/m:generateContent", post(GEMINI_BODY), 200],
  ["POST", "/v1beta/openai/m:predict", post(GEMINI_BODY), 404],
  ["POST", "/v1/models/openai/m:countTokens", post(GEMINI_BODY), 200],
  ["POST", "/v1/models/openai/m:free", post(GEMINI_BODY), 405],
  ["GET", "/v1beta/models", {}, 200],
  ["GET", "/v1beta/models/gemini-1.5-pro", {}, 200],
  ["GET", "/v1beta/models/none", {}, 404],
  ["GET", "/v1beta/files", {}, 404],
  ["GET", "/health", {}, 200],
  ["GET", "/health/ready", {}, 200],
  ["GET", "/metrics", {}, 200],
  ["GET", "/", {}, 200],
  ["HEAD", "/", {}, 200],
  ["GET", "/api/x", {}, 200],
  ["GET", "/v1/chat/completions", {}, 405],
  ["PUT", "/v1/embeddings", {}, 405],
  ["POST", "/v1/models", {}, 405],
  ["DELETE", "/v1/models/gpt-4o", {}, 405],
  ["POST", "/v1/images/variations", {}, 404],
  ["GET", "/v1/images/generations", {}, 405],
  ["GET", "/v1/images/edits", {}, 405],
  ["GET", "/v1/audio/speech", {}, 405],
  ["GET", "/v1/audio/transcriptions", {}, 405],
  ["GET", "/v1/audio/translations", {}, 405],
  ["GET", "/v1/moderations", {}, 405],
  ["GET", "/v1/rerank", {}, 405],
  ["POST", "/v1/chat/completions/", {}, 404],
  ["GET", "/v1", {}, 404],
  ["GET", "/v1/", {}, 404],
];
for (const [method, path, init, status] of mounts) {
  Deno.test(`createApp answers ${method} ${path} with ${status}`, async () => {
    using fixture = gatewayFixture();

    const response = await app(fixture).request(path, { ...init, method });

    assert.equal(response.status, status);
    if (status >= 400) {
      assert.equal(typeof (await response.json()).error.message, "string");
      assert.equal(response.headers.get("x-request-id"), "id-9");
    }
  });
}

Deno.test("createApp answers HEAD / without a body, as Claude Code asks first", async () => {
  using fixture = gatewayFixture();

  const response = await app(fixture).request("/", { method: "HEAD" });

  assert.equal(response.status, 200);
  assert.equal(await response.text(), "");
});

const guarded = [
  "/v1/chat/completions",
  "/v1/models",
  "/v1beta/models",
  "/api/x",
  "/health",
  "/metrics",
  "/",
];
for (const path of guarded) {
  Deno.test(`createApp lets nobody to ${path} past the access rules`, async () => {
    using fixture = gatewayFixture();
    const access = () => {
      throw new FlowError("ip_not_allowed", "Not from there.");
    };

    const response = await app(fixture, { access }).request(path);

    assert.equal(response.status, 403);
    assert.equal((await response.json()).error.message, "Not from there.");
    assert.equal(fixture.rows.length, 0);
  });
}
