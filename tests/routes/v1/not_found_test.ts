import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";
import { methodNotAllowed, unknownEndpoint } from "../../../routes/v1/not_found.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

const app = new Hono<AppEnv>();
app.onError(proxyErrors(QUIET, () => "id-1"));
app.all("/v1/models", methodNotAllowed("GET"));
app.all("/*", unknownEndpoint);

for (const method of ["GET", "POST", "DELETE"]) {
  Deno.test(`unknownEndpoint answers ${method} with 404 in OpenAI's shape and says what there is`, async () => {
    const response = await app.request("/v1/images/generations", { method });

    const { error } = await response.json();
    assert.equal(response.status, 404);
    assert.equal(error.code, "not_found");
    assert.match(error.message, new RegExp(`^There is no ${method} /v1/images/generations\\.`));
    assert.match(error.message, /POST \/v1\/chat\/completions/);
  });
}

Deno.test("methodNotAllowed answers 405 and says which method is allowed", async () => {
  const response = await app.request("/v1/models", { method: "PUT" });

  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET");
  assert.equal((await response.json()).error.message, "/v1/models takes GET, not PUT.");
});
