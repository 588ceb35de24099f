/**
 * A model's published prices, made ready for sums in integers.
 *
 * Prices come from `@pydantic/genai-prices` as dollars per million tokens, per thousand pieces or per
 * hour, by name (`input_mtok`, `web_searches_kcount`, `audio_hours`).
 *
 * @module
 */
import type { ModelPrice } from "@pydantic/genai-prices";

/** Integer pico-dollars (10⁻¹² USD) for one token, piece or second. */
interface Rate {
  readonly base: number;
  /** Prompts of more than `above` tokens pay `rate` for everything; ascending. */
  readonly tiers: readonly { readonly above: number; readonly rate: number }[];
}

/** What one model costs. */
export interface PriceCard {
  /** Whether any price is published. */
  readonly isEmpty: boolean;
  /** Prompts of more tokens than this pay long-context prices; null where length does not matter. */
  readonly longAbove: number | null;
  /**
   * Pico-dollars for one unit of the price called `name` when the prompt has `promptTokens`; null
   * when it is not published.
   */
  rate(name: string, promptTokens: number): number | null;
}

/** Pico-dollars in one of the units that a price's name ends with. */
const PICO_PER_UNIT: readonly (readonly [suffix: string, factor: number])[] = [
  ["_mtok", 1e6],
  ["_kcount", 1e9],
];

/** Reads a price record; what is not a number or a list of tiers is left out. */
export function priceCard(prices: ModelPrice): PriceCard {
  const rates = new Map<string, Rate>();
  for (const [name, price] of Object.entries(prices)) {
    const rate = price === undefined ? null : readRate(name, price);
    if (rate !== null) rates.set(name, rate);
  }
  const bounds = [...rates.values()].flatMap(({ tiers }) => tiers.map(({ above }) => above));
  return {
    isEmpty: rates.size === 0,
    longAbove: bounds.length === 0 ? null : Math.min(...bounds),
    rate(name, promptTokens) {
      const rate = rates.get(name);
      if (rate === undefined) return null;
      return rate.tiers.findLast(({ above }) => promptTokens > above)?.rate ?? rate.base;
    },
  };
}

function readRate(name: string, price: NonNullable<ModelPrice[string]>): Rate | null {
  const toPico = converter(name);
  if (toPico === null) return null;
  if (typeof price === "number") return { base: toPico(price), tiers: [] };
  const tiers = price.tiers.map((tier) => ({ above: tier.start, rate: toPico(tier.price) }))
    .toSorted((a, b) => a.above - b.above);
  return { base: toPico(price.base), tiers };
}

function converter(name: string): ((usd: number) => number) | null {
  // An hour's price need not be a whole number of pico-dollars a second: $0.40 is 111,111,111.1.
  if (name.endsWith("_hours")) return (usd) => usd * 1e12 / 3600;
  const factor = PICO_PER_UNIT.find(([suffix]) => name.endsWith(suffix))?.[1];
  return factor === undefined ? null : (usd) => Math.round(usd * factor);
}
