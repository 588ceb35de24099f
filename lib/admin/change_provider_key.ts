/**
 * Changing a provider key, its secret included.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { CallJson } from "../http/json_call.ts";
import type { FormatChoice } from "../providers/provider.ts";
import {
  type ProviderKeyUpdate,
  type StoredProviderKey,
  updateProviderKey,
} from "../store/provider_keys.ts";
import { checkBaseUrl } from "./base_url.ts";
import { cleanSecret, secretEnds } from "./key_secret.ts";
import { checkLabel } from "./label.ts";
import {
  checkPriority,
  checkWeight,
  type ProviderKeyView,
  providerKeyView,
  storedKey,
} from "./provider_key_view.ts";
import { checkPlace, type ProviderKeyParts } from "./provider_keys.ts";
import { type KeyTrial, tryAccess } from "./provider_key_trial.ts";
import { planOfKey } from "./provider_access.ts";

/** What may be changed; what is left out stays as it is. The provider of a key never changes. */
export interface ProviderKeyChange {
  readonly label?: string;
  readonly secret?: Secret;
  /** Null: the provider's own address. */
  readonly baseUrl?: string | null;
  readonly format?: FormatChoice;
  readonly weight?: number;
  readonly priority?: number;
  readonly enabled?: boolean;
  /** Whether the base URL may be a link-local or cloud-metadata address. */
  readonly allowLinkLocal?: boolean;
}

/**
 * Changes a key.
 *
 * @returns the key, and sentences about what its user should know
 * @throws FlowError `not_found`, `invalid_request`, `already_exists` for a taken label, `vault_locked`
 *   when there is a secret to seal
 */
export async function changeProviderKey(
  parts: ProviderKeyParts,
  actor: Actor,
  id: string,
  input: ProviderKeyChange,
): Promise<{ readonly key: ProviderKeyView; readonly warnings: readonly string[] }> {
  const key = await storedKey(parts.db, id);
  const { label, baseUrl, format, weight, priority, enabled, allowLinkLocal = false } = input;
  const given = typeof baseUrl === "string" ? checkBaseUrl(baseUrl, allowLinkLocal) : null;
  if (baseUrl === null) {
    checkPlace(parts.configured, { provider: key.provider, baseUrl: null, allowLinkLocal });
  }
  const after = await save(parts, actor, "provider_key.update", key, {
    ...(label === undefined ? {} : { label: checkLabel(label, "key_name") }),
    ...(input.secret === undefined ? {} : await sealed(parts, id, input.secret)),
    ...(baseUrl === undefined ? {} : { baseUrl: given?.url ?? null }),
    ...(format === undefined ? {} : { extraConfig: format === "auto" ? null : { format } }),
    ...(weight === undefined ? {} : { weight: checkWeight(weight) }),
    ...(priority === undefined ? {} : { priority: checkPriority(priority) }),
    ...(enabled === undefined ? {} : { enabled }),
  });
  return { key: after, warnings: given?.warnings ?? [] };
}

/** What came of a rotation. */
export interface RotatedKey {
  readonly key: ProviderKeyView;
  /** Null when it was not tried. */
  readonly trial: KeyTrial | null;
}

/**
 * Puts a new secret in place of the old one, once the provider has taken it.
 *
 * @param force take it untried
 * @throws FlowError `not_found`, `invalid_request` for a secret that is none, `vault_locked`, and
 *   `key_refused` when the trial fails: the old secret stays then
 */
export async function rotateProviderKey(
  parts: ProviderKeyParts & { readonly call: CallJson },
  actor: Actor,
  id: string,
  input: { readonly secret: Secret; readonly force: boolean },
): Promise<RotatedKey> {
  const key = await storedKey(parts.db, id);
  const secret = cleanSecret(input.secret);
  // Sealed before it is tried: a locked vault should not cost a call.
  const update = await sealed(parts, id, secret);
  let trial: KeyTrial | null = null;
  if (!input.force) {
    const access = await planOfKey(parts, key).open(secret);
    trial = await tryAccess(parts, access);
    if (!trial.ok) {
      throw new FlowError(
        "key_refused",
        `The new key was not taken over, the old one stays: ${trial.message} Take it untried with ` +
          "force.",
      );
    }
  }
  return { key: await save(parts, actor, "provider_key.rotate", key, update), trial };
}

async function sealed(
  { vault }: ProviderKeyParts,
  id: string,
  secret: Secret,
): Promise<ProviderKeyUpdate> {
  const clean = cleanSecret(secret);
  return { sealedKey: await vault.seal(id, clean), ...secretEnds(clean) };
}

async function save(
  { db, clock, audit, applyChanges }: ProviderKeyParts,
  actor: Actor,
  action: string,
  key: StoredProviderKey,
  change: ProviderKeyUpdate,
): Promise<ProviderKeyView> {
  const update = { ...change, updatedAtMs: nextMoment(clock.now(), key.updatedAtMs) };
  const after = providerKeyView({ ...key, ...update });
  await db.transaction().execute(async (transaction) => {
    await updateProviderKey(transaction, key.id, update);
    const before = providerKeyView(key);
    await audit.record({ actor, action, target: key.id, before, after }, transaction);
  });
  await applyChanges();
  return after;
}

/** Opened secrets are kept by this moment: two changes in one millisecond must differ. */
const nextMoment = (nowMs: number, beforeMs: number): number => Math.max(nowMs, beforeMs + 1);
