/**
 * What the score is to foretell of a prompt, from the recorded outcomes.
 *
 * @module
 */
import type { Row } from "./data.ts";

/** Part of the target that is "the weaker models fail", the rest is "the stronger ones do better". */
const WEAK_FAILURE = 0.6;
/** Targets of a bench are divided by their spread, but by no less. */
const LEAST_SPREAD = 0.05;

/**
 * One number for each row of one bench: in spreads of the bench, how much more the better half of
 * its models achieves than the worse half, and how much the worse half fails.
 *
 * @param left models that are left out, as if nothing were known of them
 * @returns null when fewer than two models are left
 */
export function targetsOf(rows: readonly Row[], left: ReadonlySet<string>): Float64Array | null {
  const names = [...new Set(rows.flatMap(({ outcomes }) => Object.keys(outcomes)))]
    .filter((name) => !left.has(name)).sort();
  if (names.length < 2) return null;
  const means = new Map(names.map((name) => [
    name,
    mean(
      rows.flatMap(({ outcomes }) => outcomes[name] === undefined ? [] : [outcomes[name]]),
    ),
  ]));
  const ranked = names.toSorted((one, two) => means.get(one)! - means.get(two)!);
  const half = Math.max(1, Math.round(ranked.length / 2));
  const of = (row: Row, models: readonly string[]): number =>
    mean(models.map((name) => row.outcomes[name] ?? means.get(name)!));
  const weak = rows.map((row) => of(row, ranked.slice(0, half)));
  const strong = rows.map((row) => of(row, ranked.slice(-half)));
  const gain = scaled(strong.map((value, at) => value - weak[at]!));
  const failure = scaled(weak.map((value) => 1 - value));
  return gain.map((value, at) => (1 - WEAK_FAILURE) * value + WEAK_FAILURE * failure[at]!);
}

function scaled(values: readonly number[]): Float64Array {
  const middle = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return Float64Array.from(values, (value) => value / Math.max(spread, LEAST_SPREAD));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
