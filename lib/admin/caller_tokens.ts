/**
 * Caller tokens: create, show, switch, delete.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { mintToken, TOKENS_EXISTED_SETTING } from "../auth/caller_tokens.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock, NewId, RandomBytes } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import {
  deleteCallerToken,
  insertCallerToken,
  listCallerTokens,
  type StoredCallerToken,
  updateCallerToken,
} from "../store/caller_tokens.ts";
import { setSetting } from "../store/settings.ts";
import type { Tables } from "../store/tables.ts";
import { findCallerToken } from "./key_reference.ts";
import { checkLabel } from "./label.ts";

/** What the use cases work on. */
export interface CallerTokenParts {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
}

/** A token as it may be shown. */
export interface CallerTokenView {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly enabled: boolean;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  readonly isExpired: boolean;
  readonly createdAtMs: number;
  /** Null: never. */
  readonly lastUsedAtMs: number | null;
}

/** A token at the only moment at which it can be seen. */
export interface CreatedCallerToken {
  readonly token: Secret;
  readonly view: CallerTokenView;
}

/**
 * Makes a token. From the first one on the gateway remembers that there were tokens, so that
 * deleting the last one does not open it.
 *
 * @param expiresAtMs ms since 1970 UTC; null for a token without an end
 * @throws FlowError `invalid_request` for a blank name or an end that has passed
 */
export async function createCallerToken(
  { db, clock, newId, randomBytes }: CallerTokenParts,
  input: { readonly name: string; readonly expiresAtMs: number | null },
): Promise<CreatedCallerToken> {
  const name = checkLabel(input.name, "name");
  const nowMs = clock.now();
  const { expiresAtMs } = input;
  if (expiresAtMs !== null && !(Number.isSafeInteger(expiresAtMs) && expiresAtMs > nowMs)) {
    throw new FlowError(
      "invalid_request",
      "Cannot create a token that has expired already: name a time in the future.",
      { param: "expires_at" },
    );
  }
  const { token, prefix, hash } = mintToken(randomBytes);
  const stored: StoredCallerToken = {
    id: newId(),
    name,
    tokenPrefix: prefix,
    tokenHash: hash,
    enabled: true,
    expiresAtMs,
    createdAtMs: nowMs,
    lastUsedAtMs: null,
  };
  await db.transaction().execute(async (transaction) => {
    await insertCallerToken(transaction, stored);
    await setSetting(transaction, TOKENS_EXISTED_SETTING, true, nowMs);
  });
  return { token, view: viewOf(stored, nowMs) };
}

/** All tokens, oldest first. */
export async function showCallerTokens(
  { db, clock }: Pick<CallerTokenParts, "db" | "clock">,
): Promise<CallerTokenView[]> {
  return (await listCallerTokens(db)).map((token) => viewOf(token, clock.now()));
}

/**
 * Switches a token on or off.
 *
 * @param reference its id, its first characters or its name
 * @throws FlowError `not_found`, or `invalid_request` when several are meant
 */
export async function switchCallerToken(
  { db, clock }: Pick<CallerTokenParts, "db" | "clock">,
  reference: string,
  enabled: boolean,
): Promise<CallerTokenView> {
  const token = await findCallerToken(db, reference);
  await updateCallerToken(db, token.id, { enabled });
  return viewOf({ ...token, enabled }, clock.now());
}

/**
 * Removes a token.
 *
 * @param reference as for {@link switchCallerToken}
 * @returns the token, and how many are left
 * @throws FlowError `not_found`, or `invalid_request` when several are meant
 */
export async function removeCallerToken(
  { db, clock }: Pick<CallerTokenParts, "db" | "clock">,
  reference: string,
): Promise<{ readonly token: CallerTokenView; readonly left: number }> {
  const token = await findCallerToken(db, reference);
  await deleteCallerToken(db, token.id);
  const left = (await listCallerTokens(db)).length;
  return { token: viewOf(token, clock.now()), left };
}

function viewOf(token: StoredCallerToken, nowMs: number): CallerTokenView {
  const { id, name, tokenPrefix, enabled, expiresAtMs, createdAtMs, lastUsedAtMs } = token;
  return {
    id,
    name,
    prefix: tokenPrefix,
    enabled,
    expiresAtMs,
    isExpired: expiresAtMs !== null && expiresAtMs <= nowMs,
    createdAtMs,
    lastUsedAtMs,
  };
}
