/**
 * What a provider's service tiers cost, as multiples of its standard prices. The price data knows
 * standard prices only.
 *
 * @module
 */

/** Name and date of this table, for a row's `price_source`. */
export const TIER_SOURCE = "flow-tiers@2026-10";

/** A multiple of the standard price, as a fraction so that sums stay exact. */
export interface TierFactor {
  readonly times: number;
  readonly over: number;
  /** It is not offered for prompts that are long enough to have prices of their own. */
  readonly shortContextOnly?: boolean;
}

const STANDARD: TierFactor = { times: 1, over: 1 };
const HALF: TierFactor = { times: 1, over: 2 };

/**
 * Words for the standard tier. `auto` is what callers ask for; a provider that gives it back has not
 * said what it served, as if it had said nothing.
 */
const STANDARD_WORDS: ReadonlySet<string> = new Set([
  "",
  "auto",
  "default",
  "standard",
  "on_demand",
  "unspecified",
]);

const priority = (times: number, over = 1): TierFactor => ({ times, over, shortContextOnly: true });

/**
 * OpenAI's `priority`, since July 2026 also called `fast`: prices of https://openai.com/api-fast-mode
 * (August 2026) and https://openai.com/api-priority-processing (o-series) over the standard ones.
 */
const OPENAI_PRIORITY: Readonly<Record<string, TierFactor>> = {
  "gpt-5.6-sol": priority(2),
  "gpt-5.6-terra": priority(2),
  "gpt-5.6-luna": priority(2),
  "gpt-5.5": priority(5, 2),
  "gpt-5.4": priority(2),
  "gpt-5.4-mini": priority(2),
  "gpt-5.2": priority(2),
  "gpt-5.1": priority(2),
  "gpt-5.1-codex": priority(2),
  "gpt-5": priority(2),
  "gpt-5-codex": priority(2),
  "gpt-5-mini": priority(9, 5),
  "gpt-4.1": priority(7, 4),
  "gpt-4.1-mini": priority(7, 4),
  "gpt-4.1-nano": priority(2),
  "gpt-4o": priority(17, 10),
  "gpt-4o-2024-05-13": priority(7, 4),
  "gpt-4o-mini": priority(5, 3),
  "o3": priority(7, 4),
  "o4-mini": priority(20, 11),
};

/**
 * Google's `priority` is "75 % to 100 % more" by model (https://ai.google.dev/gemini-api/docs/optimization,
 * 2026); these are the models whose factor is published one by one.
 */
const GOOGLE_PRIORITY: Readonly<Record<string, TierFactor>> = {
  "gemini-3.7-flash": { times: 9, over: 5 },
  "gemini-3.8-flash": { times: 9, over: 5 },
};

/**
 * Anthropic's fast mode (https://platform.claude.com/docs/en/build-with-claude/fast-mode, 2026), also
 * for long prompts. Its `priority` is capacity bought in advance, which has no price per token.
 */
const ANTHROPIC_FAST: Readonly<Record<string, TierFactor>> = {
  "claude-opus-5": { times: 2, over: 1 },
  "claude-opus-4-6": { times: 6, over: 1 },
};

type TierTable = Readonly<Record<string, TierFactor | Readonly<Record<string, TierFactor>>>>;

/** Price id → tier → factor, for all models or by model. */
const TIERS: Readonly<Record<string, TierTable>> = {
  // Flex has the prices of batch: https://developers.openai.com/api/docs/guides/flex-processing (2026).
  openai: { flex: HALF, batch: HALF, priority: OPENAI_PRIORITY, fast: OPENAI_PRIORITY },
  // "50% discount" for both: https://ai.google.dev/gemini-api/docs/optimization (2026).
  google: { flex: HALF, batch: HALF, priority: GOOGLE_PRIORITY },
  // "50% discount": https://platform.claude.com/docs/en/build-with-claude/batch-processing (2026).
  anthropic: { batch: HALF, fast: ANTHROPIC_FAST },
  // "Pricing matches the on-demand tier": https://console.groq.com/docs/flex-processing (2026).
  groq: { flex: STANDARD },
};

/**
 * The factor of a tier, by the provider's id in the price data; null when its price is not known,
 * which is not the standard price.
 */
export function tierFactor(
  priceId: string,
  model: string,
  serviceTier: string | null,
): TierFactor | null {
  const tier = plainTier(serviceTier ?? "");
  if (STANDARD_WORDS.has(tier)) return STANDARD;
  const found = TIERS[priceId]?.[tier];
  if (found === undefined) return null;
  if (isFactor(found)) return found;
  return found[model] ?? found[model.replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, "")] ?? null;
}

function isFactor(
  found: TierFactor | Readonly<Record<string, TierFactor>>,
): found is TierFactor {
  return typeof found.times === "number";
}

/** `SERVICE_TIER_FLEX` and `ON_DEMAND_FLEX` (Google) are `flex`. */
function plainTier(serviceTier: string): string {
  return serviceTier.toLowerCase().replace(/^(service_tier_|on_demand_(?=.))/, "");
}
