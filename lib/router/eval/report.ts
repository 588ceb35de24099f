/**
 * Every scorer on every bench of a file.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import { measure, type Measures, type ModelPair, rowsWith } from "./measure.ts";
import type { OutcomeRow } from "./outcomes_file.ts";
import type { Scorer } from "./scorers.ts";

export interface BenchReport {
  /** `all` for all rows together. */
  readonly bench: string;
  readonly prompts: number;
  /** Average outcomes. */
  readonly strong: number;
  readonly weak: number;
  readonly scorers: readonly { readonly name: string; readonly measures: Measures }[];
}

/** Benches with fewer prompts are part of `all` only. */
export const LEAST_PROMPTS = 40;

/**
 * @throws FlowError `invalid_request` when no row holds both models, or the strong one is not better
 */
export function evaluate(
  rows: readonly OutcomeRow[],
  pair: ModelPair,
  scorers: readonly Scorer[],
  resamples?: number,
): readonly BenchReport[] {
  const both = rowsWith(rows, pair);
  if (both.length === 0) {
    const message = `Cannot compare ${pair.strong} with ${pair.weak}: no prompt has both.`;
    throw new FlowError("invalid_request", message);
  }
  const scores = new Map(
    scorers.map(({ name, score }) => [name, Float64Array.from(both, ({ text }) => score(text))]),
  );
  const benches = [...new Set(both.map(({ bench }) => bench))].sort();
  const groups = benches.length < 2 ? ["all"] : ["all", ...benches];
  const reports = groups.flatMap((bench) => {
    const places = both.flatMap((row, at) => bench === "all" || row.bench === bench ? [at] : []);
    if (bench !== "all" && places.length < LEAST_PROMPTS) return [];
    const own = places.map((at) => both[at]!);
    const strong = mean(own, pair.strong), weak = mean(own, pair.weak);
    if (strong <= weak) return [];
    return [{
      bench,
      prompts: own.length,
      strong,
      weak,
      scorers: scorers.map(({ name }) => ({
        name,
        measures: measure(own, pair, places.map((at) => scores.get(name)![at]!), resamples),
      })),
    }];
  });
  if (reports.length > 0) return reports;
  throw new FlowError(
    "invalid_request",
    `Cannot compare: ${pair.strong} does not do better than ${pair.weak}. Swap them.`,
  );
}

/** The best model by outcome, and the cheapest one, or the worst where costs are missing. */
export function choosePair(rows: readonly OutcomeRow[]): ModelPair {
  const models = [...new Set(rows.flatMap(({ outcomes }) => [...outcomes.keys()]))].sort();
  if (models.length < 2) {
    throw new FlowError("invalid_request", "Cannot compare: outcomes of two models are needed.");
  }
  const byOutcome = models.toSorted((one, two) => mean(rows, two) - mean(rows, one));
  const strong = byOutcome[0]!;
  const costs = new Map(
    models.map((model) => [model, averageOf(rows.map((row) => row.costs), model)]),
  );
  const others = byOutcome.slice(1);
  const weak = others.every((model) => Number.isFinite(costs.get(model)))
    ? others.toSorted((one, two) => costs.get(one)! - costs.get(two)!)[0]!
    : others.at(-1)!;
  return { strong, weak };
}

function mean(rows: readonly OutcomeRow[], model: string): number {
  return averageOf(rows.map(({ outcomes }) => outcomes), model);
}

/** NaN when nothing is known of a model. */
function averageOf(maps: readonly ReadonlyMap<string, number>[], model: string): number {
  const values = maps.flatMap((map) => map.has(model) ? [map.get(model)!] : []);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
