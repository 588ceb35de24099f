/**
 * What is known of a model beyond the catalog: how much text it takes, what it can do, what it costs,
 * each with where that is from.
 *
 * @module
 */
import type { OwnPrice } from "../domain/money.ts";
import type { StoredProviderModel } from "../store/provider_models.ts";
import { type PublishedFacts, publishedFacts } from "../usage/published_facts.ts";
import { builtInProvider } from "../providers/registry.ts";
import type { OwnPrices } from "../usage/own_model_prices.ts";

/** Who says so: the provider's own list, or the name and version of published data. */
export type FactSource = string;

/** Facts about a model. */
export interface ModelFacts {
  /** Tokens of prompt and answer together; null: nobody says. */
  readonly contextWindow: { readonly tokens: number; readonly source: FactSource } | null;
  readonly maxOutputTokens: number | null;
  readonly capabilities: readonly string[] | null;
  /** US dollars by unit, as of now; null: nobody publishes one. */
  readonly price: OwnPrice | null;
}

/** The facts that hold at a moment. */
export function modelFacts(
  model: StoredProviderModel,
  own: OwnPrices,
  nowMs: number,
): ModelFacts {
  const { provider, modelId, contextWindow } = model;
  const priceId = builtInProvider(provider)?.priceId ?? provider;
  const published: PublishedFacts = publishedFacts(priceId, modelId, nowMs);
  return {
    contextWindow: contextWindow !== null
      ? { tokens: contextWindow, source: "provider" }
      : published.contextWindow === null
      ? null
      : { tokens: published.contextWindow, source: published.source },
    maxOutputTokens: model.maxOutputTokens,
    capabilities: model.capabilities,
    price: own.at(provider, modelId, nowMs) ??
      (published.prices === null ? null : { prices: published.prices, source: published.source }),
  };
}
