/**
 * Every configuration that the router has had. The last one is in effect; without any, the
 * configuration file is.
 *
 * @module
 */
import type { Kysely, Selectable } from "kysely";
import type { RouterHistoryTable } from "./router_tables.ts";
import type { Tables } from "./tables.ts";

/** One configuration. */
export interface RouterHistoryEntry {
  readonly id: number;
  readonly changedAtMs: number;
  /** Who did it, in words. */
  readonly actor: string;
  /** As it was kept; the caller checks its shape. */
  readonly options: unknown;
  /** The entry that was brought back; null: none was. */
  readonly restoredId: number | null;
}

/** Entries that are kept. */
const MOST_ENTRIES = 1000;

/** Adds the configuration that is to be in effect from now on; returns its id. */
export async function addRouterConfiguration(
  db: Kysely<Tables>,
  entry: Omit<RouterHistoryEntry, "id">,
): Promise<number> {
  const { id } = await db.insertInto("router_history").values({
    changed_at_ms: entry.changedAtMs,
    actor: entry.actor,
    options: JSON.stringify(entry.options),
    restored_id: entry.restoredId,
  }).returning("id").executeTakeFirstOrThrow();
  await db.deleteFrom("router_history").where("id", "<=", id - MOST_ENTRIES).execute();
  return id;
}

/** The one in effect; null when there never was one. */
export async function currentRouterConfiguration(
  db: Kysely<Tables>,
): Promise<RouterHistoryEntry | null> {
  const row = await db.selectFrom("router_history").selectAll().orderBy("id", "desc").limit(1)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Latest first. */
export async function listRouterConfigurations(
  db: Kysely<Tables>,
  limit: number,
): Promise<RouterHistoryEntry[]> {
  const rows = await db.selectFrom("router_history").selectAll().orderBy("id", "desc").limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** One of them; null when there is none with this id. */
export async function getRouterConfiguration(
  db: Kysely<Tables>,
  id: number,
): Promise<RouterHistoryEntry | null> {
  const row = await db.selectFrom("router_history").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

function fromRow(row: Selectable<RouterHistoryTable>): RouterHistoryEntry {
  return {
    id: row.id,
    changedAtMs: row.changed_at_ms,
    actor: row.actor,
    options: JSON.parse(row.options),
    restoredId: row.restored_id,
  };
}
