import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../../lib/domain/errors.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { restoreDatabase } from "../../../lib/store/restore.ts";
import { acquireServerLock } from "../../../lib/store/server_lock.ts";
import { damageIndex } from "../../support/damage.ts";
import { openTestStore } from "../../support/test_store.ts";
import { type TempDir, tempDir } from "../../support/temp.ts";

const NOW = Date.UTC(2026, 0, 31, 12, 30, 5);
const KEPT = "data.db.before-restore-2026-01-31T12-30-05Z";

const names = (dir: TempDir) => [...Deno.readDirSync(dir.path)].map(({ name }) => name).toSorted();

/** Adds a setting to the database at `path`, made when new. */
async function writeSetting(path: string, key: string): Promise<void> {
  await using store = await openTestStore(path);
  await store.db.insertInto("settings").values({ key, value: "1", updated_at_ms: 1 }).execute();
}

async function settingsIn(path: string): Promise<string[]> {
  await using store = await openTestStore(path);
  return (await store.db.selectFrom("settings").select("key").execute()).map(({ key }) => key);
}

/** A database at `data.db` and a backup of it at `backup.db` from before its last change. */
async function withBackup(use: (dir: TempDir) => Promise<void>): Promise<void> {
  await using dir = await tempDir();
  {
    await using store = await openTestStore(dir.file("data.db"));
    await store.db.insertInto("settings").values({ key: "old", value: "1", updated_at_ms: 1 })
      .execute();
    await store.backup(dir.file("backup.db"));
  }
  await writeSetting(dir.file("data.db"), "new");
  await use(dir);
}

const options = (dir: TempDir) => ({
  from: dir.file("backup.db"),
  to: dir.file("data.db"),
  nowMs: NOW,
  pid: 1,
});

const failsWith = (code: FlowError["code"], message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FlowError);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

Deno.test("restoreDatabase puts the backup in place and keeps the old database", () =>
  withBackup(async (dir) => {
    const restored = await restoreDatabase(options(dir));

    assert.deepEqual(restored, { keptAt: dir.file(KEPT), schemaVersion: MIGRATIONS.length });
    assert.deepEqual(await settingsIn(dir.file("data.db")), ["old"]);
    assert.deepEqual(await settingsIn(dir.file(KEPT)), ["new", "old"]);
    assert.deepEqual(await settingsIn(dir.file("backup.db")), ["old"]);
  }));

Deno.test("restoreDatabase takes the old write-ahead log along, so that it meets no other database", () =>
  withBackup(async (dir) => {
    // As after a crash: a database with its last changes in the log.
    const crashed = new DatabaseSync(dir.file("data.db"));
    crashed.exec("INSERT INTO settings VALUES ('in the log', '1', 1)");
    for (const part of ["", "-wal"]) {
      Deno.copyFileSync(dir.file(`data.db${part}`), dir.file(`copy.db${part}`));
    }
    crashed.close();

    await restoreDatabase({ ...options(dir), to: dir.file("copy.db") });

    assert.deepEqual(await settingsIn(dir.file("copy.db")), ["old"]);
    const kept = KEPT.replace("data.db", "copy.db");
    assert.deepEqual(await settingsIn(dir.file(kept)), ["in the log", "new", "old"]);
  }));

Deno.test("restoreDatabase works where no database is", () =>
  withBackup(async (dir) => {
    const restored = await restoreDatabase({ ...options(dir), to: dir.file("fresh.db") });

    assert.equal(restored.keptAt, null);
    assert.deepEqual(await settingsIn(dir.file("fresh.db")), ["old"]);
  }));

Deno.test("restoreDatabase refuses while a server runs, and changes nothing", () =>
  withBackup(async (dir) => {
    const lock = acquireServerLock(dir.file("data.db"), 4711);

    await assert.rejects(
      restoreDatabase(options(dir)),
      failsWith("database_in_use", /process 4711/),
    );
    lock.release();

    assert.deepEqual(names(dir), ["backup.db", "data.db", "data.db.lock"]);
    assert.deepEqual(await settingsIn(dir.file("data.db")), ["new", "old"]);
  }));

Deno.test("restoreDatabase refuses what is no sound backup of ours, and changes nothing", () =>
  withBackup(async (dir) => {
    Deno.writeTextFileSync(dir.file("text"), "no database ".repeat(500));
    Deno.copyFileSync(dir.file("backup.db"), dir.file("damaged"));
    damageIndex(dir.file("damaged"), "request_logs_by_time");
    const foreign = new DatabaseSync(dir.file("foreign"));
    foreign.exec("CREATE TABLE t (a)");
    foreign.close();
    const cases = [
      ["text", "database_error", /not a SQLite database/],
      ["damaged", "database_error", /is damaged/],
      ["foreign", "database_error", /none of this program/],
      ["missing", "database_error", /Cannot open the database .*missing/],
    ] as const;
    const before = names(dir);

    for (const [from, code, message] of cases) {
      await assert.rejects(
        restoreDatabase({ ...options(dir), from: dir.file(from) }),
        failsWith(code, message),
        from,
      );
    }

    assert.deepEqual(names(dir), [...before, "data.db.lock"].toSorted());
    assert.deepEqual(await settingsIn(dir.file("data.db")), ["new", "old"]);
  }));

Deno.test("restoreDatabase refuses a backup of a newer version", () =>
  withBackup(async (dir) => {
    await assert.rejects(
      restoreDatabase({ ...options(dir), migrations: [] }),
      failsWith("database_newer", /number \d, this version knows up to 0/),
    );
  }));
