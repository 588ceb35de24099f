/**
 * Admin API keys: create, show, delete.
 *
 * @module
 */
import { mintAdminKey } from "../auth/admin_keys.ts";
import type { Actor, AdminAccess } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import {
  deleteAdminKey,
  insertAdminKey,
  listAdminKeys,
  type StoredAdminKey,
} from "../store/admin_keys.ts";
import { checkLabel } from "./label.ts";
import type { AdminParts } from "./parts.ts";

type Parts = Pick<
  AdminParts,
  "db" | "clock" | "newId" | "randomBytes" | "audit" | "applyChanges"
>;

/** A key as it may be shown. */
export interface AdminKeyView {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly access: AdminAccess;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  readonly isExpired: boolean;
  readonly createdAtMs: number;
  /** Null: never. */
  readonly lastUsedAtMs: number | null;
}

/**
 * Makes a key; it can be seen only now.
 *
 * @param expiresAtMs ms since 1970 UTC; null for a key without an end
 * @throws FlowError `invalid_request` for a blank name or an end that has passed, `already_exists`
 * for a name that is taken
 */
export async function createAdminKey(
  { db, clock, newId, randomBytes, audit, applyChanges }: Parts,
  input: {
    readonly name: string;
    readonly access: AdminAccess;
    readonly expiresAtMs: number | null;
  },
  actor: Actor,
): Promise<{ readonly key: Secret; readonly view: AdminKeyView }> {
  const name = checkLabel(input.name, "name");
  const nowMs = clock.now();
  const { access, expiresAtMs } = input;
  if (expiresAtMs !== null && !(Number.isSafeInteger(expiresAtMs) && expiresAtMs > nowMs)) {
    throw new FlowError(
      "invalid_request",
      "Cannot create a key that has expired already: name a time in the future.",
      { param: "expires_at" },
    );
  }
  if ((await listAdminKeys(db)).some((key) => key.name === name)) {
    throw new FlowError("already_exists", `There is an admin API key '${name}' already.`);
  }
  const { key, prefix, hash } = mintAdminKey(randomBytes);
  const stored: StoredAdminKey = {
    id: newId(),
    name,
    keyPrefix: prefix,
    keyHash: hash,
    access,
    expiresAtMs,
    createdAtMs: nowMs,
    lastUsedAtMs: null,
  };
  await db.transaction().execute(async (transaction) => {
    await insertAdminKey(transaction, stored);
    const after = { name, access, expires_at_ms: expiresAtMs };
    await audit.record(
      { actor, action: "admin_key.create", target: stored.id, after },
      transaction,
    );
  });
  await applyChanges();
  return { key, view: viewOf(stored, nowMs) };
}

/** All keys, oldest first. */
export async function showAdminKeys(
  { db, clock }: Pick<Parts, "db" | "clock">,
): Promise<AdminKeyView[]> {
  return (await listAdminKeys(db)).map((key) => viewOf(key, clock.now()));
}

/**
 * Removes a key, with effect at once.
 *
 * @param reference its id or its name
 * @throws FlowError `not_found`
 */
export async function removeAdminKey(
  { db, clock, audit, applyChanges }: Pick<Parts, "db" | "clock" | "audit" | "applyChanges">,
  reference: string,
  actor: Actor,
): Promise<AdminKeyView> {
  const keys = await listAdminKeys(db);
  const found = keys.find(({ id }) => id === reference) ??
    keys.find(({ name }) => name === reference);
  if (found === undefined) {
    throw new FlowError("not_found", `There is no admin API key with this id or name.`);
  }
  await db.transaction().execute(async (transaction) => {
    await deleteAdminKey(transaction, found.id);
    const before = { name: found.name, access: found.access, expires_at_ms: found.expiresAtMs };
    await audit.record(
      { actor, action: "admin_key.delete", target: found.id, before },
      transaction,
    );
  });
  await applyChanges();
  return viewOf(found, clock.now());
}

function viewOf(key: StoredAdminKey, nowMs: number): AdminKeyView {
  return {
    id: key.id,
    name: key.name,
    prefix: key.keyPrefix,
    access: key.access,
    expiresAtMs: key.expiresAtMs,
    isExpired: key.expiresAtMs !== null && key.expiresAtMs <= nowMs,
    createdAtMs: key.createdAtMs,
    lastUsedAtMs: key.lastUsedAtMs,
  };
}
