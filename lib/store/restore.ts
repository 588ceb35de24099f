/**
 * Puts a backup in the place of a database.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { Connection } from "./connection.ts";
import { copyDatabase, flushFolderOf, removeIfThere, requireSound } from "./copy_database.ts";
import { checkSchema } from "./migrate.ts";
import { type Migration, MIGRATIONS } from "./migrations.ts";
import { acquireServerLock } from "./server_lock.ts";

export interface RestoreOptions {
  /** The backup. */
  readonly from: string;
  /** The database file; need not exist. */
  readonly to: string;
  readonly nowMs: number;
  /** This process, for the lock. */
  readonly pid: number;
  /** Default: this program's. */
  readonly migrations?: readonly Migration[];
}

/** What a restore did. */
export interface Restored {
  /** Where the database that was there is now; null when there was none. */
  readonly keptAt: string | null;
  /** Schema of the restored database; an older one is migrated when it is opened. */
  readonly schemaVersion: number;
}

/**
 * Checks a backup and puts it where the database is; the database that was there is kept beside it.
 * An interruption leaves the old database or the new one, whole, under one name or the other.
 *
 * @throws FlowError `database_in_use` while a server runs on the database, `database_newer` when a
 *   newer version of this program made the backup, `database_error` when it is damaged or none
 */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const { from, to, nowMs, pid, migrations = MIGRATIONS } = options;
  const lock = acquireServerLock(to, pid);
  const incoming = `${to}.restoring`;
  try {
    removeIfThere(incoming);
    const schemaVersion = await copyChecked(from, incoming, migrations);
    const keptAt = moveAside(to, `${to}.before-restore-${timeName(nowMs)}`);
    Deno.renameSync(incoming, to);
    flushFolderOf(to);
    return { keptAt, schemaVersion };
  } finally {
    removeIfThere(incoming);
    lock.release();
  }
}

/** The copy is read back and checked by `copyDatabase`, whatever the source looks like. */
async function copyChecked(
  from: string,
  to: string,
  migrations: readonly Migration[],
): Promise<number> {
  const backup = Connection.open(from, "reader");
  try {
    requireSound(backup, from);
    const version = await checkSchema(backup, migrations);
    if (version === 0) {
      throw new FlowError(
        "database_error",
        `Cannot restore ${from}: it is a SQLite database, but none of this program. Name a file ` +
          "that flow-router backup has written.",
      );
    }
    await copyDatabase(backup, to);
    return version;
  } finally {
    backup.close();
  }
}

/** The write-ahead log belongs to its database: it goes along, and must not meet the new one. */
function moveAside(path: string, kept: string): string | null {
  if (!exists(path)) {
    removeIfThere(`${path}-wal`);
    removeIfThere(`${path}-shm`);
    return null;
  }
  if (exists(`${path}-wal`)) Deno.renameSync(`${path}-wal`, `${kept}-wal`);
  Deno.renameSync(path, kept);
  removeIfThere(`${path}-shm`);
  return kept;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** `2026-01-31T12-30-05Z`: fit for a file name anywhere. */
function timeName(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-");
}
