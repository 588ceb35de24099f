import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { chatCompletions } from "../../../routes/v1/chat_completions.ts";
import { callerRequest, CHAT_BODY, gatewayFixture } from "../../support/gateway.ts";

Deno.test("chatCompletions passes a chat request with its caller's address to the gateway", async () => {
  using fixture = gatewayFixture();
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("clientIp", "192.0.2.1");
    await next();
  });
  app.post("/v1/chat/completions", chatCompletions(fixture.gateway));

  const response = await app.request(callerRequest(CHAT_BODY));

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-request-id"), "id-1");
  const row = fixture.row();
  assert.equal(row.endpoint, "/v1/chat/completions");
  assert.equal(row.format, "openai_chat");
  assert.equal(row.clientIp, "192.0.2.1");
  assert.ok(fixture.seen[0]?.url.endsWith("/chat/completions"));
});

Deno.test("chatCompletions knows no address where the connection has none", async () => {
  using fixture = gatewayFixture();
  const app = new Hono<AppEnv>().post("/v1/chat/completions", chatCompletions(fixture.gateway));

  await app.request(callerRequest("{"));

  assert.equal(fixture.row().clientIp, null);
});
