/**
 * Whether a database can be read, written and trusted.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";
import type { WorkerLink } from "./worker_link.ts";
import type { WriteGate } from "./write_gate.ts";

/** What `check` found. */
export interface StoreHealth {
  readonly ok: boolean;
  /** What is wrong, in words; null when nothing is. */
  readonly problem: string | null;
  /** Number of the newest migration applied. */
  readonly schemaVersion: number;
  /** Bytes of the database, of its write-ahead log's file, and of the database's free pages. */
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
}

/** An open database, taken apart. */
export interface HealthSubject {
  readonly path: string;
  readonly db: Kysely<Tables>;
  readonly writer: WorkerLink;
  readonly reader: WorkerLink;
  readonly gate: WriteGate;
}

/** Looks at both connections; never rejects: what fails becomes `problem`. */
export async function checkHealth(
  subject: HealthSubject,
  integrity: boolean,
): Promise<StoreHealth> {
  const { path, db, writer, reader, gate } = subject;
  const found = { schemaVersion: 0, databaseBytes: 0, walBytes: 0, freeBytes: 0 };
  try {
    found.walBytes = await fileBytes(`${path}-wal`);
    const { all, free } = await pageBytes(db);
    found.databaseBytes = all;
    found.freeBytes = free;
    const newest = await db.selectFrom("schema_migrations")
      .select((select) => select.fn.max("number").as("number"))
      .executeTakeFirst();
    found.schemaVersion = Number(newest?.number ?? 0);
    await tryToWrite(writer, gate);
    const problem = integrity ? await findDamage(reader) : null;
    return { ok: problem === null, problem, ...found };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ok: false, problem, ...found };
  }
}

/** Takes the write lock and lets go of it. */
async function tryToWrite(writer: WorkerLink, gate: WriteGate): Promise<void> {
  const leave = await gate.enterAlone();
  try {
    await writer.call("execute", { sql: "BEGIN IMMEDIATE", parameters: [] });
    await writer.call("rollback", null);
  } finally {
    leave();
  }
}

async function findDamage(reader: WorkerLink): Promise<string | null> {
  const takes = { sql: "PRAGMA integrity_check(5)", parameters: [] };
  const { rows } = await reader.call("execute", takes);
  const lines = rows.map((row) => String(Object.values(row as Record<string, unknown>)[0]));
  const damage = lines.filter((line) => line !== "ok").map((line) => line.replaceAll("\n", " "));
  if (damage.length === 0) return null;
  return `The database is damaged (${damage.join("; ")}): restore a backup (flow-router restore).`;
}

/** Bytes of the database's pages, and of those among them that hold nothing. */
async function pageBytes(db: Kysely<Tables>): Promise<{ all: number; free: number }> {
  const found = await sql<{ all: number; free: number }>`
    SELECT page_count * page_size AS "all", freelist_count * page_size AS free
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size`.execute(db);
  return found.rows[0] ?? { all: 0, free: 0 };
}

/** Size of a file; 0 when it is not there. */
async function fileBytes(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
