/**
 * Caller tokens: who may use the gateway. Only hashes are stored.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { CallerTokenRow, Tables } from "./tables.ts";

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
}

/** What of a token can be changed. */
export interface CallerTokenUpdate {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly expiresAtMs?: number | null;
}

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
  const row = {
    id: token.id,
    name: token.name,
    token_prefix: token.tokenPrefix,
    token_hash: token.tokenHash,
    enabled: token.enabled ? 1 as const : 0 as const,
    expires_at_ms: token.expiresAtMs,
    created_at_ms: token.createdAtMs,
    last_used_at_ms: token.lastUsedAtMs,
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
  const { name, enabled, expiresAtMs } = update;
  if (name === undefined && enabled === undefined && expiresAtMs === undefined) {
    return await getCallerToken(db, id) !== null;
  }
  const result = await db.updateTable("caller_tokens")
    .set({
      ...(name === undefined ? {} : { name }),
      ...(enabled === undefined ? {} : { enabled: enabled ? 1 as const : 0 as const }),
      ...(expiresAtMs === undefined ? {} : { expires_at_ms: expiresAtMs }),
    })
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
  };
}
