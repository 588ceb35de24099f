import assert from "node:assert/strict";
import { Hono } from "hono";
import type { CatalogModel } from "../../../lib/gateway/directory.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";
import { listModels, retrieveModel } from "../../../routes/v1/models.ts";
import { catalogModel, directoryOf } from "../../support/gateway.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

function app(models: CatalogModel[]): Hono<AppEnv> {
  const directory = () => directoryOf({ models });
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(QUIET, () => "id-1"));
  app.get("/v1/models", listModels(directory));
  app.get("/v1/models/:id{.+}", retrieveModel(directory));
  return app;
}

const CATALOG = [
  { ...catalogModel("anthropic", "claude-x"), ownedBy: "Anthropic", created: 1_700_000_000 },
  catalogModel("openrouter", "openai/gpt-4o"),
  catalogModel("together", "deepseek-ai/DeepSeek-V3"),
  catalogModel("openai", "gpt-off", false),
];
const CLAUDE = {
  id: "anthropic/claude-x",
  object: "model",
  created: 1_700_000_000,
  owned_by: "Anthropic",
  enabled: true,
};

Deno.test("listModels lists enabled models with their provider, and nothing else", async () => {
  const response = await app(CATALOG).request("/v1/models");

  const { object, data } = await response.json();
  assert.equal(object, "list");
  assert.deepEqual(data[0], CLAUDE);
  assert.deepEqual(data.map(({ id }: { id: string }) => id), [
    "anthropic/claude-x",
    "openrouter/openai/gpt-4o",
    "together/deepseek-ai/DeepSeek-V3",
  ]);
  assert.equal(data[1].owned_by, "openrouter");
  assert.equal(data[1].created, 0);
});

Deno.test("listModels lists nothing when all models are switched off", async () => {
  const response = await app([catalogModel("openai", "gpt-off", false)]).request("/v1/models");

  assert.deepEqual(await response.json(), { object: "list", data: [] });
});

Deno.test("listModels gives four examples while the catalog is empty", async () => {
  const response = await app([]).request("/v1/models");

  const { data } = await response.json();
  assert.deepEqual(data[0], { id: "gpt-4o", object: "model", created: 0, owned_by: "openai" });
  assert.deepEqual(data.map(({ id }: { id: string }) => id), [
    "gpt-4o",
    "gpt-4o-mini",
    "claude-3-5-sonnet-20241022",
    "gemini-1.5-pro",
  ]);
});

const found: [path: string, id: string][] = [
  ["anthropic/claude-x", "anthropic/claude-x"],
  ["claude-x", "anthropic/claude-x"],
  ["openrouter/openai/gpt-4o", "openrouter/openai/gpt-4o"],
  ["openrouter%2Fopenai%2Fgpt-4o", "openrouter/openai/gpt-4o"],
  ["deepseek-ai/DeepSeek-V3", "together/deepseek-ai/DeepSeek-V3"],
];
for (const [path, id] of found) {
  Deno.test(`retrieveModel finds ${path}`, async () => {
    const response = await app(CATALOG).request(`/v1/models/${path}`);

    assert.equal(response.status, 200);
    assert.equal((await response.json()).id, id);
  });
}

for (const path of ["gpt-off", "openai/gpt-off", "x", "claude", "%E0%A4%A"]) {
  Deno.test(`retrieveModel answers 404 for ${path}`, async () => {
    const response = await app(CATALOG).request(`/v1/models/${path}`);

    assert.equal(response.status, 404);
    const { error } = await response.json();
    assert.equal(error.code, "model_not_found");
    assert.equal(error.param, "model");
  });
}

/** Anthropic's client says who it is. */
const ANTHROPIC = { headers: { "anthropic-version": "2023-06-01" } };

Deno.test("listModels lists in Anthropic's shape for its clients", async () => {
  const response = await app(CATALOG).request("/v1/models", ANTHROPIC);

  const { data, ...page } = await response.json();
  assert.deepEqual(page, {
    has_more: false,
    first_id: "anthropic/claude-x",
    last_id: "together/deepseek-ai/DeepSeek-V3",
  });
  assert.equal(data[0].display_name, "claude-x");
  assert.equal(data[0].created_at, "2023-11-14T22:13:20Z");
});

Deno.test("listModels turns pages for Anthropic's clients and refuses nonsense", async () => {
  const ask = (query: string) => app(CATALOG).request(`/v1/models?${query}`, ANTHROPIC);

  const second = await (await ask("limit=1&after_id=anthropic%2Fclaude-x")).json();
  const refused = await ask("limit=0");

  assert.deepEqual(second.data.map(({ id }: { id: string }) => id), ["openrouter/openai/gpt-4o"]);
  assert.equal(second.has_more, true);
  assert.equal(refused.status, 400);
});

Deno.test("retrieveModel answers Anthropic's clients in their shape", async () => {
  const response = await app(CATALOG).request("/v1/models/claude-x", ANTHROPIC);

  assert.equal((await response.json()).type, "model");
  assert.equal((await app(CATALOG).request("/v1/models/none", ANTHROPIC)).status, 404);
});

Deno.test("listModels and retrieveModel answer Google's clients in Gemini's shape", async () => {
  const headers = { "x-goog-api-key": "k" };

  const list = await app(CATALOG).request("/v1/models", { headers });
  const one = await app(CATALOG).request("/v1/models/anthropic/claude-x", { headers });

  assert.equal((await list.json()).models[0].name, "models/anthropic/claude-x");
  assert.equal((await one.json()).name, "models/anthropic/claude-x");
});
