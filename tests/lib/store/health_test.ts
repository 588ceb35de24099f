import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { damageIndex } from "../../support/damage.ts";
import { openTestStore, recordedRequest } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

Deno.test("checkHealth tells schema and sizes of a sound database", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append([recordedRequest({}, { request: "x".repeat(100_000) })]);

  const health = await store.check({ integrity: true });

  assert.deepEqual([health.ok, health.problem, health.schemaVersion], [
    true,
    null,
    MIGRATIONS.length,
  ]);
  assert.ok(health.databaseBytes > 100_000);
  assert.ok(health.walBytes > 100_000);
  assert.ok(health.freeBytes < health.databaseBytes);
});

Deno.test("checkHealth is not ok when the database cannot be written", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await sql`PRAGMA busy_timeout = 1`.execute(store.db);
  const other = new DatabaseSync(dir.file("a.db"));
  other.exec("BEGIN IMMEDIATE");

  const locked = await store.check();
  other.exec("ROLLBACK");
  other.close();
  const free = await store.check();

  assert.equal(locked.ok, false);
  assert.match(locked.problem ?? "", /another process is writing to it/);
  assert.equal(free.ok, true);
});

Deno.test("checkHealth finds damage when it looks for it", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  {
    await using store = await openTestStore(path);
    await store.db.insertInto("settings").values({ key: "k", value: "1", updated_at_ms: 1 })
      .execute();
  }
  damageIndex(path, "request_logs_by_time");

  await using store = await openTestStore(path);
  const quick = await store.check();
  const thorough = await store.check({ integrity: true });

  assert.equal(quick.ok, true);
  assert.equal(thorough.ok, false);
  assert.match(thorough.problem ?? "", /damaged .* restore a backup/);
});

Deno.test("checkHealth tells that the store is closed instead of rejecting", async () => {
  await using dir = await tempDir();
  const store = await openTestStore(dir.file("a.db"));
  await store.close();

  const health = await store.check();

  assert.equal(health.ok, false);
  assert.notEqual(health.problem, null);
});
