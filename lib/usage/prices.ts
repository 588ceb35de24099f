/**
 * What a request cost, in exact nano-dollars, from the price data of `@pydantic/genai-prices` and two
 * small tables of ours beside it.
 *
 * The package finds a model's prices by matching rules, which takes tens of microseconds; the prices
 * found are kept for a minute. The sums are done here, in integers.
 *
 * @module
 */
import { calcPrice, type PriceCalculation } from "@pydantic/genai-prices";
import { type Cost, type OwnPrice, UNPRICED } from "../domain/money.ts";
import type { Usage } from "../domain/usage.ts";
import { isFree, OWN_SOURCE, ownPrices, paidSeconds } from "./own_prices.ts";
import { type PriceCard, priceCard } from "./price_card.ts";
import { TIER_SOURCE, tierFactor } from "./tier_factors.ts";
import { tokenCost } from "./token_cost.ts";

/** Name and version of the price data; a test holds it against deno.json. */
export const PRICE_SOURCE = "genai-prices@0.1.8";

/** Some prices hold for hours of the day only, so that a price found is not kept for ever. */
const KEEP_MS = 60_000;
/** Callers choose model names freely: more than this many at once are not remembered. */
const KEEP_MODELS = 1000;
const PICO_PER_NANO = 1000;

/** What is known of a model's prices. */
interface Found {
  readonly card: PriceCard;
  readonly source: string;
  /** It costs nothing, and that is known. */
  readonly isFree: boolean;
}

/** Looks prices up and does the sums. */
export class PriceBook {
  readonly #found = new Map<string, { readonly found: Found | null; readonly atMs: number }>();

  /**
   * The cost of a request. Unpriced when the provider, model or service tier is unknown, or when the
   * provider did not say how much was used, or said numbers that cannot be true.
   *
   * @param priceId the provider's id in the price data
   * @param atMs when the request was made, ms since 1970: prices change
   * @param serviceTier as the provider named the tier that it served; null for the standard one
   */
  cost(
    priceId: string,
    model: string,
    usage: Usage,
    atMs: number,
    serviceTier: string | null = null,
  ): Cost {
    const found = this.#find(priceId, model, atMs);
    if (found === null) return UNPRICED;
    if (found.isFree) return { nanoUsd: 0, priceSource: found.source };
    if (!isKnown(usage)) return UNPRICED;
    const factor = tierFactor(priceId, model, serviceTier);
    const sum = tokenCost(found.card, model, paidFor(priceId, usage));
    if (factor === null || sum === null) return UNPRICED;
    const { longAbove } = found.card;
    const isLong = longAbove !== null && (usage.promptTokens ?? 0) > longAbove;
    if (isLong && factor.shortContextOnly === true) return UNPRICED;
    const pico = sum.metered * factor.times / factor.over + sum.pieces;
    // Sums beyond nine thousand dollars are somebody's nonsense, and no longer exact.
    if (!Number.isSafeInteger(Math.round(pico))) return UNPRICED;
    return {
      nanoUsd: Math.round(pico / PICO_PER_NANO),
      priceSource: factor.times === factor.over ? found.source : `${found.source}+${TIER_SOURCE}`,
    };
  }

  /**
   * The cost at prices of one's own, which hold for every service tier. Output that they name no price
   * for is free; input or sound that they name none for leaves the request unpriced.
   */
  costAt({ prices, source }: OwnPrice, usage: Usage): Cost {
    const card = priceCard(prices);
    const sum = isKnown(usage) ? tokenCost(card, "", usage) : null;
    const pico = sum === null ? NaN : sum.metered + sum.pieces;
    if (!Number.isSafeInteger(Math.round(pico))) return UNPRICED;
    return { nanoUsd: Math.round(pico / PICO_PER_NANO), priceSource: source };
  }

  #find(priceId: string, model: string, atMs: number): Found | null {
    const key = `${priceId}/${model}`;
    const known = this.#found.get(key);
    if (known !== undefined && Math.abs(atMs - known.atMs) < KEEP_MS) return known.found;
    const found = find(priceId, model, atMs);
    if (this.#found.size >= KEEP_MODELS) this.#found.clear();
    this.#found.set(key, { found, atMs });
    return found;
  }
}

const isKnown = (usage: Usage): boolean =>
  usage.promptTokens !== null || usage.completionTokens !== null ||
  (usage.audioSeconds ?? null) !== null;

function paidFor(priceId: string, usage: Usage): Usage {
  const { audioSeconds } = usage;
  return audioSeconds === undefined || audioSeconds === null
    ? usage
    : { ...usage, audioSeconds: paidSeconds(priceId, audioSeconds) };
}

function find(priceId: string, model: string, atMs: number): Found | null {
  const match = lookUp(priceId, model, atMs);
  if (match === null) return null;
  const own = ownPrices(match.provider.id, match.model.id);
  const card = priceCard({ ...match.model_price, ...own });
  const isFreeModel = card.isEmpty && isFree(match.provider.id, match.model.id);
  if (card.isEmpty && !isFreeModel) return null;
  return {
    card,
    source: own === null ? PRICE_SOURCE : `${PRICE_SOURCE}+${OWN_SOURCE}`,
    isFree: isFreeModel,
  };
}

/** The package throws for data that contradict each other; such a model stays unpriced. */
function lookUp(providerId: string, model: string, atMs: number): PriceCalculation | null {
  try {
    return calcPrice({}, model, { providerId, timestamp: new Date(atMs) });
  } catch {
    return null;
  }
}
