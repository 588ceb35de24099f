import assert from "node:assert/strict";
import { embeds, testModel } from "../../../lib/admin/model_test_call.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { saveProviderModels } from "../../../lib/store/provider_models.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { fakeOutbound } from "../../support/outbound.ts";
import { providerModel } from "../../support/provider_model.ts";

const names: [string, boolean][] = [
  ["text-embedding-3-small", true],
  ["BAAI/bge-m3", true],
  ["bge_large", true],
  ["openai/bge-x", true],
  ["nomic-embed-text", true],
  ["bge-reranker-v2", false],
  ["rerank-embed", false],
  ["gpt-4o", false],
  ["abge-m3", false],
];

for (const [name, isEmbedding] of names) {
  Deno.test(`embeds: ${name} ${isEmbedding ? "makes" : "does not make"} vectors`, () => {
    assert.equal(embeds(name), isEmbedding);
  });
}

Deno.test("testModel says when an answer is none, and cuts what it shows", async () => {
  await using admin = await openAdmin();
  await addProviderKey(admin, CLI_ACTOR, newKey());
  await saveProviderModels(admin.db, [
    providerModel("a"),
    providerModel("b", { provider: "groq" }),
  ]);
  const outbound = fakeOutbound();
  const parts = { ...admin, tryModel: outbound.tryModel };

  outbound.modelAnswer = () => new Response("<html>");
  assert.match((await testModel(parts, "a")).message, /no chat completion/);
  outbound.modelAnswer = () => new Response("x".repeat(900), { status: 500 });
  assert.equal((await testModel(parts, "a")).message, `500: ${"x".repeat(500)}`);
  const long = { choices: [{ message: { content: "y".repeat(900) } }] };
  outbound.modelAnswer = () => Response.json(long);
  assert.equal((await testModel(parts, "a")).preview, "y".repeat(200));
  await assert.rejects(testModel(parts, "b"), flowError("provider_not_configured"));
  await assert.rejects(testModel(parts, "c"), flowError("not_found"));
});
