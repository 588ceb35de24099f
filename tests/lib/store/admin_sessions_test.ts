import assert from "node:assert/strict";
import { adminSessionRecords } from "../../../lib/store/admin_sessions.ts";
import { tempDir } from "../../support/temp.ts";
import { openTestStore } from "../../support/test_store.ts";

const session = (id: string) => ({
  id,
  tokenHash: new TextEncoder().encode(id.padEnd(32, "x")),
  createdAtMs: 1000,
  lastUsedAtMs: 1000,
  ip: "127.0.0.1",
  userAgent: null,
});

Deno.test("adminSessionRecords store, note and delete sessions", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const records = adminSessionRecords(store.db);
  for (const id of ["1", "2", "3"]) await records.insert(session(id));

  await records.noteUse("2", 5000);
  await records.delete(["1", "3"]);
  await records.delete([]);

  assert.deepEqual(await records.list(), [{ ...session("2"), lastUsedAtMs: 5000 }]);
});

Deno.test("deleting a session tells other processes, using one does not", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const records = adminSessionRecords(store.db);
  const version = async () =>
    (await store.db.selectFrom("directory_version").select("version").executeTakeFirstOrThrow())
      .version;
  await records.insert(session("1"));
  const before = await version();

  await records.noteUse("1", 5000);
  assert.equal(await version(), before);
  await records.delete(["1"]);
  assert.equal(await version(), before + 1);
});
