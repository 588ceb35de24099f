import assert from "node:assert/strict";
import {
  deleteAdminKey,
  insertAdminKey,
  listAdminKeys,
  noteAdminKeyUse,
  type StoredAdminKey,
} from "../../../lib/store/admin_keys.ts";
import { tempDir } from "../../support/temp.ts";
import { openTestStore } from "../../support/test_store.ts";

const key = (change: Partial<StoredAdminKey> = {}): StoredAdminKey => ({
  id: "k-1",
  name: "ci",
  keyPrefix: "fga_abcdefgh",
  keyHash: new Uint8Array(32).fill(7),
  access: "read",
  expiresAtMs: 2000,
  createdAtMs: 1000,
  lastUsedAtMs: null,
  ...change,
});

Deno.test("admin keys come back as they were stored, oldest first", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const younger = key({
    id: "k-0",
    keyHash: new Uint8Array(32),
    createdAtMs: 1001,
    expiresAtMs: null,
  });
  await insertAdminKey(store.db, younger);
  await insertAdminKey(store.db, key());

  assert.deepEqual(await listAdminKeys(store.db), [key(), younger]);
});

Deno.test("noteAdminKeyUse and deleteAdminKey change the one that they name", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertAdminKey(store.db, key());

  await noteAdminKeyUse(store.db, "k-1", 5000);
  assert.equal((await listAdminKeys(store.db))[0]?.lastUsedAtMs, 5000);
  assert.equal(await deleteAdminKey(store.db, "k-1"), true);
  assert.equal(await deleteAdminKey(store.db, "k-1"), false);
});
