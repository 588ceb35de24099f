/**
 * A consistent copy of a database in use, for backups and restores.
 *
 * @module
 */
import { backup } from "node:sqlite";
import { FlowError } from "../domain/errors.ts";
import { Connection } from "./connection.ts";
import { databaseError } from "./sqlite_error.ts";

/**
 * Copies what `source` holds at one moment into a new file. It is written as `….partial`, checked
 * and flushed to the disk before it gets its name: a file named `path` is a whole one.
 *
 * @throws FlowError `already_exists` when there is a file at `path`, `database_error` else
 */
export async function copyDatabase(source: Connection, path: string): Promise<void> {
  const partial = `${path}.partial`;
  requireFree(path);
  try {
    await copyAtOneMoment(source, partial);
    makeSingleFile(partial);
    flushFile(partial);
    requireFree(path);
    Deno.renameSync(partial, path);
    flushFolderOf(path);
  } catch (error) {
    removeIfThere(partial);
    throw databaseError(`Cannot copy the database to ${path}`, error);
  }
}

function requireFree(path: string): void {
  try {
    Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw databaseError(`Cannot write ${path}`, error);
  }
  throw new FlowError(
    "already_exists",
    `Cannot copy the database to ${path}: there is such a file. Name another one, or remove it.`,
  );
}

async function copyAtOneMoment(source: Connection, path: string): Promise<void> {
  // What an interrupted copy left is of no use.
  removeIfThere(path);
  Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  // An open read keeps the copy at one moment; without it every commit of another connection
  // would start the copy anew (sqlite.org/c3ref/backup_finish.html).
  source.execute("BEGIN");
  try {
    source.execute("SELECT count(*) FROM sqlite_schema");
    await backup(source.raw, path, { rate: -1 });
  } finally {
    source.rollback();
  }
}

/** Leaves WAL mode, so that the copy is one file, and checks that it is sound. */
function makeSingleFile(path: string): void {
  const copy = Connection.open(path, "plain");
  try {
    copy.execute("PRAGMA journal_mode = DELETE");
    requireSound(copy, path);
  } finally {
    copy.close();
  }
}

/**
 * Reads the whole database and looks for damage.
 * @throws FlowError `database_error` naming the first damages
 */
export function requireSound(connection: Connection, path: string): void {
  const damage = findDamage(connection, path);
  if (damage.length === 0) return;
  throw new FlowError(
    "database_error",
    `The database ${path} is damaged: ${damage.join("; ")}. Use another backup.`,
  );
}

function findDamage(connection: Connection, path: string): string[] {
  try {
    return connection.execute("PRAGMA integrity_check(5)").rows
      .map((row) => String(Object.values(row as Record<string, unknown>)[0]))
      .filter((line) => line !== "ok")
      .map((line) => line.replaceAll("\n", " "));
  } catch (error) {
    throw databaseError(`Cannot check the database ${path}`, error);
  }
}

/** Waits until a file's content is on the disk. */
export function flushFile(path: string): void {
  const file = Deno.openSync(path, { read: true, write: true });
  try {
    file.syncSync();
  } finally {
    file.close();
  }
}

/** Waits until a rename in the folder of `path` is on the disk. Windows has no such call. */
export function flushFolderOf(path: string): void {
  if (Deno.build.os === "windows") return;
  const folder = Deno.openSync(folderOf(path));
  try {
    folder.syncSync();
  } finally {
    folder.close();
  }
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  if (end < 0) return ".";
  return end === 0 ? "/" : path.slice(0, end);
}

/** Removes a file, if it is there. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
