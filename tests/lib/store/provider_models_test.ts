import assert from "node:assert/strict";
import {
  deleteProviderModels,
  listProviderModels,
  saveProviderModels,
  setModelsEnabled,
  type StoredProviderModel,
} from "../../../lib/store/provider_models.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const model = (id: string, change: Partial<StoredProviderModel> = {}): StoredProviderModel => ({
  id,
  provider: "openai",
  modelId: `model-${id}`,
  displayName: null,
  ownedBy: null,
  rawCreated: null,
  enabled: true,
  syncedAtMs: 1,
  ...change,
});

Deno.test("saveProviderModels adds models and keeps every field", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = model("a", { displayName: "A", ownedBy: "o", rawCreated: 5, enabled: false });

  await saveProviderModels(store.db, [full, model("b")]);

  assert.deepEqual(await listProviderModels(store.db), [full, model("b")]);
});

Deno.test("saveProviderModels refreshes known models but their id, name and switch", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    model("a", { displayName: "A", enabled: false }),
    model("b"),
  ]);
  const again = model("new id", {
    ...{ modelId: "model-a", displayName: "other", ownedBy: "o", rawCreated: 7, syncedAtMs: 9 },
  });

  await saveProviderModels(store.db, [again, model("c")]);

  assert.deepEqual(await listProviderModels(store.db), [
    model("a", { displayName: "A", enabled: false, ownedBy: "o", rawCreated: 7, syncedAtMs: 9 }),
    model("b"),
    model("c"),
  ]);
});

Deno.test("saveProviderModels takes a long list, and none", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));

  await saveProviderModels(store.db, Array.from({ length: 1201 }, (_, n) => model(`${n}`)));
  await saveProviderModels(store.db, []);

  assert.equal((await listProviderModels(store.db)).length, 1201);
});

Deno.test("listProviderModels filters by provider and switch", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await saveProviderModels(store.db, [
    model("a"),
    model("b", { enabled: false }),
    model("c", { provider: "groq" }),
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
  await saveProviderModels(store.db, [model("a"), model("b"), model("c", { provider: "groq" })]);

  assert.equal(await setModelsEnabled(store.db, ["a", "c", "x"], false), 2);
  assert.equal(await setModelsEnabled(store.db, [], false), 0);
  assert.deepEqual(
    (await listProviderModels(store.db, { enabled: true })).map(({ id }) => id),
    ["b"],
  );
  assert.equal(await deleteProviderModels(store.db, "openai"), 2);
  assert.equal(await deleteProviderModels(store.db, "openai"), 0);
});
