/**
 * A scorer judged on recorded outcomes of two models, with intervals.
 *
 * @module
 */
import {
  areaUnder,
  areaUnderRoc,
  curveInOrder,
  type CurvePoint,
  descending,
  recoveryCurve,
  shareFor,
} from "./curve.ts";
import type { OutcomeRow } from "./outcomes_file.ts";
import { seededRandom } from "./seeded_random.ts";

/** The two models between which prompts are divided. */
export interface ModelPair {
  readonly strong: string;
  readonly weak: string;
}

/** A value with the bounds between which 95 % of resampled values lie. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What routing by a scorer costs when it gives up at most 5 % of the strong model's quality. */
export interface EqualQuality {
  /** Share of prompts at the strong model. */
  readonly share: number;
  /** US dollars for all prompts, and if all went to the strong model; null without costs. */
  readonly cost: number | null;
  readonly allStrongCost: number | null;
}

export interface Measures {
  readonly apgr: Estimate;
  readonly cpt50: Estimate;
  readonly cpt80: Estimate;
  /** NaN when the strong model does better on all prompts or on none. */
  readonly auc: number;
  readonly equalQuality: EqualQuality;
  readonly curve: readonly CurvePoint[];
}

/** Rows that hold outcomes of both models. */
export function rowsWith(rows: readonly OutcomeRow[], pair: ModelPair): readonly OutcomeRow[] {
  return rows.filter(({ outcomes }) => outcomes.has(pair.strong) && outcomes.has(pair.weak));
}

/** Outcome of the strong model less that of the weak one, row by row. */
export function gainsOf(rows: readonly OutcomeRow[], pair: ModelPair): Float64Array {
  return Float64Array.from(
    rows,
    ({ outcomes }) => outcomes.get(pair.strong)! - outcomes.get(pair.weak)!,
  );
}

/** Of the strong model's quality, this part is to be kept. */
const KEPT = 0.95;

/**
 * @param rows rows that hold both models, see {@link rowsWith}
 * @param scores one per row; higher = goes to the strong model earlier
 * @param resamples of the bootstrap over prompts; the same seed always
 */
export function measure(
  rows: readonly OutcomeRow[],
  pair: ModelPair,
  scores: ArrayLike<number>,
  resamples = 300,
): Measures {
  const gains = gainsOf(rows, pair);
  const curve = recoveryCurve(scores, gains);
  const drawn = resample(scores, gains, resamples);
  return {
    apgr: estimate(areaUnder(curve), drawn.map(areaUnder)),
    cpt50: estimate(shareFor(curve, 0.5), drawn.map((one) => shareFor(one, 0.5))),
    cpt80: estimate(shareFor(curve, 0.8), drawn.map((one) => shareFor(one, 0.8))),
    auc: areaUnderRoc(scores, gains),
    equalQuality: atEqualQuality(rows, pair, scores, curve),
    curve,
  };
}

function resample(
  scores: ArrayLike<number>,
  gains: Float64Array,
  resamples: number,
): readonly (readonly CurvePoint[])[] {
  const random = seededRandom(1);
  const order = descending(scores);
  return Array.from({ length: resamples }, () => {
    const counts = new Uint16Array(gains.length);
    for (let at = 0; at < gains.length; at++) counts[Math.floor(random() * gains.length)]!++;
    return curveInOrder(order, scores, gains, counts);
  }).filter((curve) => curve.length > 0);
}

function estimate(value: number, drawn: readonly number[]): Estimate {
  const sorted = drawn.toSorted((one, two) => one - two);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? value;
  return { value, low: at(0.025), high: at(0.975) };
}

function atEqualQuality(
  rows: readonly OutcomeRow[],
  { strong, weak }: ModelPair,
  scores: ArrayLike<number>,
  curve: readonly CurvePoint[],
): EqualQuality {
  const mean = (model: string): number =>
    rows.reduce((sum, { outcomes }) => sum + outcomes.get(model)!, 0) / rows.length;
  const high = mean(strong), low = mean(weak);
  const share = high <= low ? 0 : shareFor(curve, Math.max(0, (KEPT * high - low) / (high - low)));
  if (!rows.every(({ costs }) => costs.has(strong) && costs.has(weak))) {
    return { share, cost: null, allStrongCost: null };
  }
  const first = Math.round(share * rows.length);
  let cost = 0, allStrongCost = 0;
  descending(scores).forEach((at, place) => {
    const { costs } = rows[at]!;
    cost += costs.get(place < first ? strong : weak)!;
    allStrongCost += costs.get(strong)!;
  });
  return { share, cost, allStrongCost };
}
