/**
 * Whether a correction would do better than the prior on prompts that it was not learned from.
 *
 * @module
 */
import { seededRandom, shuffled } from "../eval/seeded_random.ts";
import { type Block, evidenceFit, Moments } from "./evidence_fit.ts";
import type { Evidence } from "./outcomes.ts";

/** What cross-validation found. */
export interface LearnFigures {
  readonly prompts: number;
  /** Cross-validated areas; chance is 0.5. */
  readonly priorApgr: number;
  readonly learnedApgr: number;
  /** Their difference and its interval at `confidence`. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** Up to here a wrong adoption is likelier than a right one, so the interval must be wide. */
const FEW_PROMPTS = 100;
const FEW = { confidence: 0.9, errors: 1.645 };
const MANY = { confidence: 0.5, errors: 0.674 };

const FOLDS = 5;
const REPETITIONS = 4;
/** A prompt with its features. */
export interface Example extends Evidence {
  /** 1, then the features, last the prior's score. */
  readonly features: Float64Array;
}

export function momentsOf(examples: readonly Example[]): Moments {
  const moments = new Moments(examples[0]!.features.length);
  for (const { features, factor, target, weight } of examples) {
    moments.add(features.map((value) => value * factor), target, weight);
  }
  return moments;
}

/**
 * Each prompt is ranked by a model that did not see it, among the prompts that this model saw, and
 * by the prior among the same. The area is the mean of gain times rank, in units of the mean gain.
 */
export function crossValidate(
  examples: readonly Example[],
  blocks: readonly Block[],
  gap: number,
): LearnFigures {
  const all = momentsOf(examples);
  const count = examples.length;
  const learned = new Float64Array(count), prior = new Float64Array(count);
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const order = shuffled(count, seededRandom(repetition + 1));
    for (let fold = 0; fold < FOLDS; fold++) {
      const out = order.filter((_, place) => place % FOLDS === fold);
      const rest = order.filter((_, place) => place % FOLDS !== fold);
      const seen = all.without(momentsOf(Array.from(out, (at) => examples[at]!)));
      const weights = evidenceFit(seen, blocks);
      const byLearned = Float64Array.from(rest, (at) => dot(weights, examples[at]!.features))
        .sort();
      const byPrior = Float64Array.from(rest, (at) => examples[at]!.features.at(-1)!).sort();
      for (const at of out) {
        const { features } = examples[at]!;
        learned[at]! += rankIn(byLearned, dot(weights, features)) / REPETITIONS;
        prior[at]! += rankIn(byPrior, features.at(-1)!) / REPETITIONS;
      }
    }
  }
  return figuresOf(examples, gap, learned, prior);
}

function figuresOf(
  examples: readonly Example[],
  gap: number,
  learned: Float64Array,
  prior: Float64Array,
): LearnFigures {
  const { confidence, errors } = examples.length < FEW_PROMPTS ? FEW : MANY;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const area = (ranks: Float64Array): number =>
    examples.reduce(
      (sum, { gain, weight }, at) => sum + weight * (gain - gap) * (ranks[at]! - 0.5),
      0,
    ) / total / gap;
  const priorApgr = 0.5 + area(prior), learnedApgr = 0.5 + area(learned);
  const difference = learnedApgr - priorApgr;
  const variance = examples.reduce((sum, { gain, weight }, at) => {
    const part = (gain - gap) * (learned[at]! - prior[at]!) / gap - difference;
    return sum + (weight * part) ** 2;
  }, 0) / total ** 2;
  const error = errors * Math.sqrt(variance);
  return {
    prompts: examples.length,
    priorApgr,
    learnedApgr,
    difference,
    low: difference - error,
    high: difference + error,
    confidence,
  };
}

/** Share of sorted values that are below this one, equal ones counting half. */
function rankIn(sorted: Float64Array, value: number): number {
  return (below(sorted, (one) => one < value) + below(sorted, (one) => one <= value)) /
    (2 * sorted.length);
}

function below(sorted: Float64Array, isBelow: (value: number) => boolean): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function dot(one: Float64Array, two: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * two[at]!;
  return sum;
}
