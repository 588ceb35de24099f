/**
 * Money is an integer number of nano-dollars (1 USD = 1,000,000,000), so that sums are exact.
 * A JavaScript number holds integers up to 9.0e15 exactly: nine million dollars.
 *
 * @module
 */

/** Nano-dollars in one US dollar. */
export const NANO_PER_USD = 1_000_000_000;

/** An amount with where its prices came from; `nanoUsd` null means unpriced, never "free". */
export interface Cost {
  readonly nanoUsd: number | null;
  /** Who published the prices, as `source@version`; null when unpriced. */
  readonly priceSource: string | null;
}

/** Prices of one's own for one model, in effect at some moment. */
export interface OwnPrice {
  /** US dollars by unit, as the price data name them: `input_mtok` is a million tokens of input. */
  readonly prices: Readonly<Record<string, number>>;
  /** For a row's `price_source`. */
  readonly source: string;
}

/** Unknown price. */
export const UNPRICED: Cost = Object.freeze({ nanoUsd: null, priceSource: null });

/**
 * Nano-dollars as a plain decimal dollar text without trailing zeros: 4200000 → `0.0042`.
 * Exact: no floating point is involved.
 */
export function formatUsd(nanoUsd: number): string {
  const sign = nanoUsd < 0 ? "-" : "";
  const digits = String(Math.abs(nanoUsd)).padStart(10, "0");
  const whole = digits.slice(0, -9);
  const fraction = digits.slice(-9).replace(/0+$/, "");
  return sign + whole + (fraction === "" ? "" : "." + fraction);
}
