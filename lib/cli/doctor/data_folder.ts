/**
 * Whether the folder of the database can be written to, and whether its disk has room.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { fail, type Finding, ok, warn } from "./finding.ts";

const TITLE = "Data folder";
const MIB = 1024 * 1024;
/** A write-ahead log and a migration need room of their own. */
const SCARCE_BYTES = 500 * MIB;
const NONE_BYTES = 20 * MIB;

/** Writes a file beside the database, removes it, and looks at the free space. */
export async function checkDataFolder(databasePath: string): Promise<Finding> {
  const folder = dirname(databasePath);
  const problem = await writingProblem(folder);
  if (problem !== null) {
    return fail(
      TITLE,
      `${folder} cannot be written to: ${problem}`,
      "Make the folder, or give it " +
        "to the user that runs the gateway; or set database.path to another place",
    );
  }
  const free = await freeBytes(folder);
  if (free === null) return ok(TITLE, `${folder} can be written to; free space not known here`);
  const detail = `${folder} can be written to; ${Math.floor(free / MIB)} MiB free`;
  const remedy =
    "Free some space; logging.retention_days and logging.max_database_mb bound the log";
  if (free < NONE_BYTES) return fail(TITLE, detail, remedy);
  return free < SCARCE_BYTES ? warn(TITLE, detail, remedy) : ok(TITLE, detail);
}

/** Null when a file could be written and removed. */
async function writingProblem(folder: string): Promise<string | null> {
  const path = `${folder}/.flow-router-doctor-${Deno.pid}`;
  try {
    await Deno.writeTextFile(path, "", { createNew: true, mode: 0o600 });
    await Deno.remove(path);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Bytes that this user may still write; null where this program may not ask (no --allow-sys). */
async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}
