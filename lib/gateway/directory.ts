/**
 * Everything that the request path needs to know, held in memory. A directory never changes; when a
 * key, a model or the vault does, a new one takes its place as a whole.
 *
 * @module
 */
import type { Secret } from "../domain/secret.ts";
import type { TimeLimits } from "../http/exchange.ts";
import type { OwnPrices } from "../usage/own_model_prices.ts";
import type { FormatChoice, Provider } from "../providers/provider.ts";

/** A provider key that is ready to be used. */
export interface UsableKey {
  readonly id: string;
  readonly label: string;
  /** Null for a provider that takes requests without a key. */
  readonly secret: Secret | null;
  /** Overrides the provider's base URL. */
  readonly baseUrl: string | null;
  /** Overrides the format in which the provider is spoken to; absent: it does not. */
  readonly format?: FormatChoice;
  /** Share of the requests among keys of equal priority, ≥ 1. */
  readonly weight: number;
  /** Lower numbers are used first. */
  readonly priority: number;
}

/** A provider as this installation knows it. */
export interface ProviderEntry {
  readonly provider: Provider;
  /** From the configuration, else the provider's own; null when neither says. */
  readonly baseUrl: string | null;
  /** In which format to speak to it. */
  readonly format: FormatChoice;
  /** Azure's `api-version`; null: our default. */
  readonly apiVersion: string | null;
  /** Enabled keys that could be opened. */
  readonly keys: readonly UsableKey[];
  /** Enabled keys that are sealed in the locked vault. */
  readonly sealedKeys: number;
  /** Header name → value, added to each request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: TimeLimits;
}

/** A model of the catalog. */
export interface CatalogModel {
  readonly provider: string;
  readonly modelId: string;
  /** For people; absent: it has no other name than its id. */
  readonly displayName?: string;
  readonly ownedBy: string | null;
  /** Unix seconds. */
  readonly created: number | null;
  readonly enabled: boolean;
  /** The provider's list lacks it since this moment, ms; absent: it does not. */
  readonly missingSinceMs?: number;
  /** Tokens, as the provider's list says; absent: it does not say. */
  readonly contextWindow?: number;
  /** `vision`, `tools` …; the same. */
  readonly capabilities?: readonly string[];
}

/** One consistent state of the world. */
export interface Directory {
  readonly vault: "uninitialized" | "locked" | "unlocked";
  /** By provider id, lower case; built-in ones, configured ones and those that have keys. */
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  /** By provider, then model id. */
  readonly models: readonly CatalogModel[];
  /** By bare model id. */
  readonly modelsById: ReadonlyMap<string, readonly CatalogModel[]>;
  /** Names of one's own → what they stand for. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Whether only enabled models of the catalog may be asked for. */
  readonly isStrict: boolean;
  /** Prices that go before published ones. */
  readonly prices: OwnPrices;
}
