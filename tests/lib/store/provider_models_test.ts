import assert from "node:assert/strict";
import {
  deleteProviderModel,
  deleteProviderModels,
  getProviderModel,
  listProviderModels,
  markMissingModels,
  saveProviderModels,
  setModelsEnabled,
  updateProviderModel,
} from "../../../lib/store/provider_models.ts";
import { providerModel } from "../../support/provider_model.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

Deno.test("saveProviderModels adds models and keeps every field", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = providerModel("a", {
    displayName: "A",
    ownedBy: "o",
    rawCreated: 5,
    enabled: false,
    isManual: true,
    missingSinceMs: 7,
    contextWindow: 8,
    maxOutputTokens: 9,
    capabilities: ["vision"],
  });

  await saveProviderModels(store.db, [full, providerModel("b")]);

  assert.deepEqual(await listProviderModels(store.db), [full, providerModel("b")]);
});

Deno.test("saveProviderModels refreshes known models but their id, name and switch", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    providerModel("a", { displayName: "A", enabled: false }),
    providerModel("b"),
  ]);
  const again = providerModel("new id", {
    ...{ modelId: "model-a", displayName: "other", ownedBy: "o", rawCreated: 7, syncedAtMs: 9 },
  });

  await saveProviderModels(store.db, [again, providerModel("c")]);

  assert.deepEqual(await listProviderModels(store.db), [
    providerModel("a", {
      displayName: "A",
      enabled: false,
      ownedBy: "o",
      rawCreated: 7,
      syncedAtMs: 9,
    }),
    providerModel("b"),
    providerModel("c"),
  ]);
});

Deno.test("saveProviderModels takes a long list, and none", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));

  await saveProviderModels(store.db, Array.from({ length: 1201 }, (_, n) => providerModel(`${n}`)));
  await saveProviderModels(store.db, []);

  assert.equal((await listProviderModels(store.db)).length, 1201);
});

Deno.test("listProviderModels filters by provider and switch", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    providerModel("a"),
    providerModel("b", { enabled: false }),
    providerModel("c", { provider: "groq" }),
  ]);
  const ids = async (filter: Parameters<typeof listProviderModels>[1]) =>
    (await listProviderModels(store.db, filter)).map(({ id }) => id);

  assert.deepEqual(await ids({}), ["c", "a", "b"]);
  assert.deepEqual(await ids({ provider: "openai" }), ["a", "b"]);
  assert.deepEqual(await ids({ enabled: true }), ["c", "a"]);
  assert.deepEqual(await ids({ provider: "openai", enabled: false }), ["b"]);
});

Deno.test("setModelsEnabled and deleteProviderModels tell how many they found", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    providerModel("a"),
    providerModel("b"),
    providerModel("c", { provider: "groq" }),
  ]);

  assert.equal(await setModelsEnabled(store.db, ["a", "c", "x"], false), 2);
  assert.equal(await setModelsEnabled(store.db, [], false), 0);
  assert.deepEqual(
    (await listProviderModels(store.db, { enabled: true })).map(({ id }) => id),
    ["b"],
  );
  assert.equal(await deleteProviderModels(store.db, "openai"), 2);
  assert.equal(await deleteProviderModels(store.db, "openai"), 0);
});

Deno.test("markMissingModels marks what the last list lacked, once", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    providerModel("old"),
    providerModel("new", { syncedAtMs: 5 }),
    providerModel("own", { isManual: true }),
    providerModel("else", { provider: "groq" }),
  ]);

  assert.deepEqual(await markMissingModels(store.db, "openai", 5), ["model-old"]);
  assert.deepEqual(await markMissingModels(store.db, "openai", 6), ["model-new"]);
  assert.equal((await getProviderModel(store.db, "old"))?.missingSinceMs, 5);
  assert.equal((await getProviderModel(store.db, "own"))?.missingSinceMs, null);
});

Deno.test("updateProviderModel and deleteProviderModel tell whether there was one", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [providerModel("a", { displayName: "A" })]);

  assert.equal(
    await updateProviderModel(store.db, "a", { displayName: null, enabled: false }),
    true,
  );
  assert.equal(await updateProviderModel(store.db, "a", {}), true);
  assert.equal(await updateProviderModel(store.db, "b", { enabled: true }), false);
  assert.deepEqual(await getProviderModel(store.db, "a"), providerModel("a", { enabled: false }));
  assert.equal(await deleteProviderModel(store.db, "a"), true);
  assert.equal(await deleteProviderModel(store.db, "a"), false);
});
