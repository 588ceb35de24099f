/**
 * Answers of the Responses format that callers may come back to by id. They are the caller's own
 * conversation and are sent to providers again, so they are kept as they were, unmasked.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { StoredResponseRow, Tables } from "./tables.ts";

/** A response with what is needed to go on from it. */
export interface StoredResponse {
  readonly id: string;
  /** Integer ms since 1970 UTC. */
  readonly createdAtMs: number;
  /** From then on it counts as gone; null: never. */
  readonly expiresAtMs: number | null;
  /** Whose it is; null when it was made without a caller token. */
  readonly callerTokenId: string | null;
  readonly provider: string;
  /** As the provider names it. */
  readonly model: string;
  /** The response that this one went on from. */
  readonly previousResponseId: string | null;
  /** The request's body without credentials: a JSON object as text. */
  readonly requestJson: string;
  /** What the request added to the conversation: a JSON array of input items as text. */
  readonly inputItemsJson: string;
  /** The answer: a JSON object as text. */
  readonly responseJson: string;
}

/** Adds a response. @throws FlowError `already_exists` when its id is there */
export async function insertStoredResponse(
  db: Kysely<Tables>,
  response: StoredResponse,
): Promise<void> {
  const row: StoredResponseRow = {
    id: response.id,
    created_at_ms: response.createdAtMs,
    expires_at_ms: response.expiresAtMs,
    caller_token_id: response.callerTokenId,
    provider: response.provider,
    model: response.model,
    previous_response_id: response.previousResponseId,
    request_json: response.requestJson,
    input_items_json: response.inputItemsJson,
    response_json: response.responseJson,
  };
  try {
    await db.insertInto("stored_responses").values(row).execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message =
      `Cannot store the response '${response.id}': one with this id is there already.`;
    throw new FlowError("already_exists", message, { cause: error });
  }
}

/** One response of a caller; null when there is none, it is another caller's or it has expired. */
export async function getStoredResponse(
  db: Kysely<Tables>,
  id: string,
  callerTokenId: string | null,
  nowMs: number,
): Promise<StoredResponse | null> {
  const row = await db.selectFrom("stored_responses").selectAll()
    .where("id", "=", id)
    .where("caller_token_id", "is", callerTokenId)
    .where((is) => is.or([is("expires_at_ms", "is", null), is("expires_at_ms", ">", nowMs)]))
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Removes a caller's response; false when there was none, or it is another caller's. */
export async function deleteStoredResponse(
  db: Kysely<Tables>,
  id: string,
  callerTokenId: string | null,
  nowMs: number,
): Promise<boolean> {
  const result = await db.deleteFrom("stored_responses")
    .where("id", "=", id)
    .where("caller_token_id", "is", callerTokenId)
    .where((is) => is.or([is("expires_at_ms", "is", null), is("expires_at_ms", ">", nowMs)]))
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

/** Deletes responses whose time is over; tells how many, at most `limit`. */
export async function deleteExpiredResponses(
  db: Kysely<Tables>,
  nowMs: number,
  limit: number,
): Promise<number> {
  const result = await db.deleteFrom("stored_responses")
    .where("id", "in", (from) =>
      from.selectFrom("stored_responses").select("id")
        .where("expires_at_ms", "<=", nowMs).orderBy("expires_at_ms").limit(limit))
    .executeTakeFirstOrThrow();
  return Number(result.numDeletedRows);
}

/** Deletes the oldest responses; tells how many, at most `limit`. */
export async function deleteOldestResponses(db: Kysely<Tables>, limit: number): Promise<number> {
  const result = await db.deleteFrom("stored_responses")
    .where(
      "id",
      "in",
      (from) =>
        from.selectFrom("stored_responses").select("id").orderBy("created_at_ms").limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(result.numDeletedRows);
}

/** All of the above over one database. */
export function responseStore(db: Kysely<Tables>) {
  return {
    get: (id: string, callerTokenId: string | null, nowMs: number) =>
      getStoredResponse(db, id, callerTokenId, nowMs),
    insert: (response: StoredResponse) => insertStoredResponse(db, response),
    delete: (id: string, callerTokenId: string | null, nowMs: number) =>
      deleteStoredResponse(db, id, callerTokenId, nowMs),
  };
}

function fromRow(row: StoredResponseRow): StoredResponse {
  return {
    id: row.id,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    callerTokenId: row.caller_token_id,
    provider: row.provider,
    model: row.model,
    previousResponseId: row.previous_response_id,
    requestJson: row.request_json,
    inputItemsJson: row.input_items_json,
    responseJson: row.response_json,
  };
}
