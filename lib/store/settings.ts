/**
 * Settings that change while the program runs, as JSON by key.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** A setting's value; undefined when it was never set. The caller checks its shape. */
export async function getSetting(db: Kysely<Tables>, key: string): Promise<unknown> {
  const row = await db.selectFrom("settings").select("value").where("key", "=", key)
    .executeTakeFirst();
  return row === undefined ? undefined : JSON.parse(row.value);
}

/** All settings. */
export async function listSettings(db: Kysely<Tables>): Promise<Map<string, unknown>> {
  const rows = await db.selectFrom("settings").select(["key", "value"]).orderBy("key").execute();
  return new Map(rows.map((row) => [row.key, JSON.parse(row.value)]));
}

/** Sets or replaces a setting. `value` is anything that JSON can say, but undefined. */
export async function setSetting(
  db: Kysely<Tables>,
  key: string,
  value: unknown,
  nowMs: number,
): Promise<void> {
  const content = { value: JSON.stringify(value), updated_at_ms: nowMs };
  await db.insertInto("settings").values({ key, ...content })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(content))
    .execute();
}

/** Forgets a setting; false when there was none. */
export async function deleteSetting(db: Kysely<Tables>, key: string): Promise<boolean> {
  const result = await db.deleteFrom("settings").where("key", "=", key)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}
