/**
 * A model of the catalog in answers.
 *
 * @module
 */
import { z } from "zod";
import type { ModelFacts } from "../../lib/admin/model_facts.ts";
import type { CatalogEntry } from "../../lib/admin/catalog_view.ts";
import { moment } from "./query_values.ts";
import { timeText } from "./time_text.ts";

export const priceUnits = z.record(z.string(), z.number()).meta({
  description: "US dollars by unit: input_mtok is a million tokens of input",
});

export const model = z.strictObject({
  id: z.string(),
  provider: z.string(),
  model_id: z.string(),
  display_name: z.string().nullable(),
  owned_by: z.string().nullable(),
  raw_created: z.int().nullable(),
  enabled: z.boolean(),
  synced_at: moment,
  manual: z.boolean().meta({ description: "Added by hand" }),
  missing_since: moment.nullable().meta({ description: "Since when its provider's list lacks it" }),
  aliases: z.array(z.string()),
  context_window: z.int().nullable(),
  context_window_source: z.string().nullable(),
  max_output_tokens: z.int().nullable(),
  capabilities: z.array(z.string()).nullable().meta({ description: "As its provider's list says" }),
  prices: priceUnits.nullable(),
  price_source: z.string().nullable(),
}).meta({ id: "Model" });

export function modelJson(entry: CatalogEntry): z.input<typeof model> {
  const { model: stored, aliases, facts } = entry;
  return {
    id: stored.id,
    provider: stored.provider,
    model_id: stored.modelId,
    display_name: stored.displayName,
    owned_by: stored.ownedBy,
    raw_created: stored.rawCreated,
    enabled: stored.enabled,
    synced_at: timeText(stored.syncedAtMs),
    manual: stored.isManual,
    missing_since: timeText(stored.missingSinceMs),
    aliases: [...aliases],
    ...factsJson(facts),
  };
}

function factsJson({ contextWindow, maxOutputTokens, capabilities, price }: ModelFacts) {
  return {
    context_window: contextWindow?.tokens ?? null,
    context_window_source: contextWindow?.source ?? null,
    max_output_tokens: maxOutputTokens,
    capabilities: capabilities === null ? null : [...capabilities],
    prices: price === null ? null : { ...price.prices },
    price_source: price?.source ?? null,
  };
}
