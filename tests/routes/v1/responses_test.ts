import assert from "node:assert/strict";
import { Hono } from "hono";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Gateway } from "../../../lib/gateway/gateway.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";
import {
  type Caller,
  deleteResponse,
  listInputItems,
  responses,
  retrieveResponse,
} from "../../../routes/v1/responses.ts";
import { gatewayFixture } from "../../support/gateway.ts";
import { memoryHistory } from "../../support/response_history.ts";

/** Routes before a gateway of their own, to be disposed of with `fixture`. */
function app(caller: Caller = () => null) {
  const fixture = gatewayFixture({
    provider: () =>
      Response.json({ choices: [{ message: { content: "Hello" }, finish_reason: "stop" }] }),
    directory: { configured: { openai: { format: "openai_chat" } } },
  });
  const { history } = memoryHistory(fixture.parts);
  const routes = new Hono<AppEnv>();
  routes.onError(proxyErrors(fixture.parts.log, () => "id"));
  routes.post("/r", responses(new Gateway({ ...fixture.parts, history })));
  routes.get("/r/:id", retrieveResponse(history, caller));
  routes.delete("/r/:id", deleteResponse(history, caller));
  routes.get("/r/:id/input_items", listInputItems(history, caller));
  return { routes, [Symbol.dispose]: () => fixture[Symbol.dispose]() };
}

async function made(routes: Hono<AppEnv>): Promise<string> {
  const response = await routes.request("/r", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "openai/gpt-4o", input: "Hi" }),
  });
  return (await response.json()).id;
}

Deno.test("retrieveResponse gives back a response as it was answered", async () => {
  using fixture = app();
  const { routes } = fixture;
  const id = await made(routes);

  const response = await routes.request(`/r/${id}`);

  assert.equal(response.headers.get("content-type"), "application/json");
  const body = await response.json();
  assert.equal(body.id, id);
  assert.equal(body.output[0].content[0].text, "Hello");
});

Deno.test("listInputItems lists what was asked", async () => {
  using fixture = app();
  const { routes } = fixture;
  const id = await made(routes);

  const list = await (await routes.request(`/r/${id}/input_items`)).json();

  assert.equal(list.object, "list");
  assert.equal(list.data[0].content[0].text, "Hi");
});

Deno.test("deleteResponse forgets it", async () => {
  using fixture = app();
  const { routes } = fixture;
  const id = await made(routes);

  const gone = await (await routes.request(`/r/${id}`, { method: "DELETE" })).json();

  assert.deepEqual(gone, { id, object: "response", deleted: true });
  assert.equal((await routes.request(`/r/${id}`)).status, 404);
});

Deno.test("a response is shown to nobody without a caller token where one is needed", async () => {
  using fixture = app(() => {
    throw new FlowError("invalid_api_key", "No token.");
  });
  const { routes } = fixture;

  assert.equal((await routes.request("/r/resp_1")).status, 401);
});
