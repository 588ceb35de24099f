import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";
import { fakeOutbound, listOf } from "../../support/outbound.ts";

interface Named {
  readonly id: string;
  readonly provider: string;
  readonly model_id: string;
  readonly enabled: boolean;
}

async function started(...models: string[]) {
  const outbound = fakeOutbound();
  outbound.answer = () => listOf(...models);
  const api = await startAdminApi({ outbound });
  for (const provider of ["openai", "groq"]) {
    await api.call("POST", "/keys", { provider, api_key: "sk-0123456789abcdef" });
  }
  if (models.length > 0) await api.call("POST", "/models/sync/openai");
  return { api, outbound, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

const list = async (api: TestApi, query = ""): Promise<string[]> =>
  (await api.call("GET", `/models${query}`)).body.map((one: Named) =>
    `${one.provider}/${one.model_id}${one.enabled ? "" : " off"}`
  );
const idOf = async (api: TestApi, name: string): Promise<string> =>
  (await api.call("GET", "/models")).body.find((one: Named) => one.model_id === name).id;

Deno.test("GET /models filters, and shows what is known of a model with its source", async () => {
  await using scene = await started("gpt-4o-mini", "own");
  const { api } = scene;
  await api.call("PUT", "/model-aliases/fast", { target: "openai/gpt-4o-mini" });

  const { body: [mini, own] } = await api.call("GET", "/models?provider=OpenAI&enabled=0");

  assert.deepEqual([mini.aliases, mini.context_window, mini.owned_by], [["fast"], 128_000, "them"]);
  assert.deepEqual([mini.prices.input_mtok, mini.display_name], [0.15, "gpt-4o-mini"]);
  assert.match(`${mini.context_window_source} ${mini.price_source}`, /^(genai-prices@\S+ ?){2}$/);
  assert.deepEqual([own.prices, own.price_source, own.context_window], [null, null, null]);
  assert.deepEqual(await list(api, "?enabled=true"), []);
  assert.deepEqual(await list(api, "?provider=nobody"), []);
  assert.equal((await api.call("GET", "/models?enabled=maybe")).status, 422);
});

Deno.test("POST /models/manual takes the prefix off and adds it disabled", async () => {
  await using scene = await started();
  const add = (body: unknown) => scene.api.call("POST", "/models/manual", body);

  const made = await add({ provider: "OpenAI", slug: " OPENAI/bge-m3 ", model_name: "" });
  assert.deepEqual([made.status, made.body.model_id, made.body.enabled, made.body.manual], [
    200,
    "bge-m3",
    false,
    true,
  ]);
  assert.equal(made.body.display_name, "bge-m3");
  assert.equal((await add({ provider: "openai", slug: "bge-m3" })).status, 409);
  assert.equal((await add({ provider: "mistral", slug: "x" })).status, 404);
  assert.equal((await add({ provider: " ", slug: "x" })).status, 422);
  assert.equal((await add({ provider: "openai", slug: " " })).status, 422);
  const id = { provider: "openai", slug: "y", id: "mine", enabled: true };
  assert.equal((await add(id)).status, 422, "nobody chooses ids");
});

Deno.test("PUT /models/{id} renames and switches; DELETE removes what no list brings back", async () => {
  await using scene = await started("a");
  const { api } = scene;
  const listed = await idOf(api, "a");
  await api.call("POST", "/models/manual", { provider: "groq", slug: "own" });
  const own = await idOf(api, "own");

  const { body } = await api.call("PUT", `/models/${listed}`, { display_name: "A", enabled: true });
  assert.deepEqual([body.display_name, body.enabled], ["A", true]);
  const blank = await api.call("PUT", `/models/${listed}`, { display_name: " ", enabled: null });
  assert.deepEqual([blank.body.display_name, blank.body.enabled], [null, true]);
  assert.equal((await api.call("PUT", "/models/nobody", {})).status, 404);
  assert.equal((await api.call("DELETE", `/models/${listed}`)).status, 422);
  assert.equal((await api.call("DELETE", `/models/${own}`)).status, 200);
  assert.deepEqual(await list(api), ["openai/a"]);
});

Deno.test("POST /models/bulk switches many by id and pattern, or none", async () => {
  await using scene = await started("a", "b-1", "b-2");
  const { api } = scene;
  const id = await idOf(api, "a");

  const { body } = await api.call("POST", "/models/bulk", {
    enabled: true,
    ids: [id],
    models: ["openai/b-*"],
  });
  assert.deepEqual(body, { changed: 3, models: ["openai/a", "openai/b-1", "openai/b-2"] });
  const half = await api.call("POST", "/models/bulk", { enabled: false, ids: [id, "nobody"] });
  assert.equal(half.status, 404);
  assert.deepEqual(await list(api), ["openai/a", "openai/b-1", "openai/b-2"]);
});

Deno.test("POST /models/sync counts, keeps what is known, and tells why a provider gives none", async () => {
  await using scene = await started("a", "b");
  const { api, outbound } = scene;
  const id = await idOf(api, "a");
  await api.call("PUT", `/models/${id}`, { enabled: true });
  api.clock.advance(1000);

  outbound.answer = () => listOf("a", "c");
  const again = await api.call("POST", "/models/sync/openai", {});
  assert.deepEqual(again.body, {
    provider: "openai",
    synced: 2,
    models: ["a", "c"],
    added: ["c"],
    vanished: ["b"],
  });
  assert.deepEqual(await list(api), ["openai/a", "openai/b off", "openai/c off"]);

  outbound.answer = () => ({ status: 500, json: { error: { message: "boom" } } });
  const failed = await api.call("POST", "/models/sync/openai");
  assert.equal(failed.status, 502);
  assert.match(failed.body.detail, /500: boom/);
  assert.equal((await api.call("POST", "/models/sync/mistral")).status, 404);
  const all = await api.call("POST", "/models/sync");
  assert.deepEqual(all.body.map((one: { error: string }) => /boom/.test(one.error)), [true, true]);
  api.admin.vault.lock();
  assert.equal((await api.call("POST", "/models/sync/openai")).status, 423);
});

Deno.test("POST /models/{id}/test sends a word through the gateway and shows what came", async () => {
  await using scene = await started("gpt-4o", "gpt-5-mini", "text-embedding-3-small");
  const { api, outbound } = scene;
  const test = async (name: string) =>
    (await api.call("POST", `/models/${await idOf(api, name)}/test`)).body;

  assert.deepEqual(await test("gpt-4o"), {
    ok: true,
    provider: "openai",
    model_id: "gpt-4o",
    latency_ms: 0,
    message: "The model answers.",
    response_preview: "OK",
  });
  await test("gpt-5-mini");
  outbound.modelAnswer = () => Response.json({ data: [{ embedding: [1, 2, 3] }] });
  assert.equal((await test("text-embedding-3-small")).response_preview, "3 dimensions");

  const [chat, reasoning, embedding] = outbound.tried;
  assert.deepEqual([chat?.body["temperature"], chat?.body["max_tokens"]], [0, 8]);
  assert.ok(!("temperature" in reasoning!.body));
  assert.deepEqual([embedding?.path, embedding?.body["input"]], ["/v1/embeddings", "ping"]);

  outbound.modelAnswer = () => Response.json({ error: { message: "no" } }, { status: 429 });
  const { ok, message, response_preview } = await test("gpt-4o");
  assert.deepEqual([ok, message, response_preview], [false, "429: no", null]);
  assert.equal((await api.call("POST", "/models/nobody/test")).status, 404);
  api.admin.vault.lock();
  assert.equal((await api.call("POST", `/models/${await idOf(api, "gpt-4o")}/test`)).status, 423);
});

Deno.test("PUT /models/settings says whether only enabled models may be asked for", async () => {
  await using scene = await started();
  const { api } = scene;

  assert.deepEqual((await api.call("GET", "/models/settings")).body, { strict: false });
  assert.deepEqual((await api.call("PUT", "/models/settings", { strict: true })).body, {
    strict: true,
  });
  assert.deepEqual((await api.call("GET", "/models/settings")).body, { strict: true });
  assert.equal((await api.call("PUT", "/models/settings", { strict: "yes" })).status, 422);
});
