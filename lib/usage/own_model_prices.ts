/**
 * Prices that somebody has agreed on with a provider, or sets for a model of their own. They go
 * before published ones.
 *
 * @module
 */
import type { OwnPrice } from "../domain/money.ts";
import type { StoredModelPrice } from "../store/model_prices.ts";

/** Units that such prices may name: those of the price data that can be told from usage. */
export const PRICE_UNITS = [
  "input_mtok",
  "cache_read_mtok",
  "cache_write_mtok",
  "cache_write_1h_mtok",
  "output_mtok",
  "output_reasoning_mtok",
  "input_audio_mtok",
  "cache_audio_read_mtok",
  "output_audio_mtok",
  "input_image_mtok",
  "output_image_mtok",
  "requests_kcount",
  "web_searches_kcount",
  "input_audio_hours",
] as const;

/** A unit that a price may be for. */
export type PriceUnit = typeof PRICE_UNITS[number];

interface Dated extends OwnPrice {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** All prices of one's own, by model and moment. Immutable. */
export class OwnPrices {
  readonly #byModel: ReadonlyMap<string, readonly Dated[]>;

  constructor(stored: readonly StoredModelPrice[]) {
    const byModel = Map.groupBy(stored, ({ provider, modelId }) => `${provider}/${modelId}`);
    this.#byModel = new Map(
      [...byModel].map(([model, prices]) => [
        model,
        prices.map(dated).sort((a, b) => b.fromMs - a.fromMs),
      ]),
    );
  }

  /** Those in effect at a moment, ms since 1970: of several the one that began last; null: none. */
  at(provider: string, modelId: string, atMs: number): OwnPrice | null {
    return this.#byModel.get(`${provider}/${modelId}`)
      ?.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs) ?? null;
  }
}

function dated({ validFromMs, validUntilMs, prices }: StoredModelPrice): Dated {
  const since = new Date(validFromMs).toISOString().slice(0, 10);
  return { prices, source: `own@${since}`, fromMs: validFromMs, untilMs: validUntilMs ?? Infinity };
}
