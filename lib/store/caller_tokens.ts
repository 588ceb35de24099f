/**
 * Caller tokens: who may use the gateway. Only hashes are stored.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { CallerTokenChange, CallerTokenRow, Tables } from "./tables.ts";

/** A caller token as it is stored. */
export interface StoredCallerToken {
  readonly id: string;
  readonly name: string;
  /** First characters of the token, for display. */
  readonly tokenPrefix: string;
  /** SHA-256 of the whole token. */
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly enabled: boolean;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  /** Written together with the log rows, so a flush interval late. */
  readonly lastUsedAtMs: number | null;
  /** Patterns of the models and providers that it may ask for; null: all. */
  readonly allowedModels: readonly string[] | null;
  readonly allowedProviders: readonly string[] | null;
  /** Written to each of its requests' rows; null: none. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** Whether bodies of its requests may be kept. */
  readonly logBodies: boolean;
}

/** What of a token can be changed. The hash and the prefix change together, with a new token. */
export type CallerTokenUpdate = Partial<
  Omit<StoredCallerToken, "id" | "createdAtMs" | "lastUsedAtMs">
>;

/** All tokens, oldest first. */
export async function listCallerTokens(db: Kysely<Tables>): Promise<StoredCallerToken[]> {
  const rows = await db.selectFrom("caller_tokens").selectAll()
    .orderBy("created_at_ms").orderBy("id").execute();
  return rows.map(fromRow);
}

/** One token; null when there is none with this id. */
export async function getCallerToken(
  db: Kysely<Tables>,
  id: string,
): Promise<StoredCallerToken | null> {
  const row = await db.selectFrom("caller_tokens").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Adds a token. @throws FlowError `already_exists` when its id or hash is there */
export async function insertCallerToken(
  db: Kysely<Tables>,
  token: StoredCallerToken,
): Promise<void> {
  const { id, createdAtMs, lastUsedAtMs, ...rest } = token;
  const row = {
    ...toChange(rest),
    id,
    name: token.name,
    token_prefix: token.tokenPrefix,
    token_hash: token.tokenHash,
    expires_at_ms: token.expiresAtMs,
    created_at_ms: createdAtMs,
    last_used_at_ms: lastUsedAtMs,
  };
  try {
    await db.insertInto("caller_tokens").values(row).execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "Cannot save the caller token: it exists already. Create another one.";
    throw new FlowError("already_exists", message, { cause: error });
  }
}

/** Changes a token; false when there is none. */
export async function updateCallerToken(
  db: Kysely<Tables>,
  id: string,
  update: CallerTokenUpdate,
): Promise<boolean> {
  const change = toChange(update);
  if (Object.keys(change).length === 0) return await getCallerToken(db, id) !== null;
  const result = await db.updateTable("caller_tokens").set(change)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows > 0n;
}

/** Removes a token; false when there was none. */
export async function deleteCallerToken(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("caller_tokens").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

function toChange(update: CallerTokenUpdate): CallerTokenChange {
  const { name, tokenPrefix, tokenHash, enabled, expiresAtMs, logBodies } = update;
  const { allowedModels, allowedProviders, tags } = update;
  return {
    ...(name === undefined ? {} : { name }),
    ...(tokenPrefix === undefined ? {} : { token_prefix: tokenPrefix }),
    ...(tokenHash === undefined ? {} : { token_hash: tokenHash }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 as const : 0 as const }),
    ...(expiresAtMs === undefined ? {} : { expires_at_ms: expiresAtMs }),
    ...(allowedModels === undefined ? {} : { allowed_models: toJson(allowedModels) }),
    ...(allowedProviders === undefined ? {} : { allowed_providers: toJson(allowedProviders) }),
    ...(tags === undefined ? {} : { tags: toJson(tags) }),
    ...(logBodies === undefined ? {} : { log_bodies: logBodies ? 1 as const : 0 as const }),
  };
}

const toJson = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value);

function patterns(json: string | null): readonly string[] | null {
  return json === null ? null : JSON.parse(json) as string[];
}

function fromRow(row: CallerTokenRow): StoredCallerToken {
  return {
    id: row.id,
    name: row.name,
    tokenPrefix: row.token_prefix,
    tokenHash: row.token_hash,
    enabled: row.enabled === 1,
    expiresAtMs: row.expires_at_ms,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    allowedModels: patterns(row.allowed_models),
    allowedProviders: patterns(row.allowed_providers),
    tags: row.tags === null ? null : JSON.parse(row.tags) as Record<string, string>,
    logBodies: row.log_bodies === 1,
  };
}
