/**
 * The model at work: text in, score and reasons out.
 *
 * @module
 */
import type { Contribution, Score } from "../../domain/routing.ts";
import { averageVector, knownWords, PLAIN_FEATURES, plainFeatures } from "./features.ts";
import { explainPlain, explainWords } from "./explanation.ts";
import { readText } from "./read_text.ts";
import type { Weights } from "./weights_file.ts";

/** Scores texts. Holds no state but the weights: the same text always has the same score. */
export class LocalModel {
  readonly #wordGains: Float64Array;
  readonly #vectorMean: number;

  constructor(readonly weights: Weights) {
    this.#wordGains = wordGains(weights);
    const plain = PLAIN_FEATURES.length;
    this.#vectorMean = dot(weights.weights.subarray(plain), weights.means.subarray(plain));
  }

  /** The score with what it is made of: the contributions add up to its log-odds. */
  score(text: string): Score {
    const { table, weights, means, rawMean, rawSpread } = this.weights;
    const reading = readText(text);
    const known = knownWords(reading, table);
    const plain = plainFeatures(reading, known, table);
    const parts = plain.map((value, at) => (value - means[at]!) * weights[at]! / rawSpread);
    const gains = known.shares.map((share, at) =>
      share * this.#wordGains[known.rows[at]!]! / rawSpread
    );
    const middle = -this.#vectorMean / rawSpread;
    const base = -rawMean / rawSpread;
    const contributions: readonly Contribution[] = [
      { name: "base", value: base, found: "what every prompt begins with" },
      ...explainPlain(reading, parts),
      ...explainWords(table, known.rows, gains, middle),
    ];
    return { value: toScore(base + sum(parts) + sum(gains) + middle), contributions };
  }

  /**
   * All features of a text in spreads from their average, and last the score's log-odds: what a
   * correction is learned from.
   */
  features(text: string): Float64Array {
    const { table, weights, means, spreads, rawMean, rawSpread } = this.weights;
    const reading = readText(text);
    const known = knownWords(reading, table);
    const plain = plainFeatures(reading, known, table);
    const features = new Float64Array(weights.length + 1);
    features.set(plain);
    features.set(averageVector(known, table), plain.length);
    let raw = -rawMean;
    for (let at = 0; at < weights.length; at++) {
      const apart = features[at]! - means[at]!;
      raw += apart * weights[at]!;
      features[at] = apart / spreads[at]!;
    }
    features[weights.length] = raw / rawSpread;
    return features;
  }
}

/** From log-odds to 0…1. */
export const toScore = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** What a text of one word only would gain by it. */
function wordGains({ table, weights }: Weights): Float64Array {
  const { dimensions, vectors, scales } = table;
  const own = weights.subarray(PLAIN_FEATURES.length).map((weight, at) => weight * scales[at]!);
  return new Float64Array(table.words.length).map((_, row) => {
    let gain = 0;
    for (let column = 0; column < dimensions; column++) {
      gain += own[column]! * vectors[row * dimensions + column]!;
    }
    return gain;
  });
}

function dot(one: Float64Array, two: Float64Array): number {
  return one.reduce((total, value, at) => total + value * two[at]!, 0);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total;
}
