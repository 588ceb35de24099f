import assert from "node:assert/strict";
import {
  addModel,
  changeModel,
  removeModel,
  showModels,
  switchModels,
} from "../../../lib/admin/model_catalog.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { saveProviderModels } from "../../../lib/store/provider_models.ts";
import { type AdminParts, newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { providerModel } from "../../support/provider_model.ts";

const LAB = { lab: { base_url: "http://127.0.0.1:1/v1" } };

async function names(admin: AdminParts): Promise<string[]> {
  const models = await showModels(admin);
  return models.map(({ provider, modelId, enabled }) =>
    `${provider}/${modelId}${enabled ? "" : " off"}`
  );
}

Deno.test("switchModels switches what the patterns mean, or nothing", async () => {
  await using admin = await openAdmin(LAB);
  const many = Array.from({ length: 2500 }, (_, i) => `m${i}`);
  await saveProviderModels(
    admin.db,
    ["gpt-a", "gpt-b", ...many].map((name) =>
      providerModel(`id of ${name}`, { provider: "lab", modelId: name, enabled: false })
    ),
  );

  const changed = await switchModels(admin, CLI_ACTOR, { patterns: ["gpt-*", "lab/gpt-a"] }, true);
  assert.deepEqual(changed.map(({ modelId, enabled }) => [modelId, enabled]), [
    ["gpt-a", true],
    ["gpt-b", true],
  ]);
  const idle = switchModels(admin, CLI_ACTOR, { ids: ["y"], patterns: ["gpt-a", "x*"] }, false);
  await assert.rejects(idle, flowError("not_found", /meant by 'y', 'x\*'/));
  assert.equal((await showModels(admin, { enabled: true })).length, 2);

  assert.equal((await switchModels(admin, CLI_ACTOR, { patterns: ["*"] }, true)).length, 2502);
  assert.equal((await showModels(admin, { enabled: false })).length, 0);
  await switchModels(admin, CLI_ACTOR, { ids: ["id of gpt-b"] }, false);
  assert.deepEqual((await showModels(admin, { enabled: false })).map(({ modelId }) => modelId), [
    "gpt-b",
  ]);
});

Deno.test("addModel adds one by hand, without the prefix, under the provider's own name", async () => {
  await using admin = await openAdmin();
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "google" }));
  const input = { provider: "Gemini", displayName: null, enabled: false };

  await addModel(admin, CLI_ACTOR, { ...input, modelId: " GEMINI/gemini-x " });
  await addModel(admin, CLI_ACTOR, { ...input, modelId: "a/b", displayName: " A ", enabled: true });

  const models = await showModels(admin, { provider: "gemini" });
  assert.deepEqual(models.map((model) => [model.modelId, model.displayName, model.enabled]), [
    ["a/b", "A", true],
    ["gemini-x", "gemini-x", false],
  ]);
  await assert.rejects(
    addModel(admin, CLI_ACTOR, { ...input, modelId: "gemini-x" }),
    flowError("already_exists", /google\/gemini-x/),
  );
});

Deno.test("addModel refuses names that are none and providers that cannot be called", async () => {
  await using admin = await openAdmin(LAB);
  const input = { provider: "lab", displayName: null, enabled: false };
  for (const modelId of ["", " ", "lab/", "a b", "a\nb", "x".repeat(257)]) {
    const refusal = flowError("invalid_request", /Cannot add the model/);
    await assert.rejects(
      addModel(admin, CLI_ACTOR, { ...input, modelId }),
      refusal,
      JSON.stringify(modelId),
    );
  }
  await assert.rejects(
    addModel(admin, CLI_ACTOR, { ...input, provider: "groq", modelId: "m" }),
    flowError("provider_not_configured"),
  );
  assert.deepEqual(await names(admin), []);
});

Deno.test("changeModel renames and switches; a blank name is taken away", async () => {
  await using admin = await openAdmin();
  await saveProviderModels(admin.db, [providerModel("a", { displayName: "A" })]);

  const off = await changeModel(admin, CLI_ACTOR, "a", { enabled: false });
  assert.deepEqual([off.displayName, off.enabled], ["A", false]);
  assert.equal((await changeModel(admin, CLI_ACTOR, "a", { displayName: " B " })).displayName, "B");
  assert.equal((await changeModel(admin, CLI_ACTOR, "a", { displayName: " " })).displayName, null);
  assert.deepEqual(
    (await showModels(admin)).map(({ displayName, enabled }) => [displayName, enabled]),
    [
      [null, false],
    ],
  );
  await assert.rejects(changeModel(admin, CLI_ACTOR, "b", {}), flowError("not_found"));
  const long = changeModel(admin, CLI_ACTOR, "a", { displayName: "x".repeat(257) });
  await assert.rejects(long, flowError("invalid_request"));
});

Deno.test("removeModel removes what no list would bring back", async () => {
  await using admin = await openAdmin();
  await saveProviderModels(admin.db, [
    providerModel("listed"),
    providerModel("manual", { isManual: true }),
    providerModel("gone", { missingSinceMs: 5 }),
  ]);

  await removeModel(admin, CLI_ACTOR, "manual");
  await removeModel(admin, CLI_ACTOR, "gone");
  const refusal = flowError("invalid_request", /Disable it instead/);
  await assert.rejects(removeModel(admin, CLI_ACTOR, "listed"), refusal);
  assert.deepEqual((await showModels(admin)).map(({ id }) => id), ["listed"]);
});
