/**
 * Caller tokens: create, show, change, rotate, delete.
 *
 * @module
 */
import { mintToken, TOKENS_EXISTED_SETTING } from "../auth/caller_tokens.ts";
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import {
  type CallerTokenUpdate,
  deleteCallerToken,
  getCallerToken,
  insertCallerToken,
  listCallerTokens,
  type StoredCallerToken,
  updateCallerToken,
} from "../store/caller_tokens.ts";
import { setSetting } from "../store/settings.ts";
import type { ChangeParts } from "./change_parts.ts";
import { checkLabel } from "./label.ts";
import type { AdminParts } from "./parts.ts";
import { checkEnd, checkPatterns, checkTags } from "./token_limits.ts";

/** What the use cases work on. */
export type CallerTokenParts = ChangeParts & Pick<AdminParts, "newId" | "randomBytes">;

/** What somebody may say about a token. */
export interface CallerTokenFields {
  readonly name: string;
  /** Ms since 1970 UTC; null: it has no end. */
  readonly expiresAtMs: number | null;
  /** Patterns of models and providers; null: all. See `ModelScope`. */
  readonly allowedModels: readonly string[] | null;
  readonly allowedProviders: readonly string[] | null;
  /** Written to each of its rows; null: none. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** Whether bodies of its requests may be kept. */
  readonly logBodies: boolean;
}

/** A token as it may be shown. */
export interface CallerTokenView extends CallerTokenFields {
  readonly id: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly enabled: boolean;
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

/** A new token; what is left out: no end, everything allowed, no tags, bodies kept. */
export type NewCallerToken = Pick<CallerTokenFields, "name"> & Partial<CallerTokenFields>;

/**
 * Makes a token. From the first one on the gateway remembers that there were tokens, so that
 * deleting the last one does not open it.
 *
 * @throws FlowError `invalid_request` for a blank name, an end that has passed, or limits and tags
 *   that are none
 */
export async function createCallerToken(
  { db, clock, newId, randomBytes, audit, applyChanges }: CallerTokenParts,
  actor: Actor,
  input: NewCallerToken,
): Promise<CreatedCallerToken> {
  const nowMs = clock.now();
  const { token, prefix, hash } = mintToken(randomBytes);
  const stored: StoredCallerToken = {
    id: newId(),
    name: checkLabel(input.name, "name"),
    tokenPrefix: prefix,
    tokenHash: hash,
    enabled: true,
    expiresAtMs: checkEnd(input.expiresAtMs ?? null, nowMs),
    createdAtMs: nowMs,
    lastUsedAtMs: null,
    allowedModels: checkPatterns(input.allowedModels ?? null, "allowed_models"),
    allowedProviders: checkPatterns(input.allowedProviders ?? null, "allowed_providers"),
    tags: checkTags(input.tags ?? null),
    logBodies: input.logBodies ?? true,
  };
  const view = viewOf(stored, nowMs);
  await db.transaction().execute(async (transaction) => {
    await insertCallerToken(transaction, stored);
    await setSetting(transaction, TOKENS_EXISTED_SETTING, true, nowMs);
    const change = { actor, action: "caller_token.create", target: stored.id, after: view };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return { token, view };
}

/** All tokens, oldest first. */
export async function showCallerTokens(
  { db, clock }: Pick<CallerTokenParts, "db" | "clock">,
): Promise<CallerTokenView[]> {
  return (await listCallerTokens(db)).map((token) => viewOf(token, clock.now()));
}

/**
 * Changes a token; what is left out stays as it is.
 *
 * @throws FlowError `not_found`, or `invalid_request` as `createCallerToken` does
 */
export async function changeCallerToken(
  parts: ChangeParts,
  actor: Actor,
  id: string,
  input: Partial<CallerTokenFields> & { readonly enabled?: boolean },
): Promise<CallerTokenView> {
  const { name, enabled, expiresAtMs, logBodies, allowedModels, allowedProviders, tags } = input;
  const nowMs = parts.clock.now();
  return await update(parts, actor, "caller_token.update", id, {
    ...(name === undefined ? {} : { name: checkLabel(name, "name") }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs: checkEnd(expiresAtMs, nowMs) }),
    ...(logBodies === undefined ? {} : { logBodies }),
    ...(tags === undefined ? {} : { tags: checkTags(tags) }),
    ...(allowedModels === undefined
      ? {}
      : { allowedModels: checkPatterns(allowedModels, "allowed_models") }),
    ...(allowedProviders === undefined
      ? {}
      : { allowedProviders: checkPatterns(allowedProviders, "allowed_providers") }),
  });
}

/**
 * Puts a new token in place of the old one, which ends at once; all that is said about it stays.
 *
 * @throws FlowError `not_found`
 */
export async function rotateCallerToken(
  parts: CallerTokenParts,
  actor: Actor,
  id: string,
): Promise<CreatedCallerToken> {
  const { token, prefix, hash } = mintToken(parts.randomBytes);
  const view = await update(parts, actor, "caller_token.rotate", id, {
    tokenPrefix: prefix,
    tokenHash: hash,
  });
  return { token, view };
}

/**
 * Removes a token.
 *
 * @returns the token, and how many are left
 * @throws FlowError `not_found`
 */
export async function removeCallerToken(
  { db, clock, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
): Promise<{ readonly token: CallerTokenView; readonly left: number }> {
  const token = viewOf(await tokenOf(db, id), clock.now());
  await db.transaction().execute(async (transaction) => {
    await deleteCallerToken(transaction, id);
    const change = { actor, action: "caller_token.delete", target: id, before: token };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return { token, left: (await listCallerTokens(db)).length };
}

async function update(
  { db, clock, audit, applyChanges }: ChangeParts,
  actor: Actor,
  action: string,
  id: string,
  change: CallerTokenUpdate,
): Promise<CallerTokenView> {
  const stored = await tokenOf(db, id);
  const after = viewOf({ ...stored, ...change }, clock.now());
  await db.transaction().execute(async (transaction) => {
    await updateCallerToken(transaction, id, change);
    const before = viewOf(stored, clock.now());
    await audit.record({ actor, action, target: id, before, after }, transaction);
  });
  await applyChanges();
  return after;
}

async function tokenOf(db: ChangeParts["db"], id: string): Promise<StoredCallerToken> {
  const token = await getCallerToken(db, id);
  if (token === null) throw new FlowError("not_found", "There is no caller token with this id.");
  return token;
}

function viewOf(token: StoredCallerToken, nowMs: number): CallerTokenView {
  const { tokenPrefix, tokenHash: _hidden, ...rest } = token;
  return {
    ...rest,
    prefix: tokenPrefix,
    isExpired: token.expiresAtMs !== null && token.expiresAtMs <= nowMs,
  };
}
