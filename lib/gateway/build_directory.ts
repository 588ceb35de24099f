/**
 * Builds a {@link Directory} from the registry, the configuration, the stored keys and the catalog.
 *
 * @module
 */
import type { TimeLimits } from "../http/exchange.ts";
import type { FormatChoice, Provider } from "../providers/provider.ts";
import { builtInProvider, customProvider, PROVIDERS } from "../providers/registry.ts";
import { OwnPrices } from "../usage/own_model_prices.ts";
import type { CatalogModel, Directory, ProviderEntry, UsableKey } from "./directory.ts";

/** What the configuration says about one provider. */
export interface ConfiguredProvider {
  readonly base_url?: string | undefined;
  readonly format?: FormatChoice | undefined;
  readonly api_version?: string | undefined;
  readonly header_timeout_ms?: number | undefined;
  readonly idle_timeout_ms?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A stored provider key; `sealed` when the vault is locked. */
export interface StoredKey {
  readonly provider: string;
  readonly key: UsableKey;
  readonly sealed: boolean;
}

/** The ingredients. */
export interface DirectoryParts {
  readonly vault: Directory["vault"];
  readonly configured: Readonly<Record<string, ConfiguredProvider>>;
  readonly keys: readonly StoredKey[];
  readonly models: readonly CatalogModel[];
  readonly limits: TimeLimits;
  /** Absent: none. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly prices?: OwnPrices;
  /** Absent: false. */
  readonly isStrict?: boolean;
}

/** Pure: the same parts make the same directory. */
export function buildDirectory(parts: DirectoryParts): Directory {
  const providers = new Map<string, ProviderEntry>();
  const entryFor = (name: string): ProviderEntry => {
    const provider = builtInProvider(name) ?? customProvider(name.toLowerCase());
    return providers.get(provider.id) ?? newEntry(provider, parts.limits);
  };
  for (const provider of PROVIDERS) providers.set(provider.id, newEntry(provider, parts.limits));
  for (const [name, configured] of Object.entries(parts.configured)) {
    const entry = withConfiguration(entryFor(name), configured);
    providers.set(entry.provider.id, entry);
  }
  for (const { provider, key, sealed } of parts.keys) {
    const entry = entryFor(provider);
    providers.set(entry.provider.id, {
      ...entry,
      keys: sealed ? entry.keys : [...entry.keys, key],
      sealedKeys: entry.sealedKeys + (sealed ? 1 : 0),
    });
  }
  return {
    vault: parts.vault,
    providers,
    models: parts.models,
    modelsById: Map.groupBy(parts.models, (model) => model.modelId),
    aliases: parts.aliases ?? new Map(),
    isStrict: parts.isStrict ?? false,
    prices: parts.prices ?? new OwnPrices([]),
  };
}

function newEntry(provider: Provider, limits: TimeLimits): ProviderEntry {
  return {
    provider,
    baseUrl: provider.baseUrl,
    format: "auto",
    apiVersion: null,
    keys: [],
    sealedKeys: 0,
    headers: {},
    limits,
  };
}

function withConfiguration(entry: ProviderEntry, configured: ConfiguredProvider): ProviderEntry {
  return {
    ...entry,
    baseUrl: configured.base_url ?? entry.baseUrl,
    format: configured.format ?? entry.format,
    apiVersion: configured.api_version ?? entry.apiVersion,
    headers: { ...entry.headers, ...configured.headers },
    limits: {
      ...entry.limits,
      headersMs: configured.header_timeout_ms ?? entry.limits.headersMs,
      idleMs: configured.idle_timeout_ms ?? entry.limits.idleMs,
    },
  };
}
