import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import {
  deleteProviderKey,
  getProviderKey,
  insertProviderKey,
  listProviderKeys,
  type StoredProviderKey,
  updateProviderKey,
} from "../../../lib/store/provider_keys.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const key = (id: string, change: Partial<StoredProviderKey> = {}): StoredProviderKey => ({
  id,
  provider: "openai",
  label: id,
  sealedKey: new Uint8Array([1, 2, 3]),
  keyPrefix: "sk-",
  keySuffix: "wxyz",
  baseUrl: null,
  extraConfig: null,
  weight: 1,
  priority: 0,
  enabled: true,
  createdAtMs: 1,
  updatedAtMs: 1,
  ...change,
});

const taken = (error: unknown) => {
  assert.ok(error instanceof FlowError);
  assert.equal(error.code, "already_exists");
  assert.match(error.message, /labelled "a"/);
  return true;
};

Deno.test("insertProviderKey keeps every field", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = key("a", {
    baseUrl: "http://127.0.0.1:1/v1",
    extraConfig: { organization: "o" },
    weight: 2.5,
    priority: 3,
    enabled: false,
  });
  const keyless = key("b", { sealedKey: null, keyPrefix: "", keySuffix: "" });

  await insertProviderKey(store.db, full);
  await insertProviderKey(store.db, keyless);

  assert.deepEqual(await getProviderKey(store.db, "a"), full);
  assert.deepEqual(await getProviderKey(store.db, "b"), keyless);
  assert.equal(await getProviderKey(store.db, "c"), null);
});

Deno.test("listProviderKeys goes by provider, priority and age", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertProviderKey(store.db, key("1", { provider: "z" }));
  await insertProviderKey(store.db, key("2", { priority: 1 }));
  await insertProviderKey(store.db, key("3", { createdAtMs: 2 }));
  await insertProviderKey(store.db, key("4", { createdAtMs: 1 }));

  const keys = await listProviderKeys(store.db);

  assert.deepEqual(keys.map(({ id }) => id), ["4", "3", "2", "1"]);
});

Deno.test("insertProviderKey and updateProviderKey refuse a label that the provider has", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertProviderKey(store.db, key("a"));
  await insertProviderKey(store.db, key("b"));

  await assert.rejects(insertProviderKey(store.db, key("c", { label: "a" })), taken);
  await assert.rejects(updateProviderKey(store.db, "b", { label: "a" }), taken);
  await insertProviderKey(store.db, key("d", { label: "a", provider: "groq" }));

  assert.equal((await listProviderKeys(store.db)).length, 3);
});

Deno.test("updateProviderKey changes what it is told and nothing else", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertProviderKey(store.db, key("a"));
  const changes: Parameters<typeof updateProviderKey>[2][] = [
    { enabled: false, updatedAtMs: 5 },
    { label: "renamed" },
    { sealedKey: new Uint8Array([9]), keyPrefix: "gsk", keySuffix: "0000" },
    { baseUrl: "http://127.0.0.1:2", extraConfig: { a: 1 } },
    { weight: 0, priority: 7 },
    { sealedKey: null, baseUrl: null, extraConfig: null },
  ];
  let expected = key("a");

  for (const change of changes) {
    assert.equal(await updateProviderKey(store.db, "a", change), true);
    expected = { ...expected, ...change };
    assert.deepEqual(await getProviderKey(store.db, "a"), expected);
  }
  assert.equal(await updateProviderKey(store.db, "b", { enabled: false }), false);
});

Deno.test("updateProviderKey with nothing to change tells whether there is such a key", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertProviderKey(store.db, key("a"));

  assert.equal(await updateProviderKey(store.db, "a", {}), true);
  assert.equal(await updateProviderKey(store.db, "b", {}), false);
});

Deno.test("deleteProviderKey removes one key and tells whether it was there", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertProviderKey(store.db, key("a"));
  await insertProviderKey(store.db, key("b"));

  assert.equal(await deleteProviderKey(store.db, "a"), true);
  assert.equal(await deleteProviderKey(store.db, "a"), false);

  assert.deepEqual((await listProviderKeys(store.db)).map(({ id }) => id), ["b"]);
});
