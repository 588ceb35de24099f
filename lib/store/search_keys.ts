/**
 * Keys of search providers: sealed secrets and where to use them.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { SearchProviderKeyRow, Tables } from "./tables.ts";

/** A key as it is stored; the secret itself is sealed. */
export interface StoredSearchKey {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly sealedKey: Uint8Array<ArrayBuffer>;
  /** Last characters of the secret, for masks; empty for a short one. */
  readonly keySuffix: string;
  /** The whole URL of the search, instead of the provider's own. */
  readonly baseUrl: string | null;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What of a key can be changed. */
export type SearchKeyUpdate = Partial<Omit<StoredSearchKey, "id" | "provider" | "createdAtMs">>;

/** The name under which a key's secret is sealed in the vault: ids of two tables must not meet. */
export const searchSealName = (id: string): string => `search:${id}`;

/** All keys, by provider and name. */
export async function listSearchKeys(db: Kysely<Tables>): Promise<StoredSearchKey[]> {
  const rows = await db.selectFrom("search_provider_keys").selectAll()
    .orderBy("provider").orderBy("key_name").orderBy("created_at_ms").orderBy("id").execute();
  return rows.map(fromRow);
}

/** One key; null when there is none with this id. */
export async function getSearchKey(
  db: Kysely<Tables>,
  id: string,
): Promise<StoredSearchKey | null> {
  const row = await db.selectFrom("search_provider_keys").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The enabled key of a provider that was made first; null when there is none. */
export async function firstSearchKey(
  db: Kysely<Tables>,
  provider: string,
): Promise<StoredSearchKey | null> {
  const row = await db.selectFrom("search_provider_keys").selectAll()
    .where("provider", "=", provider).where("enabled", "=", 1)
    .orderBy("created_at_ms").orderBy("id").executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Adds a key. */
export async function insertSearchKey(db: Kysely<Tables>, key: StoredSearchKey): Promise<void> {
  await db.insertInto("search_provider_keys").values({
    id: key.id,
    provider: key.provider,
    key_name: key.name,
    sealed_key: key.sealedKey,
    key_suffix: key.keySuffix,
    base_url: key.baseUrl,
    enabled: key.enabled ? 1 : 0,
    created_at_ms: key.createdAtMs,
    updated_at_ms: key.updatedAtMs,
  }).execute();
}

/** Changes a key; false when there is none. */
export async function updateSearchKey(
  db: Kysely<Tables>,
  id: string,
  { name, sealedKey, keySuffix, baseUrl, enabled, updatedAtMs }: SearchKeyUpdate,
): Promise<boolean> {
  const change = {
    ...(name === undefined ? {} : { key_name: name }),
    ...(sealedKey === undefined ? {} : { sealed_key: sealedKey }),
    ...(keySuffix === undefined ? {} : { key_suffix: keySuffix }),
    ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 as const : 0 as const }),
    ...(updatedAtMs === undefined ? {} : { updated_at_ms: updatedAtMs }),
  };
  if (Object.keys(change).length === 0) return await getSearchKey(db, id) !== null;
  const result = await db.updateTable("search_provider_keys").set(change).where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows > 0n;
}

/** Removes a key; false when there was none. */
export async function deleteSearchKey(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("search_provider_keys").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

function fromRow(row: SearchProviderKeyRow): StoredSearchKey {
  return {
    id: row.id,
    provider: row.provider,
    name: row.key_name,
    sealedKey: row.sealed_key,
    keySuffix: row.key_suffix,
    baseUrl: row.base_url,
    enabled: row.enabled === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
