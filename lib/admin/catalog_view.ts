/**
 * The catalog with everything that is known of its models.
 *
 * @module
 */
import { listModelAliases } from "../store/model_aliases.ts";
import { listModelPrices } from "../store/model_prices.ts";
import type { StoredProviderModel } from "../store/provider_models.ts";
import { OwnPrices } from "../usage/own_model_prices.ts";
import { type ModelFacts, modelFacts } from "./model_facts.ts";
import type { AdminParts } from "./parts.ts";

/** One model. */
export interface CatalogEntry {
  readonly model: StoredProviderModel;
  /** Names of one's own that stand for it. */
  readonly aliases: readonly string[];
  readonly facts: ModelFacts;
}

/** Adds to models what is known of them. */
export async function withFacts(
  { db, clock }: Pick<AdminParts, "db" | "clock">,
  models: readonly StoredProviderModel[],
): Promise<CatalogEntry[]> {
  const [aliases, prices] = await Promise.all([listModelAliases(db), listModelPrices(db)]);
  const byTarget = Map.groupBy(aliases, ({ target }) => target.toLowerCase());
  const own = new OwnPrices(prices);
  const nowMs = clock.now();
  return models.map((model) => {
    const name = `${model.provider}/${model.modelId}`.toLowerCase();
    return {
      model,
      aliases: (byTarget.get(name) ?? []).map(({ alias }) => alias),
      facts: modelFacts(model, own, nowMs),
    };
  });
}
