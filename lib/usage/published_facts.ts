/**
 * What `@pydantic/genai-prices` and our table beside it say about a model, for people to look at.
 *
 * @module
 */
import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import { OWN_SOURCE, ownPrices } from "./own_prices.ts";
import { PRICE_SOURCE } from "./prices.ts";

/** Published facts of one model. */
export interface PublishedFacts {
  /** Tokens of prompt and answer together; null when they are not published. */
  readonly contextWindow: number | null;
  /** US dollars by unit; of prices that rise with the prompt's length the first. Null: none. */
  readonly prices: Readonly<Record<string, number>> | null;
  /** Name and version of the data. */
  readonly source: string;
}

const NOTHING: PublishedFacts = { contextWindow: null, prices: null, source: PRICE_SOURCE };
/** A catalog may hold some thousand models; finding one takes tens of microseconds. */
const KEEP_MODELS = 20_000;
/** Some prices hold for hours of the day only. */
const KEEP_MS = 600_000;

let known = new Map<string, PublishedFacts>();
let knownSinceMs = -Infinity;

/**
 * The facts as of a moment, remembered for ten minutes.
 *
 * @param priceId the provider's id in the price data
 */
export function publishedFacts(priceId: string, model: string, atMs: number): PublishedFacts {
  if (Math.abs(atMs - knownSinceMs) > KEEP_MS || known.size >= KEEP_MODELS) {
    known = new Map();
    knownSinceMs = atMs;
  }
  const key = `${priceId}/${model}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const facts = find(priceId, model, atMs);
  known.set(key, facts);
  return facts;
}

/** The package throws for data that contradict each other; of such a model nothing is known. */
function find(priceId: string, model: string, atMs: number): PublishedFacts {
  try {
    const match = calcPrice({}, model, { providerId: priceId, timestamp: new Date(atMs) });
    if (match === null) return NOTHING;
    const own = ownPrices(match.provider.id, match.model.id);
    const prices = numbersOf({ ...match.model_price, ...own });
    return {
      contextWindow: match.model.context_window ?? null,
      prices: Object.keys(prices).length === 0 ? null : prices,
      source: own === null ? PRICE_SOURCE : `${PRICE_SOURCE}+${OWN_SOURCE}`,
    };
  } catch {
    return NOTHING;
  }
}

function numbersOf(prices: ModelPrice): Record<string, number> {
  return Object.fromEntries(
    Object.entries(prices).flatMap(([unit, price]) =>
      price === undefined ? [] : [[unit, typeof price === "number" ? price : price.base]]
    ),
  );
}
