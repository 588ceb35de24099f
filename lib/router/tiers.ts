/**
 * From a score to one of the four tiers.
 *
 * @module
 */
import { type Tier, TIERS } from "../domain/routing.ts";

/** Scores from which the next tier begins; they rise. */
export interface Boundaries {
  readonly simpleMedium: number;
  readonly mediumComplex: number;
  readonly complexReasoning: number;
}

/** The tier of a score: below a boundary is below it, on it is above. */
export function tierOf(score: number, boundaries: Boundaries): Tier {
  if (score < boundaries.simpleMedium) return "SIMPLE";
  if (score < boundaries.mediumComplex) return "MEDIUM";
  if (score < boundaries.complexReasoning) return "COMPLEX";
  return "REASONING";
}

/** Whether a score is in a tier whose range is widened by `margin` on both sides. */
export function staysIn(
  tier: Tier,
  score: number,
  { simpleMedium, mediumComplex, complexReasoning }: Boundaries,
  margin: number,
): boolean {
  const limits = [-Infinity, simpleMedium, mediumComplex, complexReasoning, Infinity];
  const at = TIERS.indexOf(tier);
  return score >= limits[at]! - margin && score < limits[at + 1]! + margin;
}

/** All tiers, nearest first: the tier itself, then by distance, the more capable one first. */
export function nearestTiers(tier: Tier): readonly Tier[] {
  const at = TIERS.indexOf(tier);
  const distance = (other: Tier): number => {
    const steps = TIERS.indexOf(other) - at;
    return Math.abs(steps) + (steps < 0 ? 0.5 : 0);
  };
  return [...TIERS].sort((a, b) => distance(a) - distance(b));
}
