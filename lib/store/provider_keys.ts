/**
 * Provider keys: sealed secrets and where to use them.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { ProviderKeyChange, ProviderKeyRow, Tables } from "./tables.ts";

/** A provider's key as it is stored; the secret itself is sealed. */
export interface StoredProviderKey {
  readonly id: string;
  readonly provider: string;
  /** Unique among the provider's keys. */
  readonly label: string;
  /** Null for providers that need no key. */
  readonly sealedKey: Uint8Array<ArrayBuffer> | null;
  /** First and last characters of the secret, for masks. */
  readonly keyPrefix: string;
  readonly keySuffix: string;
  /** Instead of the provider's own address. */
  readonly baseUrl: string | null;
  readonly extraConfig: Readonly<Record<string, unknown>> | null;
  /** Share among keys of one priority, from 0. */
  readonly weight: number;
  /** Keys of a lower number are used first. */
  readonly priority: number;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What of a key can be changed. */
export type ProviderKeyUpdate = Partial<Omit<StoredProviderKey, "id" | "provider" | "createdAtMs">>;

/** All keys, by provider, priority and age. */
export async function listProviderKeys(db: Kysely<Tables>): Promise<StoredProviderKey[]> {
  const rows = await db.selectFrom("provider_keys").selectAll()
    .orderBy("provider").orderBy("priority").orderBy("created_at_ms").orderBy("id")
    .execute();
  return rows.map(fromRow);
}

/** One key; null when there is none with this id. */
export async function getProviderKey(
  db: Kysely<Tables>,
  id: string,
): Promise<StoredProviderKey | null> {
  const row = await db.selectFrom("provider_keys").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Adds a key. @throws FlowError `already_exists` when the provider has one of this label */
export async function insertProviderKey(
  db: Kysely<Tables>,
  key: StoredProviderKey,
): Promise<void> {
  const { id, provider, createdAtMs, updatedAtMs } = key;
  const row = {
    id,
    provider,
    label: key.label,
    sealed_key: key.sealedKey,
    key_prefix: key.keyPrefix,
    key_suffix: key.keySuffix,
    base_url: key.baseUrl,
    extra_config: toJson(key.extraConfig),
    weight: key.weight,
    priority: key.priority,
    enabled: key.enabled ? 1 as const : 0 as const,
    created_at_ms: createdAtMs,
    updated_at_ms: updatedAtMs,
  };
  await orLabelTaken(key.label, () => db.insertInto("provider_keys").values(row).execute());
}

/** Changes a key; false when there is none. @throws FlowError `already_exists` for a taken label */
export async function updateProviderKey(
  db: Kysely<Tables>,
  id: string,
  update: ProviderKeyUpdate,
): Promise<boolean> {
  const change = toChange(update);
  if (Object.keys(change).length === 0) return await getProviderKey(db, id) !== null;
  const result = await orLabelTaken(
    update.label ?? "",
    () =>
      db.updateTable("provider_keys").set(change).where("id", "=", id).executeTakeFirstOrThrow(),
  );
  return result.numUpdatedRows > 0n;
}

/** Removes a key; false when there was none. */
export async function deleteProviderKey(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("provider_keys").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

async function orLabelTaken<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new FlowError(
      "already_exists",
      `Cannot save the provider key: the provider has another one labelled "${label}". ` +
        "Choose another label, or remove that key.",
      { cause: error },
    );
  }
}

function toChange(update: ProviderKeyUpdate): ProviderKeyChange {
  const change: ProviderKeyChange = {};
  if (update.label !== undefined) change.label = update.label;
  if (update.sealedKey !== undefined) change.sealed_key = update.sealedKey;
  if (update.keyPrefix !== undefined) change.key_prefix = update.keyPrefix;
  if (update.keySuffix !== undefined) change.key_suffix = update.keySuffix;
  if (update.baseUrl !== undefined) change.base_url = update.baseUrl;
  if (update.extraConfig !== undefined) change.extra_config = toJson(update.extraConfig);
  if (update.weight !== undefined) change.weight = update.weight;
  if (update.priority !== undefined) change.priority = update.priority;
  if (update.enabled !== undefined) change.enabled = update.enabled ? 1 : 0;
  if (update.updatedAtMs !== undefined) change.updated_at_ms = update.updatedAtMs;
  return change;
}

function fromRow(row: ProviderKeyRow): StoredProviderKey {
  return {
    id: row.id,
    provider: row.provider,
    label: row.label,
    sealedKey: row.sealed_key,
    keyPrefix: row.key_prefix,
    keySuffix: row.key_suffix,
    baseUrl: row.base_url,
    extraConfig: row.extra_config === null
      ? null
      : JSON.parse(row.extra_config) as Record<string, unknown>,
    weight: row.weight,
    priority: row.priority,
    enabled: row.enabled === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function toJson(value: Readonly<Record<string, unknown>> | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
