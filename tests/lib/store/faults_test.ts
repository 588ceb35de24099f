/** What the store promises when things go wrong: real databases, real processes. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { Recorder } from "../../../lib/usage/recorder.ts";
import { othersCanRun, runToEnd, runUntilReady } from "../../support/subprocess.ts";
import {
  openTestStore,
  PREPARE_THROWS,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

/** A recorder over a store, with retries that come at once. */
function recorderOn(store: TestStore) {
  const logged: string[] = [];
  const note = (message: string) => logged.push(message);
  const recorder = new Recorder({
    sink: store,
    log: { debug: note, info: note, warn: note, error: note },
    flushIntervalMs: 1,
    timer: (run) => {
      const timer = setTimeout(run, 1);
      return () => clearTimeout(timer);
    },
  });
  const record = (from: number, count: number) => {
    for (let n = from; n < from + count; n++) {
      recorder.record(recordedRequest({ id: testId(n) }, { request: "x".repeat(1000) }));
    }
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { recorder, logged, record, until };
}

const idsIn = async (store: TestStore) =>
  (await store.db.selectFrom("request_logs").select("id").orderBy("id").execute())
    .map(({ id }) => id);

const ids = (count: number) => Array.from({ length: count }, (_, n) => testId(n));

Deno.test("a store whose process is killed under load opens again and lacks only the last moment", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  await using program = await runUntilReady("record_under_load.ts", [path, "2000"]);
  while (program.lines.length < 200) await new Promise((resolve) => setTimeout(resolve, 10));
  await program.kill();

  const progress = program.lines.map((line) => line.split(" ").map(Number));
  const [recorded = 0, , lastMs = 0] = progress.at(-1) ?? [];
  const written = Math.max(...progress.map((line) => line[1] ?? 0));
  // A flush interval and a commit; the rest is for a machine that is busy with other things.
  const longBefore = progress.findLast((line) => (line[2] ?? 0) < lastMs - 500)?.[0] ?? 0;
  await using store = await openTestStore(path);
  const health = await store.check({ integrity: true });
  const found = await idsIn(store);
  const bodies = await store.db.selectFrom("request_bodies").select("seq").execute();

  assert.deepEqual([health.ok, health.problem], [true, null]);
  assert.deepEqual(found, ids(found.length), "no gap and nothing twice");
  assert.equal(bodies.length, found.length);
  assert.ok(found.length >= written, `${found.length} rows, ${written} were said to be written`);
  assert.ok(found.length >= longBefore, `${found.length} rows, ${longBefore} were recorded early`);
  assert.ok(written > 0 && found.length <= recorded);
});

Deno.test("a full disk loses no row and writes none twice", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const { recorder, logged, record, until } = recorderOn(store);
  const pages = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store.db);
  await sql`PRAGMA max_page_count = ${sql.lit((pages.rows[0]?.page_count ?? 0) + 10)}`
    .execute(store.db);

  record(0, 300);
  await until(() => !recorder.health.ok);
  record(300, 300);
  assert.match(recorder.health.problem ?? "", /the disk is full; free some space/);
  assert.equal((await store.db.selectFrom("settings").selectAll().execute()).length, 0);

  await sql`PRAGMA max_page_count = 1000000`.execute(store.db);
  await recorder.drain();

  assert.deepEqual(await idsIn(store), ids(600));
  assert.equal(recorder.health.ok, true);
  // A disk that is nearly full may take a small batch and refuse the next one.
  assert.equal(logged[0], "Request logs cannot be written; they wait in memory");
  assert.equal(logged.at(-1), "Request logs are written again");
});

Deno.test("a file system that turns read-only loses no row", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const { recorder, record, until } = recorderOn(store);
  // Gives the same SQLITE_READONLY as a file system that was mounted anew.
  await sql`PRAGMA query_only = ON`.execute(store.db);

  record(0, 50);
  await until(() => !recorder.health.ok);
  assert.match(recorder.health.problem ?? "", /it is read-only; make the file and its folder/);
  assert.equal((await store.check()).ok, false);

  await sql`PRAGMA query_only = OFF`.execute(store.db);
  await recorder.drain();

  assert.deepEqual(await idsIn(store), ids(50));
  assert.equal((await store.check()).ok, true);
});

Deno.test("a database that another process has locked loses no row", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const { recorder, record, until } = recorderOn(store);
  await sql`PRAGMA busy_timeout = 1`.execute(store.db);
  const other = new DatabaseSync(dir.file("a.db"));
  other.exec("BEGIN IMMEDIATE");

  record(0, 50);
  await until(() => !recorder.health.ok);
  assert.match(recorder.health.problem ?? "", /another process is writing to it/);
  other.exec("COMMIT");
  other.close();
  await recorder.drain();

  assert.deepEqual(await idsIn(store), ids(50));
});

Deno.test("a poisonous row and one that cannot be prepared stop no other", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const { recorder, record } = recorderOn(store);
  const poison: unknown = { ...recordedRequest().record, endpoint: { not: "a text" } };
  record(0, 5);
  recorder.record({
    ...recordedRequest(),
    record: poison as ReturnType<typeof recordedRequest>["record"],
  });
  recorder.record(recordedRequest({ id: testId(5), modelRequested: PREPARE_THROWS }));
  record(6, 4);
  await recorder.drain();

  assert.deepEqual(await idsIn(store), ids(10));
  assert.deepEqual([recorder.health.rejected, recorder.health.written], [1, 10]);
  assert.equal(recorder.health.ok, true);
});

Deno.test("two processes on one database both write everything", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  await using store = await openTestStore(path);
  await using program = await runUntilReady("append_rows.ts", [path, "500", "500"]);

  for (let n = 0; n < 500; n += 10) {
    await store.append(ids(n + 10).slice(n).map((id) => recordedRequest({ id })));
  }
  await program.ended;

  assert.deepEqual(program.lines, ["done"]);
  assert.deepEqual(await idsIn(store), ids(1000));
});

Deno.test("two processes that make one database at the same time both succeed", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  const programs = await Promise.all(
    [0, 100, 200].map((from) => runUntilReady("append_rows.ts", [path, String(from), "100"])),
  );
  await Promise.all(programs.map(({ ended }) => ended));

  await using store = await openTestStore(path);
  assert.deepEqual(await idsIn(store), ids(300));
});

Deno.test("a database of a newer version is refused and left as it is", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  {
    await using store = await openTestStore(path);
    await store.db.insertInto("schema_migrations")
      .values({ number: 99, name: "later", sha256: "x", applied_at_ms: 1 }).execute();
  }
  const before = Deno.readFileSync(path);

  await assert.rejects(openTestStore(path), (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "database_newer");
    assert.match(
      error.message,
      /number 99, this version knows up to \d+\)\. Run that newer version/,
    );
    return true;
  });

  assert.deepEqual(Deno.readFileSync(path), before);
});

Deno.test("a migration that is killed in its midst leaves nothing half done", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  await using program = await runUntilReady("endless_migration.ts", [path]);
  const walBytes = () => Deno.statSync(`${path}-wal`).size;
  const before = walBytes();
  while (walBytes() < before + 5_000_000) await new Promise((resolve) => setTimeout(resolve, 5));
  await program.kill();

  await using store = await openTestStore(path);
  const health = await store.check({ integrity: true });
  const tables = await sql<{ name: string }>`SELECT name FROM sqlite_schema
    WHERE name IN ('half', 'settings') AND type = 'table'`.execute(store.db);

  assert.deepEqual([health.ok, health.schemaVersion], [true, MIGRATIONS.length]);
  assert.deepEqual(tables.rows, [{ name: "settings" }]);
});

Deno.test({
  name: "a folder that cannot be written gives a clear message and leaves nothing",
  ignore: Deno.build.os === "windows" || !othersCanRun(Deno.execPath()),
  fn: async () => {
    await using dir = await tempDir();
    Connection.open(dir.file("there.db"), "writer").close();
    Deno.chmodSync(dir.path, 0o555);
    const said = await Promise.all(
      ["new.db", "there.db"].map((name) => runToEnd("open_database.ts", [dir.file(name)])),
    );
    Deno.chmodSync(dir.path, 0o755);

    assert.match(
      said[0] ?? "",
      /Cannot open the database .*new\.db: .*must be there, readable and writable/,
    );
    assert.match(said[1] ?? "", /Cannot open the database .*there\.db: .*writable/);
    assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["there.db"]);
  },
});
