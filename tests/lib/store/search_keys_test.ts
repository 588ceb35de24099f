import assert from "node:assert/strict";
import {
  deleteSearchKey,
  firstSearchKey,
  getSearchKey,
  insertSearchKey,
  listSearchKeys,
  searchSealName,
  type StoredSearchKey,
  updateSearchKey,
} from "../../../lib/store/search_keys.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const key = (id: string, change: Partial<StoredSearchKey> = {}): StoredSearchKey => ({
  id,
  provider: "tavily",
  name: `name of ${id}`,
  sealedKey: new TextEncoder().encode(id),
  keySuffix: "wxyz",
  baseUrl: null,
  enabled: true,
  createdAtMs: 1,
  updatedAtMs: 1,
  ...change,
});

Deno.test("insertSearchKey keeps every field; updateSearchKey changes what it is told", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = key("b", { baseUrl: "http://127.0.0.1/search", enabled: false });
  await insertSearchKey(store.db, full);
  await insertSearchKey(store.db, key("a"));

  assert.deepEqual(await listSearchKeys(store.db), [key("a"), full]);
  const change = {
    name: "n",
    sealedKey: new Uint8Array([1]),
    keySuffix: "",
    baseUrl: null,
    enabled: true,
    updatedAtMs: 9,
  };
  assert.equal(await updateSearchKey(store.db, "b", change), true);
  assert.deepEqual(await getSearchKey(store.db, "b"), { ...full, ...change });
  assert.equal(await updateSearchKey(store.db, "a", {}), true);
  assert.equal(await updateSearchKey(store.db, "x", { name: "y" }), false);
  assert.equal(await deleteSearchKey(store.db, "b"), true);
  assert.equal(await deleteSearchKey(store.db, "b"), false);
});

Deno.test("firstSearchKey is the oldest that is enabled", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertSearchKey(store.db, key("off", { enabled: false, createdAtMs: 0 }));
  await insertSearchKey(store.db, key("second", { createdAtMs: 3 }));
  await insertSearchKey(store.db, key("first", { createdAtMs: 2 }));

  assert.equal((await firstSearchKey(store.db, "tavily"))?.id, "first");
  assert.equal(await firstSearchKey(store.db, "other"), null);
});

Deno.test("searchSealName is no id of a provider key", () => {
  assert.notEqual(searchSealName("1"), "1");
});
