import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../routes/env.ts";
import { welcome } from "../../routes/welcome.ts";

Deno.test("welcome says what this is, at which address, and what to do next", async () => {
  const app = new Hono<AppEnv>().get("/", welcome("1.2.3"));

  const response = await app.request("http://127.0.0.1:7798/");

  const text = await response.text();
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  assert.match(text, /Flow LLM Router 1\.2\.3/);
  assert.match(text, /http:\/\/127\.0\.0\.1:7798\/v1\n/);
  assert.match(text, /flow-router add-key/);
});
