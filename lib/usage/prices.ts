/**
 * What a request cost, in exact nano-dollars, from the price data of `@pydantic/genai-prices`.
 *
 * The package finds a model's prices by matching rules, which takes tens of microseconds; the prices
 * found are kept for a minute. Plain per-token prices are then multiplied here, in integers; models
 * with tiers or special units are left to the package itself.
 *
 * @module
 */
import { calcPrice, type PriceCalculation } from "@pydantic/genai-prices";
import { type Cost, NANO_PER_USD, UNPRICED } from "../domain/money.ts";
import type { Usage } from "../domain/usage.ts";

/** Name and version of the price data; a test holds it against deno.json. */
export const PRICE_SOURCE = "genai-prices@0.1.8";

/** Some prices hold for hours of the day only, so that a price found is not kept for ever. */
const KEEP_MS = 60_000;
/** Callers choose model names freely: more than this many at once are not remembered. */
const KEEP_MODELS = 1000;

/** Integer pico-dollars per token: the finest published price, $0.000001 per million, is one. */
interface FlatPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** `tiered` stands for "priced, but only the package can do the sum"; null for "unknown". */
type Found = { readonly price: FlatPrice | "tiered" | null; readonly atMs: number };

/** Looks prices up and does the sums. */
export class PriceBook {
  readonly #found = new Map<string, Found>();

  /**
   * The cost of a request. Unpriced when the provider or model is unknown or the provider did not
   * say how many tokens it used, or said a number that cannot be true.
   *
   * @param priceId the provider's id in the price data
   * @param atMs when the request was made, ms since 1970: prices change
   */
  cost(priceId: string, model: string, usage: Usage, atMs: number): Cost {
    if (usage.promptTokens === null && usage.completionTokens === null) return UNPRICED;
    const price = this.#price(priceId, model, atMs);
    if (price === null) return UNPRICED;
    const hasAudio = (usage.audioInputTokens ?? 0) + (usage.audioOutputTokens ?? 0) > 0;
    const nanoUsd = price === "tiered" || hasAudio
      ? packageCost(priceId, model, usage, atMs)
      : flatCost(price, usage);
    // Sums beyond nine million dollars are somebody's nonsense, and no longer exact.
    if (nanoUsd === null || !Number.isSafeInteger(nanoUsd)) return UNPRICED;
    return { nanoUsd, priceSource: PRICE_SOURCE };
  }

  #price(priceId: string, model: string, atMs: number): FlatPrice | "tiered" | null {
    const key = `${priceId}/${model}`;
    const known = this.#found.get(key);
    if (known !== undefined && Math.abs(atMs - known.atMs) < KEEP_MS) return known.price;
    const price = flatPrice(calculate(priceId, model, { input_tokens: 1, output_tokens: 1 }, atMs));
    if (this.#found.size >= KEEP_MODELS) this.#found.clear();
    this.#found.set(key, { price, atMs });
    return price;
  }
}

const FLAT_KEYS: ReadonlySet<string> = new Set([
  "input_mtok",
  "output_mtok",
  "cache_read_mtok",
  "cache_write_mtok",
  // Units that our counts never hold, so that they cannot change the sum:
  "cache_write_1h_mtok",
  "web_searches_kcount",
  "storage_searches_kcount",
  "input_audio_mtok",
  "cache_audio_read_mtok",
  "output_audio_mtok",
  "input_image_mtok",
  "cache_image_read_mtok",
  "output_image_mtok",
]);

function flatPrice(found: PriceCalculation | null): FlatPrice | "tiered" | null {
  if (found === null) return null;
  const prices = found.model_price;
  const isFlat = Object.entries(prices).every(([key, price]) =>
    FLAT_KEYS.has(key) && (price === undefined || typeof price === "number")
  );
  if (!isFlat) return "tiered";
  const pico = (key: string): number | null => {
    const perMillion = prices[key];
    return typeof perMillion === "number" ? Math.round(perMillion * 1e6) : null;
  };
  const output = pico("output_mtok");
  const input = pico("input_mtok");
  if (input === null) return output === null ? null : "tiered";
  return {
    input,
    output: output ?? 0,
    // Where no cache price is published, providers bill cached tokens as input.
    cacheRead: pico("cache_read_mtok") ?? input,
    cacheWrite: pico("cache_write_mtok") ?? input,
  };
}

function flatCost(price: FlatPrice, usage: Usage): number {
  const cached = usage.cachedTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const plain = Math.max(0, (usage.promptTokens ?? 0) - cached - written);
  const pico = plain * price.input + cached * price.cacheRead + written * price.cacheWrite +
    (usage.completionTokens ?? 0) * price.output;
  return Math.round(pico / 1000);
}

function packageCost(
  priceId: string,
  model: string,
  usage: Usage,
  atMs: number,
): number | null {
  const counts = {
    input_tokens: usage.promptTokens ?? 0,
    output_tokens: usage.completionTokens ?? 0,
    cache_read_tokens: usage.cachedTokens ?? 0,
    cache_write_tokens: usage.cacheWriteTokens ?? 0,
    input_audio_tokens: usage.audioInputTokens ?? 0,
    output_audio_tokens: usage.audioOutputTokens ?? 0,
  };
  const found = calculate(priceId, model, counts, atMs);
  return found === null ? null : Math.round(found.total_price * NANO_PER_USD);
}

/** The package throws for counts that contradict each other; such a request stays unpriced. */
function calculate(
  providerId: string,
  model: string,
  usage: Record<string, number>,
  atMs: number,
): PriceCalculation | null {
  try {
    return calcPrice(usage, model, { providerId, timestamp: new Date(atMs) });
  } catch {
    return null;
  }
}
