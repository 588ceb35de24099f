/**
 * Admin API keys: which programs may operate the gateway. Only hashes are stored.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { AdminAccess } from "../domain/actor.ts";
import type { AdminKeysTable } from "./admin_tables.ts";
import type { Tables } from "./tables.ts";

/** An admin API key as it is stored. */
export interface StoredAdminKey {
  readonly id: string;
  readonly name: string;
  /** First characters of the key, for display. */
  readonly keyPrefix: string;
  /** SHA-256 of the whole key. */
  readonly keyHash: Uint8Array<ArrayBuffer>;
  readonly access: AdminAccess;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  /** Null: never. Up to a minute old: not every use is written. */
  readonly lastUsedAtMs: number | null;
}

/** All keys, oldest first. */
export async function listAdminKeys(db: Kysely<Tables>): Promise<StoredAdminKey[]> {
  const rows = await db.selectFrom("admin_keys").selectAll()
    .orderBy("created_at_ms").orderBy("id").execute();
  return rows.map(fromRow);
}

/** Adds a key. */
export async function insertAdminKey(db: Kysely<Tables>, key: StoredAdminKey): Promise<void> {
  await db.insertInto("admin_keys").values({
    id: key.id,
    name: key.name,
    key_prefix: key.keyPrefix,
    key_hash: key.keyHash,
    access: key.access,
    expires_at_ms: key.expiresAtMs,
    created_at_ms: key.createdAtMs,
    last_used_at_ms: key.lastUsedAtMs,
  }).execute();
}

/** Removes a key; false when there was none. */
export async function deleteAdminKey(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("admin_keys").where("id", "=", id).executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

/** Notes when a key was used. */
export async function noteAdminKeyUse(
  db: Kysely<Tables>,
  id: string,
  atMs: number,
): Promise<void> {
  await db.updateTable("admin_keys").set({ last_used_at_ms: atMs }).where("id", "=", id).execute();
}

function fromRow(row: AdminKeysTable): StoredAdminKey {
  return {
    id: row.id,
    name: row.name,
    keyPrefix: row.key_prefix,
    keyHash: row.key_hash,
    access: row.access,
    expiresAtMs: row.expires_at_ms,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
  };
}
