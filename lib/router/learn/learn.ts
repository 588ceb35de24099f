/**
 * Learns from outcomes a correction of the shipped model for one pair of models, and says whether it
 * is worth adopting. Pure: the same outcomes give the same correction.
 *
 * @module
 */
import { PLAIN_FEATURES } from "../local/features.ts";
import type { LocalModel } from "../local/model.ts";
import { type Correction, CORRECTION_VERSION } from "./correction.ts";
import { crossValidate, type Example, type LearnFigures, momentsOf } from "./cross_validate.ts";
import { type Block, evidenceFit } from "./evidence_fit.ts";
import { gatherEvidence, type Outcome, type Pair } from "./outcomes.ts";

/** What came of learning. */
export interface Lesson {
  readonly pair: Pair;
  /** Null when there was nothing to learn from. */
  readonly figures: LearnFigures | null;
  readonly correction: Correction | null;
  /** Whether the correction is better than the prior as far as can be told; else keep the prior. */
  readonly isAdopted: boolean;
  /** Why it is or is not adopted, in a sentence. */
  readonly reason: string;
}

/** Fewer prompts teach nothing. */
export const LEAST_PROMPTS = 30;
/** Variances to choose from, in units of the noise's; found on public data. */
const WEAK_TO_STRONG = [1e-4, 4e-4, 1.5e-3, 6e-3] as const;
const INTERCEPT = [10] as const;
const PRIOR = [1e-4, 1e-3, 1e-2, 1e-1] as const;

export function learn(outcomes: readonly Outcome[], pair: Pair, prior: LocalModel): Lesson {
  const features = new Map<string, Float64Array>();
  const featuresOf = (text: string): Float64Array => {
    const found = features.get(text) ?? Float64Array.of(1, ...prior.features(text));
    features.set(text, found);
    return found;
  };
  const examples = gatherEvidence(outcomes, pair, (text) => featuresOf(text).at(-1)!)
    .map((evidence) => ({ ...evidence, features: featuresOf(evidence.text) }));
  const nothing = { pair, correction: null, figures: null, isAdopted: false };
  if (examples.length < LEAST_PROMPTS) {
    const reason = `${examples.length} prompts are too few: at least ${LEAST_PROMPTS} are needed.`;
    return { ...nothing, reason };
  }
  const blocks = blocksFor(examples[0]!.features.length);
  const gap = weightedMean(examples, ({ gain }) => gain);
  if (gap <= 0) {
    return { ...nothing, reason: `${pair.strong} does no better than ${pair.weak} here.` };
  }
  const figures = crossValidate(examples, blocks, gap);
  const weights = evidenceFit(momentsOf(examples), blocks);
  const isAdopted = figures.low > 0;
  const interval = `The ${figures.confidence * 100} % interval of its gain over the prior`;
  return {
    pair,
    figures,
    correction: correctionOf(examples, pair, weights),
    isAdopted,
    reason: `${interval} ${isAdopted ? "excludes" : "does not exclude"} zero.`,
  };
}

function blocksFor(size: number): readonly Block[] {
  return [
    { size: 1, variances: INTERCEPT },
    { size: PLAIN_FEATURES.length, variances: WEAK_TO_STRONG },
    { size: size - PLAIN_FEATURES.length - 2, variances: WEAK_TO_STRONG },
    { size: 1, variances: PRIOR },
  ];
}

function correctionOf(
  examples: readonly Example[],
  pair: Pair,
  weights: Float64Array,
): Correction {
  const scores = examples.map(({ features }) =>
    features.reduce((sum, value, at) => at === 0 ? 0 : sum + value * weights[at]!, 0)
  );
  const [mean, spread] = spreadOf(scores);
  const [priorMean, priorSpread] = spreadOf(examples.map(({ features }) => features.at(-1)!));
  return {
    version: CORRECTION_VERSION,
    pair,
    prompts: examples.length,
    weights: [...weights.subarray(1)],
    mean,
    spread,
    priorMean,
    priorSpread,
  };
}

function spreadOf(values: readonly number[]): readonly [mean: number, spread: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.max(Math.sqrt(variance), 1e-9)];
}

function weightedMean(examples: readonly Example[], of: (example: Example) => number): number {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  return examples.reduce((sum, example) => sum + example.weight * of(example), 0) / total;
}
