/**
 * Whether the database is sound.
 *
 * @module
 */
import { MIGRATIONS } from "../../store/migrations.ts";
import type { StoreHealth } from "../../store/health.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

const TITLE = "Database";
const MIB = 1024 * 1024;
/** So much of a file that holds nothing is worth a word. */
const WASTE_BYTES = 256 * MIB;

/** Judges what `Store.check({ integrity: true })` found. */
export function judgeDatabase(path: string, health: StoreHealth): Finding {
  if (!health.ok) {
    return fail(
      TITLE,
      `${path}: ${health.problem ?? "not usable"}`,
      "Restore a backup: " +
        "flow-router restore FILE",
    );
  }
  const newest = Math.max(...MIGRATIONS.map(({ number }) => number));
  const detail = `${path} is sound; schema ${health.schemaVersion} of ${newest}; ` +
    `${(health.databaseBytes / MIB).toFixed(1)} MiB`;
  if (health.freeBytes < WASTE_BYTES) return ok(TITLE, detail);
  return warn(
    TITLE,
    `${detail}, ${Math.floor(health.freeBytes / MIB)} MiB of it unused`,
    "It fills up again by itself; to shrink the file now, make a backup and restore it",
  );
}

/** Before the first start. */
export function noDatabase(path: string): Finding {
  return warn(TITLE, `there is none at ${path} yet`, "Begin with: flow-router add-key");
}

/** When it could not even be opened. */
export function brokenDatabase(problem: string): Finding {
  return fail(TITLE, problem, "Restore a backup: flow-router restore FILE");
}
