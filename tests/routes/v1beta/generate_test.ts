import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";
import { geminiMethod } from "../../../routes/v1beta/generate.ts";
import { gatewayFixture } from "../../support/gateway.ts";

const ASKED = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: "Hi" }] }] }),
};

function app() {
  const fixture = gatewayFixture({
    provider: () =>
      Response.json({ choices: [{ message: { content: "Hello" }, finish_reason: "stop" }] }),
  });
  const routes = new Hono<AppEnv>();
  routes.onError(proxyErrors(fixture.parts.log, () => "id"));
  routes.post("/v1beta/models/:call{.+}", geminiMethod(fixture.gateway));
  return { routes, [Symbol.dispose]: () => fixture[Symbol.dispose]() };
}

Deno.test("geminiMethod answers in Gemini's format for a model of any provider", async () => {
  using fixture = app();
  const response = await fixture.routes.request(
    "/v1beta/models/openai/gpt-4o:generateContent",
    ASKED,
  );

  const body = await response.json();
  assert.equal(body.candidates[0].content.parts[0].text, "Hello");
  assert.equal(body.candidates[0].finishReason, "STOP");
});

Deno.test("geminiMethod says in Gemini's words that there is no such method", async () => {
  using fixture = app();
  const response = await fixture.routes.request("/v1beta/models/openai/gpt-4o:predict", ASKED);

  assert.equal(response.status, 404);
  assert.equal((await response.json()).error.status, "NOT_FOUND");
});

Deno.test("geminiMethod streams events to who asks for them, else one array", async () => {
  const path = "/v1beta/models/openai/gpt-4o:streamGenerateContent";

  using fixture = app();
  const events = await fixture.routes.request(path + "?alt=sse", ASKED);
  const array = await fixture.routes.request(path, ASKED);

  assert.equal(events.headers.get("content-type"), "text/event-stream");
  assert.match(await events.text(), /^data: \{/);
  assert.equal(array.headers.get("content-type"), "application/json");
  assert.equal((await array.json())[0].candidates[0].content.parts[0].text, "Hello");
});
