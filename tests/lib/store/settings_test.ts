import assert from "node:assert/strict";
import {
  deleteSetting,
  getSetting,
  listSettings,
  setSetting,
} from "../../../lib/store/settings.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

Deno.test("setSetting keeps any JSON value, and replaces the one before", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));

  for (const value of [true, null, 0, "text", ["a", { b: [1.5] }]]) {
    await setSetting(store.db, "k", value, 1);
    assert.deepEqual(await getSetting(store.db, "k"), value);
  }
  assert.equal(await getSetting(store.db, "never set"), undefined);
});

Deno.test("listSettings and deleteSetting know what is set", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await setSetting(store.db, "b", 2, 1);
  await setSetting(store.db, "a", 1, 1);

  assert.deepEqual([...await listSettings(store.db)], [["a", 1], ["b", 2]]);
  assert.equal(await deleteSetting(store.db, "a"), true);
  assert.equal(await deleteSetting(store.db, "a"), false);
  assert.deepEqual([...await listSettings(store.db)], [["b", 2]]);
});
