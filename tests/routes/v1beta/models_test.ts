import assert from "node:assert/strict";
import { Hono } from "hono";
import type { CatalogModel } from "../../../lib/gateway/directory.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";
import { listGeminiModels, retrieveGeminiModel } from "../../../routes/v1beta/models.ts";
import { catalogModel, directoryOf } from "../../support/gateway.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

function app(models: CatalogModel[]): Hono<AppEnv> {
  const directory = () => directoryOf({ models });
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(QUIET, () => "id-1"));
  app.get("/v1beta/models", listGeminiModels(directory));
  app.get("/v1beta/models/:id{.+}", retrieveGeminiModel(directory));
  return app;
}

const CATALOG = [
  { ...catalogModel("google", "gemini-x"), displayName: "Gemini X" },
  catalogModel("openai", "gpt-off", false),
  catalogModel("openai", "text-embedding-3"),
  catalogModel("together", "deepseek-ai/DeepSeek-V3"),
];
const GEMINI = {
  name: "models/google/gemini-x",
  version: "unknown",
  displayName: "Gemini X",
  supportedGenerationMethods: ["generateContent", "countTokens"],
};

Deno.test("listGeminiModels lists enabled models as resources, with what they can do", async () => {
  const response = await app(CATALOG).request("/v1beta/models");

  const { models, ...rest } = await response.json();
  assert.deepEqual(rest, {});
  assert.deepEqual(models[0], GEMINI);
  assert.deepEqual(models[1].supportedGenerationMethods, ["embedContent"]);
  assert.deepEqual(models.map(({ name }: { name: string }) => name), [
    "models/google/gemini-x",
    "models/openai/text-embedding-3",
    "models/together/deepseek-ai/DeepSeek-V3",
  ]);
});

Deno.test("listGeminiModels turns pages by their tokens", async () => {
  const ask = async (query: Record<string, string>) =>
    await (await app(CATALOG).request(`/v1beta/models?${new URLSearchParams(query)}`)).json();

  const first = await ask({ pageSize: "2" });
  const second = await ask({ pageSize: "2", pageToken: first.nextPageToken });

  assert.equal(first.models.length, 2);
  assert.deepEqual(second.models.map(({ name }: { name: string }) => name), [
    "models/together/deepseek-ai/DeepSeek-V3",
  ]);
  assert.equal(second.nextPageToken, undefined);
  assert.equal((await ask({ pageSize: "5000", pageToken: "" })).models.length, 3);
});

for (const query of ["pageSize=-1", "pageSize=ten", "pageToken=none"]) {
  Deno.test(`listGeminiModels refuses ${query}`, async () => {
    const response = await app(CATALOG).request(`/v1beta/models?${query}`);

    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, /'page(Size|Token)' must be/);
  });
}

for (const path of ["google/gemini-x", "gemini-x"]) {
  Deno.test(`retrieveGeminiModel finds ${path}`, async () => {
    const response = await app(CATALOG).request(`/v1beta/models/${path}`);

    assert.deepEqual(await response.json(), GEMINI);
  });
}

Deno.test("retrieveGeminiModel answers 404 for what is not shown", async () => {
  for (const path of ["gpt-off", "none"]) {
    assert.equal((await app(CATALOG).request(`/v1beta/models/${path}`)).status, 404);
  }
});
