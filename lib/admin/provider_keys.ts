/**
 * Provider keys: add, show, remove. Everything is checked here, so that the command line and an HTTP
 * API need no rules of their own.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { FormatChoice, Provider } from "../providers/provider.ts";
import { deleteProviderKey, insertProviderKey, listProviderKeys } from "../store/provider_keys.ts";
import { deleteProviderModels } from "../store/provider_models.ts";
import type { Tables } from "../store/tables.ts";
import { checkBaseUrl, type CheckedBaseUrl } from "./base_url.ts";
import type { ChangeParts } from "./change_parts.ts";
import { cleanSecret, secretEnds } from "./key_secret.ts";
import { checkLabel, freeLabel } from "./label.ts";
import type { AdminParts } from "./parts.ts";
import {
  checkPriority,
  checkWeight,
  type ProviderKeyView,
  providerKeyView,
  storedKey,
} from "./provider_key_view.ts";
import { type ConfiguredProviders, hint, namedProvider } from "./provider_name.ts";

/** What the use cases work on. */
export interface ProviderKeyParts extends ChangeParts, Pick<AdminParts, "vault" | "newId"> {
  readonly configured: ConfiguredProviders;
}

/** A key to add. */
export interface NewProviderKey {
  /** Id or alias of a built-in provider in any case, or a name of one's own. */
  readonly provider: string;
  /** Null: `default`, or the next free `default-2` … */
  readonly label: string | null;
  /** Null for providers that need none. */
  readonly secret: Secret | null;
  /** Instead of the provider's own address; a custom provider needs one. */
  readonly baseUrl: string | null;
  /** In which format to speak to it with this key; `auto`: as the provider's record says. */
  readonly format: FormatChoice;
  /** Share of the requests among keys of one priority, 1 to 1000. */
  readonly weight: number;
  /** Keys of a lower number are used first, 0 to 1000. */
  readonly priority: number;
  readonly enabled: boolean;
  /** Whether the base URL may be a link-local or cloud-metadata address. */
  readonly allowLinkLocal: boolean;
}

/**
 * Seals a secret and stores it.
 *
 * @returns the key, and sentences about what its user should know
 * @throws FlowError `invalid_request` for what cannot be, `already_exists` for a taken label,
 *   `vault_locked` or `vault_not_initialized` when there is a secret to seal
 */
export async function addProviderKey(
  parts: ProviderKeyParts,
  actor: Actor,
  input: NewProviderKey,
): Promise<{ readonly key: ProviderKeyView; readonly warnings: readonly string[] }> {
  const { provider, given } = checkPlace(parts.configured, input);
  if (input.secret === null && provider.keyless !== true) {
    throw new FlowError(
      "invalid_request",
      `Cannot add ${provider.name} without a key: it answers nobody without one.` +
        (provider.keysUrl === undefined ? "" : ` Get one at ${provider.keysUrl}`),
      { param: "api_key" },
    );
  }
  const weight = checkWeight(input.weight);
  const priority = checkPriority(input.priority);
  const secret = input.secret === null ? null : cleanSecret(input.secret);
  const label = input.label === null ? null : checkLabel(input.label, "label");

  const id = parts.newId();
  const sealedKey = secret === null ? null : await parts.vault.seal(id, secret);
  const nowMs = parts.clock.now();
  const fixed = {
    id,
    provider: provider.id,
    sealedKey,
    ...secretEnds(secret),
    baseUrl: given?.url ?? null,
    extraConfig: input.format === "auto" ? null : { format: input.format },
    weight,
    priority,
    enabled: input.enabled,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const key = await parts.db.transaction().execute(async (transaction) => {
    const key = { ...fixed, label: label ?? await defaultLabel(transaction, provider.id) };
    await insertProviderKey(transaction, key);
    const after = providerKeyView(key);
    await parts.audit.record(
      { actor, action: "provider_key.create", target: id, after },
      transaction,
    );
    return after;
  });
  await parts.applyChanges();
  return { key, warnings: given?.warnings ?? [] };
}

/**
 * The provider and the base URL of a new key, checked without its secret.
 *
 * @throws FlowError `invalid_request`
 */
export function checkPlace(
  configured: ConfiguredProviders,
  input: Pick<NewProviderKey, "provider" | "baseUrl" | "allowLinkLocal">,
): { readonly provider: Provider; readonly given: CheckedBaseUrl | null } {
  const { provider, baseUrl } = namedProvider(input.provider, configured);
  if (input.baseUrl !== null) {
    return { provider, given: checkBaseUrl(input.baseUrl, input.allowLinkLocal) };
  }
  if (baseUrl !== null) return { provider, given: null };
  throw new FlowError(
    "invalid_request",
    provider.baseUrlExample === undefined
      ? `Cannot add a key for '${provider.id}': it is no built-in provider, so its base URL must be ` +
        `given (--base-url).${hint(provider.id, configured)}`
      : `Cannot add a key for ${provider.name} without the address of your own (--base-url ` +
        `${provider.baseUrlExample}).`,
    { param: provider.baseUrlExample === undefined ? "provider" : "base_url" },
  );
}

/** All keys, by provider, priority and age. */
export async function showProviderKeys(db: Kysely<Tables>): Promise<ProviderKeyView[]> {
  return (await listProviderKeys(db)).map(providerKeyView);
}

/**
 * Removes a key; with the last one of a provider, what is known of its models goes as well.
 *
 * @throws FlowError `not_found`
 */
export async function removeProviderKey(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
): Promise<{ readonly key: ProviderKeyView; readonly removedModels: number }> {
  const key = await storedKey(db, id);
  const before = providerKeyView(key);
  const removedModels = await db.transaction().execute(async (transaction) => {
    await deleteProviderKey(transaction, id);
    const left = await listProviderKeys(transaction);
    const isLast = !left.some(({ provider }) => provider === key.provider);
    const removed = isLast ? await deleteProviderModels(transaction, key.provider) : 0;
    const after = { removed_models: removed };
    await audit.record(
      { actor, action: "provider_key.delete", target: id, before, after },
      transaction,
    );
    return removed;
  });
  await applyChanges();
  return { key: before, removedModels };
}

async function defaultLabel(db: Kysely<Tables>, provider: string): Promise<string> {
  const keys = await listProviderKeys(db);
  return freeLabel(
    "default",
    keys.filter((key) => key.provider === provider).map(({ label }) => label),
  );
}
