/**
 * How to call the providers that this installation uses, for administration.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import { listProviderKeys, type StoredProviderKey } from "../store/provider_keys.ts";
import type { Tables } from "../store/tables.ts";
import type { Vault } from "../vault/vault.ts";
import { formatOfKey } from "./key_format.ts";
import type { ProviderAccess } from "./model_list.ts";
import { type ConfiguredProviders, hint, namedProvider } from "./provider_name.ts";

/** What accesses are made of. */
export interface AccessParts {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly configured: ConfiguredProviders;
}

/** One way to call a provider; its secret is opened only when it is wanted. */
export interface AccessPlan {
  /** The provider's id. */
  readonly provider: string;
  /** Null for a provider that is used without a stored key. */
  readonly keyLabel: string | null;
  /** Whether the vault must be unlocked first. */
  readonly isSealed: boolean;
  /**
   * @param secret to use instead of the stored one
   * @throws FlowError `vault_locked`, `vault_corrupt`, or `invalid_request` without a base URL
   */
  open(secret?: Secret): Promise<ProviderAccess>;
}

/** One plan for each enabled key, in the order of use, then one for each provider that the
 * configuration names and that has no key. */
export async function planAll(parts: AccessParts): Promise<AccessPlan[]> {
  const keys = (await listProviderKeys(parts.db)).filter(({ enabled }) => enabled);
  const plans = keys.map((key) => planFor(parts, key.provider, key));
  const covered = new Set(plans.map(({ provider }) => provider));
  for (const name of Object.keys(parts.configured)) {
    const plan = planFor(parts, name, null);
    if (!covered.has(plan.provider)) plans.push(plan);
  }
  return plans;
}

/**
 * The first plan for one provider.
 *
 * @throws FlowError `provider_not_configured` when it needs a key and has none that is enabled,
 *   `invalid_request` for a name that none can have
 */
export async function planOne(parts: AccessParts, name: string): Promise<AccessPlan> {
  const { provider, baseUrl } = namedProvider(name, parts.configured);
  const plans = await planAll(parts);
  const found = plans.find((plan) => plan.provider === provider.id);
  if (found !== undefined) return found;
  if (provider.keyless === true && baseUrl !== null) return planFor(parts, provider.id, null);
  throw new FlowError(
    "provider_not_configured",
    `There is no enabled key for '${provider.id}'. Add one with: flow-router add-key --provider ` +
      `${provider.id}.${hint(provider.id, parts.configured)}`,
    { param: "provider" },
  );
}

/** The plan for one key, also one that is switched off. */
export function planOfKey(parts: AccessParts, key: StoredProviderKey): AccessPlan {
  return planFor(parts, key.provider, key);
}

function planFor(
  { vault, configured }: AccessParts,
  name: string,
  key: StoredProviderKey | null,
): AccessPlan {
  const named = namedProvider(name, configured);
  const { provider } = named;
  const sealed = key?.sealedKey ?? null;
  return {
    provider: provider.id,
    keyLabel: key?.label ?? null,
    isSealed: sealed !== null,
    open: async (given) => {
      const baseUrl = key?.baseUrl ?? named.baseUrl;
      if (baseUrl === null) throw noBaseUrl(provider.id, key);
      const secret = given ??
        (key === null || sealed === null ? null : await vault.open(key.id, sealed));
      const format = key === null ? named.format : formatOfKey(key) ?? named.format;
      return { ...named, format, baseUrl, keyLabel: key?.label ?? null, secret };
    },
  };
}

function noBaseUrl(provider: string, key: StoredProviderKey | null): FlowError {
  return new FlowError(
    "invalid_request",
    key === null
      ? `The provider '${provider}' of the configuration has no base_url, and is none that is known ` +
        "by its name."
      : `The key '${key.label}' of '${provider}' has no base URL. Remove it and add it again with ` +
        "--base-url, or give the provider a base_url in the configuration.",
  );
}
