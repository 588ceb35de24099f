import assert from "node:assert/strict";
import { sql } from "kysely";
import { errcodeOf } from "../../../lib/store/sqlite_error.ts";
import {
  openTestStore,
  recordedRequest,
  spawnStoreWorker,
  testId,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const setting = (key: string) => ({ key, value: "1", updated_at_ms: 1 });

Deno.test("StoreDialect gives back rows, counts and blobs", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const hash = new Uint8Array([0, 255, 7]);

  const inserted = await store.db.insertInto("settings").values([setting("a"), setting("b")])
    .executeTakeFirstOrThrow();
  const returned = await store.db.updateTable("settings").set({ value: "2" })
    .where("key", "=", "a").returning("key").execute();
  const deleted = await store.db.deleteFrom("settings").executeTakeFirstOrThrow();
  await store.db.insertInto("caller_tokens").values({
    id: "t",
    name: "n",
    token_prefix: "fgt_",
    token_hash: hash,
    expires_at_ms: null,
    created_at_ms: 1,
    last_used_at_ms: null,
  }).execute();
  const token = await store.db.selectFrom("caller_tokens").selectAll().executeTakeFirstOrThrow();

  assert.equal(inserted.numInsertedOrUpdatedRows, 2n);
  assert.deepEqual(returned, [{ key: "a" }]);
  assert.equal(deleted.numDeletedRows, 2n);
  assert.deepEqual(token.token_hash, hash);
  assert.equal(token.enabled, 1);
});

Deno.test("StoreDialect sends SELECT to the reader, which cannot write, and all else to the writer", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  // Each connection has a setting of its own, so it tells where a statement ran.
  await sql`PRAGMA cache_size = 4321`.execute(store.db);
  const size = sql<{ cache_size: number }>`SELECT cache_size FROM pragma_cache_size`;

  const outside = await size.execute(store.db);
  const inside = await store.db.transaction().execute((transaction) => size.execute(transaction));

  assert.notEqual(outside.rows[0]?.cache_size, 4321);
  assert.equal(inside.rows[0]?.cache_size, 4321);
});

Deno.test("StoreDialect lets readers see a write as soon as it is done", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  for (let n = 0; n < 20; n++) {
    await store.db.insertInto("settings").values(setting(`k${n}`)).execute();
    const rows = await store.db.selectFrom("settings").select("key").execute();
    assert.equal(rows.length, n + 1);
  }
});

Deno.test("StoreDialect undoes a transaction that throws, with nothing of others in it", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const others: Promise<unknown>[] = [];

  await assert.rejects(
    store.db.transaction().execute(async (transaction) => {
      await transaction.insertInto("settings").values(setting("inside")).execute();
      others.push(store.append([recordedRequest({ id: testId(1) })]));
      others.push(store.db.insertInto("settings").values(setting("outside")).execute());
      const seen = await store.db.selectFrom("settings").select("key").execute();
      assert.deepEqual(seen, [], "a reader sees nothing before the commit");
      throw new Error("changed its mind");
    }),
    /changed its mind/,
  );
  await Promise.all(others);

  const keys = await store.db.selectFrom("settings").select("key").execute();
  const logged = await store.db.selectFrom("request_logs").select("id").execute();
  assert.deepEqual(keys, [{ key: "outside" }]);
  assert.equal(logged.length, 1);
});

Deno.test("StoreDialect keeps transactions that are begun together apart", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.db.insertInto("settings").values(setting("count")).execute();

  await Promise.all(
    Array.from({ length: 10 }, () =>
      store.db.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom("settings").select("value")
          .where("key", "=", "count").executeTakeFirstOrThrow();
        await transaction.updateTable("settings").set({ value: String(Number(row.value) + 1) })
          .where("key", "=", "count").execute();
      })),
  );

  const row = await store.db.selectFrom("settings").select("value").executeTakeFirstOrThrow();
  assert.equal(row.value, "11");
});

Deno.test("StoreDialect reports SQLite's failure and can be used again", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const twice = store.db.insertInto("settings").values([setting("a"), setting("a")]);

  await assert.rejects(twice.execute(), (error) => errcodeOf(error) === 1555);
  await assert.rejects(
    store.db.transaction().execute((transaction) =>
      transaction.insertInto("settings").values([setting("a"), setting("a")]).execute()
    ),
    (error) => errcodeOf(error) === 1555,
  );
  await assert.rejects(sql`SELECT nonsense`.execute(store.db), /no such column: nonsense/);

  assert.deepEqual(await store.db.selectFrom("settings").select("key").execute(), []);
});

Deno.test("StoreDialect never continues a transaction in another thread than it was begun in", async () => {
  await using dir = await tempDir();
  const workers: Worker[] = [];
  const spawnWorker = () => {
    workers.push(spawnStoreWorker());
    return workers.at(-1) ?? spawnStoreWorker();
  };
  await using store = await openTestStore(dir.file("a.db"), { spawnWorker });
  const killAll = () => {
    for (const worker of workers) worker.dispatchEvent(new ErrorEvent("error"));
  };

  const transaction = store.db.transaction().execute(async (inside) => {
    await inside.insertInto("settings").values(setting("before")).execute();
    killAll();
    await inside.insertInto("settings").values(setting("after")).execute();
  });

  await assert.rejects(transaction, /writer thread stopped in its midst/);
  await store.db.insertInto("settings").values(setting("later")).execute();
  const keys = await store.db.selectFrom("settings").select("key").execute();
  assert.deepEqual(keys, [{ key: "later" }]);
});
