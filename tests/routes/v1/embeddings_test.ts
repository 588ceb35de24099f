import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { embeddings } from "../../../routes/v1/embeddings.ts";
import { gatewayFixture } from "../../support/gateway.ts";

/** Calls the endpoint with a JSON body. */
function call(fixture: ReturnType<typeof gatewayFixture>, body: object) {
  const app = new Hono<AppEnv>().post("/v1/embeddings", embeddings(fixture.gateway));
  return app.request("/v1/embeddings", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

Deno.test("embeddings passes a request to the provider's own place for it", async () => {
  using fixture = gatewayFixture();

  const response = await call(fixture, { model: "openai/m", input: "x" });

  assert.equal(response.status, 200);
  assert.equal(fixture.seen[0]?.url, "https://api.openai.com/v1/embeddings");
  assert.equal(fixture.seen[0]?.body, `{"model":"m","input":"x"}`);
  assert.equal(fixture.row().endpoint, "/v1/embeddings");
  assert.equal(fixture.row().format, "openai_embeddings");
});

Deno.test("embeddings refuses a request without input", async () => {
  using fixture = gatewayFixture();

  const response = await call(fixture, { model: "openai/m", messages: [] });

  assert.equal(response.status, 400);
  assert.equal((await response.json()).error.param, "input");
  assert.equal(fixture.seen.length, 0);
});
