import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("POST /caller-tokens shows the token once", async () => {
  await using api = await startAdminApi();

  const { status, body } = await api.call("POST", "/caller-tokens", { name: " laptop " });
  const list = await api.call("GET", "/caller-tokens");

  assert.equal(status, 201);
  assert.match(body.token, /^fgt_[\w-]{43}$/);
  assert.deepEqual([body.name, body.token_prefix], ["laptop", body.token.slice(0, 12)]);
  assert.ok(!JSON.stringify(list.body).includes(body.token));
  const { last_used_at, allowed_models, log_bodies, usage } = list.body[0];
  assert.deepEqual([last_used_at, allowed_models, log_bodies], [null, null, true]);
  assert.deepEqual([usage.days, usage.requests, usage.cost_usd], [30, 0, 0]);
});

Deno.test("PUT /caller-tokens changes what is named, at once; DELETE is a 204", async () => {
  await using api = await startAdminApi();
  const { body: { id } } = await api.call("POST", "/caller-tokens", {
    name: "a",
    allowed_models: ["openai/*"],
    expires_at: "2099-12-31T00:00:00Z",
    tags: { team: "x" },
  });
  const put = (body: unknown) => api.call("PUT", `/caller-tokens/${id}`, body);

  const off = await put({ enabled: 0, name: " ", log_bodies: false, allowed_models: null });
  assert.deepEqual([off.status, off.body.ok], [200, true]);
  const [shown] = (await api.call("GET", "/caller-tokens")).body;
  assert.deepEqual(
    [shown.name, shown.enabled, shown.log_bodies, shown.allowed_models, shown.tags],
    ["a", false, false, null, { team: "x" }],
  );
  assert.equal(shown.expires_at, "2099-12-31T00:00:00.000Z");
  assert.equal(api.applied(), 2);
  const gone = await api.call("DELETE", `/caller-tokens/${id}`);
  assert.deepEqual([gone.status, gone.body], [204, ""]);
  assert.equal((await api.call("DELETE", `/caller-tokens/${id}`)).status, 404);
  assert.equal((await put({ enabled: true })).status, 404);
});

const refused: [what: string, body: Record<string, unknown>][] = [
  ["a blank name", { name: " " }],
  ["a name that is no text", { name: 3 }],
  ["an end that has passed", { name: "a", expires_at: "2001-01-01T00:00:00Z" }],
  ["an end that is no moment", { name: "a", expires_at: "soon" }],
  ["no allowed model at all", { name: "a", allowed_models: [] }],
  ["a blank pattern", { name: "a", allowed_models: [" "] }],
  ["patterns that are no texts", { name: "a", allowed_providers: [7] }],
  ["tags that are no texts", { name: "a", tags: { n: 1 } }],
  ["a tag without a name", { name: "a", tags: { " ": "x" } }],
  ["a token of its own", { name: "a", token: "fgt_chosen" }],
  ["a hash of its own", { name: "a", token_hash: "00" }],
  ["an id of its own", { name: "a", id: "1" }],
];

Deno.test("POST /caller-tokens refuses what no token may be", async (t) => {
  await using api = await startAdminApi();
  for (const [what, body] of refused) {
    await t.step(what, async () => {
      assert.equal((await api.call("POST", "/caller-tokens", body)).status, 422);
    });
  }
  assert.deepEqual((await api.call("GET", "/caller-tokens")).body, []);
});

Deno.test("POST /caller-tokens/{id}/rotate gives a new token of the same id", async () => {
  await using api = await startAdminApi();
  const { body: made } = await api.call("POST", "/caller-tokens", { name: "a" });

  const { status, body } = await api.call("POST", `/caller-tokens/${made.id}/rotate`);

  assert.equal(status, 200);
  assert.equal(body.id, made.id);
  assert.notEqual(body.token, made.token);
  assert.equal((await api.call("POST", "/caller-tokens/x/rotate")).status, 404);
});
