import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";
import { fakeOutbound } from "../../support/outbound.ts";
import { searchDesk } from "../../support/search_desk.ts";

const SECRET = "tvly-0123456789abcdefwxyz";
const KEY = { key_name: "main", api_key: SECRET };

/** The API with a desk over its own store; callers know the token `fgt_right`. */
async function started() {
  const outbound = fakeOutbound();
  const held: { desk?: ReturnType<typeof searchDesk> } = {};
  const api = await startAdminApi({
    outbound,
    search: { tavily: (request) => held.desk!.desk.tavily(request) },
  });
  const desk = held.desk = searchDesk({ ...api.admin, clock: api.clock });
  const search = (body: unknown, headers: Record<string, string> = {}) =>
    api.call("POST", "/search/tavily", body, headers);
  return { api, outbound, desk, search, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

Deno.test("/search/providers stores, shows, changes and deletes keys, masked", async () => {
  await using scene = await started();
  const { api } = scene;

  const made = await api.call("POST", "/search/providers", KEY);
  assert.deepEqual([made.status, made.body.provider, made.body.key_masked], [
    201,
    "tavily",
    "...wxyz",
  ]);
  const { id } = made.body;
  const off = await api.call("PUT", `/search/providers/${id}`, { enabled: false, base_url: " " });
  assert.deepEqual([off.body.enabled, off.body.base_url], [false, null]);
  const list = await api.call("GET", "/search/providers");
  assert.equal(list.body.length, 1);
  const audit = await api.admin.db.selectFrom("audit_log").selectAll().execute();
  assert.ok(!JSON.stringify([made.body, list.body, audit]).includes("0123456789"));
  assert.equal((await api.call("DELETE", `/search/providers/${id}`)).body.success, true);
  assert.equal((await api.call("DELETE", `/search/providers/${id}`)).status, 404);
  assert.equal((await api.call("PUT", `/search/providers/${id}`, {})).status, 404);
});

Deno.test("POST /search/providers refuses what no key may be, and a locked vault", async () => {
  await using scene = await started();
  const { api } = scene;
  const add = async (change: Record<string, unknown>) =>
    (await api.call("POST", "/search/providers", { ...KEY, ...change })).status;

  assert.equal(await add({ provider: "altavista" }), 422);
  assert.equal(await add({ key_name: " " }), 422);
  assert.equal(await add({ api_key: " " }), 422);
  assert.equal(await add({ id: "mine" }), 422);
  assert.equal(await add({ base_url: "http://169.254.169.254/search" }), 422);
  assert.equal(await add({ base_url: "gopher://example.com" }), 422);
  api.admin.vault.lock();
  assert.equal(await add({}), 423);
});

Deno.test("POST /search/providers/{id}/test searches once, also with a key that is off", async () => {
  await using scene = await started();
  const { api, outbound } = scene;
  const { body: { id } } = await api.call("POST", "/search/providers", KEY);
  await api.call("PUT", `/search/providers/${id}`, { enabled: false });
  const test = (body: unknown) => api.call("POST", `/search/providers/${id}/test`, body);

  outbound.answer = () => ({ json: { results: [{ title: "One" }] } });
  assert.deepEqual((await test({})).body, {
    ok: true,
    latency_ms: 0,
    result_count: 1,
    sample_title: "One",
  });
  assert.deepEqual(outbound.seen[0]?.body, {
    query: "Flow LLM Router",
    max_results: 3,
    api_key: SECRET,
  });
  outbound.answer = () => ({ status: 401, json: { detail: `bad key ${SECRET}` } });
  const failed = await test({ query: "x" });
  assert.equal(failed.status, 502);
  assert.match(failed.body.detail, /401/);
  assert.ok(!failed.body.detail.includes(SECRET));
  assert.equal((await test({ max_results: 6 })).status, 422);
});

Deno.test("POST /search/tavily searches with the stored key, for callers alone", async () => {
  await using scene = await started();
  const { api, desk, search } = scene;
  await api.call("POST", "/search/providers", KEY);

  assert.equal((await search({ query: "q" })).status, 401);
  assert.equal((await search({ query: "q", api_key: "" })).status, 401);
  const wrong = await search({ query: "q", api_key: "fgt_right" }, {
    authorization: "Bearer fgt_no",
  });
  assert.equal(wrong.status, 401, "the header wins");
  const asAdmin = await search({ query: "q" }, { authorization: `Bearer ${api.token}` });
  assert.equal(asAdmin.status, 401, "an administrator is no caller");
  assert.equal(desk.outbound.seen.length, 0);

  const inBody = await search({ query: "q", max_results: 2, api_key: "fgt_right", nonsense: 1 });
  assert.deepEqual([inBody.status, inBody.body.results.length], [200, 2]);
  const inHeader = await search({ query: "q" }, { authorization: "Bearer fgt_right" });
  assert.equal(inHeader.status, 200);
  assert.deepEqual(desk.outbound.seen[0]?.body, {
    query: "q",
    max_results: 2,
    search_depth: "advanced",
    include_answer: false,
    include_images: false,
    include_raw_content: false,
    api_key: SECRET,
  });
  assert.ok(!JSON.stringify(desk.outbound.seen).includes("fgt_right"));
  assert.equal((await search({ query: "q", max_results: 11, api_key: "fgt_right" })).status, 422);
});

Deno.test("POST /search/tavily says when there is no key, and when the vault is locked", async () => {
  await using scene = await started();
  const { api, search } = scene;
  const ask = async () => (await search({ query: "q", api_key: "fgt_right" })).status;

  assert.equal(await ask(), 404);
  const { body: { id } } = await api.call("POST", "/search/providers", KEY);
  await api.call("PUT", `/search/providers/${id}`, { enabled: false });
  assert.equal(await ask(), 404);
  api.admin.vault.lock();
  assert.equal(await ask(), 423);
});
