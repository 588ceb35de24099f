/**
 * Names of one's own for models.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** A name and what it stands for. */
export interface StoredModelAlias {
  readonly alias: string;
  /** `provider/model`, or a bare name. */
  readonly target: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** All aliases, by name. */
export async function listModelAliases(db: Kysely<Tables>): Promise<StoredModelAlias[]> {
  const rows = await db.selectFrom("model_aliases").selectAll().orderBy("alias").execute();
  return rows.map((row) => ({
    alias: row.alias,
    target: row.target,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }));
}

/** Sets an alias, new or not. */
export async function setModelAlias(
  db: Kysely<Tables>,
  alias: string,
  target: string,
  nowMs: number,
): Promise<void> {
  await db.insertInto("model_aliases")
    .values({ alias, target, created_at_ms: nowMs, updated_at_ms: nowMs })
    .onConflict((conflict) =>
      conflict.column("alias").doUpdateSet({ target, updated_at_ms: nowMs })
    )
    .execute();
}

/** Removes an alias; false when there was none. */
export async function deleteModelAlias(db: Kysely<Tables>, alias: string): Promise<boolean> {
  const result = await db.deleteFrom("model_aliases").where("alias", "=", alias)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}
