import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../routes/env.ts";
import { metrics } from "../../routes/metrics.ts";

Deno.test("metrics answers with the values of this moment in their own format", async () => {
  let asked = 0;
  const contentType = "text/plain; version=0.0.4; charset=utf-8";
  const render = () => Promise.resolve({ text: `asked ${++asked}\n`, contentType });
  const app = new Hono<AppEnv>().get("/metrics", metrics({ render }));

  await app.request("/metrics");
  const response = await app.request("/metrics");

  assert.equal(response.headers.get("content-type"), contentType);
  assert.equal(await response.text(), "asked 2\n");
});
