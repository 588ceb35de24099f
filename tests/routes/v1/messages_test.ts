import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { countTokens, messages } from "../../../routes/v1/messages.ts";
import { gatewayFixture } from "../../support/gateway.ts";

const ASKED = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    model: "openai/gpt-4o",
    max_tokens: 5,
    messages: [{ role: "user", content: "Hi" }],
  }),
};

Deno.test("messages answers in Anthropic's format, with its clients' '?beta=true' too", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Response.json({ choices: [{ message: { content: "Hello" }, finish_reason: "stop" }] }),
    directory: { configured: { openai: { format: "openai_chat" } } },
  });
  const app = new Hono<AppEnv>().post("/v1/messages", messages(fixture.gateway));

  const response = await app.request("/v1/messages?beta=true", ASKED);

  assert.equal((await response.json()).type, "message");
  assert.equal(fixture.row().endpoint, "/v1/messages");
});

Deno.test("countTokens counts", async () => {
  using fixture = gatewayFixture();
  const app = new Hono<AppEnv>().post("/v1/messages/count_tokens", countTokens(fixture.gateway));

  const response = await app.request("/v1/messages/count_tokens", ASKED);

  assert.ok((await response.json()).input_tokens > 0);
});
