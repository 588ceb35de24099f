import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("/model-aliases sets, shows and removes names", async () => {
  await using api = await startAdminApi();

  const put = (alias: string, target: string) =>
    api.call("PUT", `/model-aliases/${encodeURIComponent(alias)}`, { target });
  assert.deepEqual((await put("fast", " groq/a ")).body, { alias: "fast", target: "groq/a" });
  await put("fast", "groq/b");
  assert.deepEqual((await api.call("GET", "/model-aliases")).body, [
    { alias: "fast", target: "groq/b" },
  ]);
  const wrong = [["a/b", "c"], ["auto", "c"], ["a*", "c"], ["a", " "], ["a", "fast"], ["x", "x"]];
  for (const [alias = "", target = ""] of wrong) {
    assert.equal((await put(alias, target)).status, 422, alias);
  }
  assert.equal(api.applied(), 2);
  assert.equal((await api.call("DELETE", "/model-aliases/fast")).status, 204);
  assert.equal((await api.call("DELETE", "/model-aliases/fast")).status, 404);
});

Deno.test("/model-prices adds prices for a time, which models then show with their source", async () => {
  await using api = await startAdminApi();
  await api.call("POST", "/keys", { provider: "openai", api_key: "sk-0123456789abcdef" });
  await api.call("POST", "/models/manual", { provider: "openai", slug: "gpt-4o-mini" });
  const add = (body: unknown) => api.call("POST", "/model-prices", body);
  const prices = { input_mtok: 2, output_mtok: 8 };

  const made = await add({ model: "OpenAI/gpt-4o-mini", prices, note: "contract" });
  assert.equal(made.status, 201);
  assert.deepEqual([made.body.model, made.body.prices, made.body.valid_until], [
    "openai/gpt-4o-mini",
    prices,
    null,
  ]);
  const [model] = (await api.call("GET", "/models")).body;
  assert.deepEqual(model.prices, prices);
  assert.match(model.price_source, /^own@\d{4}-\d\d-\d\d$/);
  assert.deepEqual((await api.call("GET", "/model-prices")).body, [made.body]);
  assert.equal((await add({ model: "openai/gpt-4o-mini", prices })).status, 409);
  assert.equal((await api.call("DELETE", `/model-prices/${made.body.id}`)).status, 204);
  assert.equal((await api.call("DELETE", `/model-prices/${made.body.id}`)).status, 404);
});

const refused: [string, Record<string, unknown>][] = [
  ["a model without a provider", { model: "gpt-4o" }],
  ["no price at all", { prices: {} }],
  ["an unknown unit", { prices: { per_smile: 1 } }],
  ["a price below nothing", { prices: { input_mtok: -1 } }],
  ["a price that is no number", { prices: { input_mtok: "1" } }],
  ["an end before its beginning", {
    valid_from: "2030-01-02T00:00:00Z",
    valid_until: "2030-01-01T00:00:00Z",
  }],
  ["a moment without an offset", { valid_from: "2030-01-02T00:00:00" }],
];

Deno.test("POST /model-prices refuses what no price may be", async (t) => {
  await using api = await startAdminApi();
  for (const [what, change] of refused) {
    await t.step(what, async () => {
      const body = { model: "openai/m", prices: { input_mtok: 1 }, ...change };
      assert.equal((await api.call("POST", "/model-prices", body)).status, 422);
    });
  }
});
