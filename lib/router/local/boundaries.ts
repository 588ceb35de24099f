/**
 * Boundaries between the tiers from the share of prompts that each tier is to have.
 *
 * @module
 */
import type { Boundaries } from "../tiers.ts";

/** Shares of SIMPLE, MEDIUM, COMPLEX and REASONING; any positive numbers, only their ratio counts. */
export type Shares = readonly [number, number, number, number];

export const DEFAULT_SHARES: Shares = [50, 25, 15, 10];

/**
 * @param quantiles scores that equal steps of all prompts reach at most, from the least to the
 *   greatest; at least two, rising
 */
export function boundariesForShares(quantiles: ArrayLike<number>, shares: Shares): Boundaries {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const [simple, medium, complex] = shares;
  return {
    simpleMedium: quantileAt(quantiles, simple / total),
    mediumComplex: quantileAt(quantiles, (simple + medium) / total),
    complexReasoning: quantileAt(quantiles, (simple + medium + complex) / total),
  };
}

/** The score below which a part (0…1) of all prompts is. */
export function quantileAt(quantiles: ArrayLike<number>, part: number): number {
  const place = Math.min(Math.max(part, 0), 1) * (quantiles.length - 1);
  const below = Math.floor(place);
  const low = quantiles[below] ?? 0;
  const high = quantiles[Math.min(below + 1, quantiles.length - 1)] ?? low;
  return low + (high - low) * (place - below);
}

/** Scores of many prompts → quantiles in `steps` steps. */
export function quantilesOf(scores: readonly number[], steps = 100): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  return new Float64Array(steps + 1).map((_, step) => quantileAt(sorted, step / steps));
}
