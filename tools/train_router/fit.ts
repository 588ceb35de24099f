/**
 * Fits the model: a ridge regression that is also punished for telling two wordings of a prompt
 * apart.
 *
 * @module
 */
import {
  averageVector,
  knownWords,
  PLAIN_FEATURES,
  type PlainFeature,
  plainFeatures,
} from "../../lib/router/local/features.ts";
import { quantilesOf } from "../../lib/router/local/boundaries.ts";
import { toScore } from "../../lib/router/local/model.ts";
import { readText } from "../../lib/router/local/read_text.ts";
import type { Weights } from "../../lib/router/local/weights_file.ts";
import type { WordTable } from "../../lib/router/local/word_table.ts";
import { Factor, SquareMatrix } from "../../lib/router/learn/linear_system.ts";
import type { Row } from "./data.ts";
import { targetsOf } from "./targets.ts";

/** How strongly large weights are punished, features being in spreads. */
const RIDGE = 0.2;
/** How strongly a difference between two wordings is punished. */
const REWORDING = 8;
/** The vector's features count as one block with this spread each. */
const VECTOR_SPREAD = 0.25;

/**
 * Weights that are set by hand, in spreads of the trained score per unit: of the words of
 * task_words.ts, which the data cannot teach, and of length on top of what the data teach, since
 * length alone ranks prompts of benchmarks that were not trained on about as well as all the rest.
 */
const BY_HAND: Readonly<Partial<Record<PlainFeature, number>>> = {
  length: 0.25,
  demanding: 0.35,
  easy: -0.2,
};
/** Features whose weight the data do not touch. */
const NOT_TRAINED: readonly PlainFeature[] = ["demanding", "easy"];
/** Prompts with fewer lines that look like options count as a task in free words. */
const OPTIONS = 2;

/** A prompt with its features, and the features of its other wordings. */
export interface Example {
  readonly row: Row;
  readonly features: Float64Array;
  readonly reworded: readonly Float64Array[];
}

export function featuresOf(text: string, table: WordTable): Float64Array {
  const reading = readText(text);
  const known = knownWords(reading, table);
  return Float64Array.of(
    ...plainFeatures(reading, known, table),
    ...averageVector(known, table),
  );
}

/** @param leftOut models whose outcomes are not looked at */
export function fit(
  examples: readonly Example[],
  table: WordTable,
  leftOut: ReadonlySet<string>,
): Weights {
  const { targets, shares } = prepare(examples, leftOut);
  const size = examples[0]!.features.length;
  const means = average(examples.map(({ features }) => features), shares);
  const squares = average(
    examples.map(({ features }) => features.map((value, at) => (value - means[at]!) ** 2)),
    shares,
  );
  const own = squares.map((square) => Math.sqrt(square) + 1e-9);
  const middle = targets.reduce((sum, target, at) => sum + target * shares[at]!, 0);
  const matrix = new SquareMatrix(size);
  const right = new Float64Array(size);
  const wordings = examples.reduce((sum, { reworded }) => sum + reworded.length, 0);
  examples.forEach(({ features, reworded }, at) => {
    const apart = features.map((value, column) => (value - means[column]!) / own[column]!);
    matrix.addOuter(apart, shares[at]!);
    for (let column = 0; column < size; column++) {
      right[column]! += shares[at]! * apart[column]! * (targets[at]! - middle);
    }
    for (const other of reworded) {
      const moved = other.map((value, column) => (value - features[column]!) / own[column]!);
      matrix.addOuter(moved, REWORDING / wordings);
    }
  });
  PLAIN_FEATURES.forEach((name, at) => {
    if (NOT_TRAINED.includes(name)) takeOut(matrix, right, at);
  });
  for (let at = 0; at < size; at++) matrix.set(at, at, matrix.at(at, at) + RIDGE);
  const weights = new Factor(matrix).solve(right).map((weight, at) => weight / own[at]!);
  return finish(examples, table, { weights, means, own });
}

/** The target of each example, and its share in the sum: benches count by the root of their size. */
function prepare(examples: readonly Example[], leftOut: ReadonlySet<string>) {
  const targets = new Float64Array(examples.length);
  const shares = new Float64Array(examples.length);
  for (const bench of [...new Set(examples.map(({ row }) => row.bench))].sort()) {
    const places = examples.flatMap(({ row }, at) => row.bench === bench ? [at] : []);
    const found = targetsOf(places.map((at) => examples[at]!.row), leftOut);
    places.forEach((at, index) => {
      targets[at] = found?.[index] ?? 0;
      shares[at] = found === null ? 0 : places.length ** -0.5;
    });
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return { targets, shares: shares.map((share) => share / total) };
}

function average(rows: readonly Float64Array[], shares: Float64Array): Float64Array {
  const mean = new Float64Array(rows[0]!.length);
  rows.forEach((row, at) => {
    for (let column = 0; column < mean.length; column++) {
      mean[column]! += shares[at]! * row[column]!;
    }
  });
  return mean;
}

/** Makes a feature's weight zero. */
function takeOut(matrix: SquareMatrix, right: Float64Array, feature: number): void {
  for (let at = 0; at < matrix.size; at++) {
    matrix.set(feature, at, 0);
    matrix.set(at, feature, 0);
  }
  right[feature] = 0;
}

function finish(
  examples: readonly Example[],
  table: WordTable,
  { weights, means, own }: Readonly<Record<"weights" | "means" | "own", Float64Array>>,
): Weights {
  const plain = weights.length - table.dimensions;
  const rawOf = ({ features }: Example): number =>
    features.reduce((sum, value, at) => sum + (value - means[at]!) * weights[at]!, 0);
  const trained = spread(examples.map(rawOf));
  PLAIN_FEATURES.forEach((name, at) => {
    weights[at]! += (BY_HAND[name] ?? 0) * trained;
  });
  const options = PLAIN_FEATURES.indexOf("options");
  const raws = examples.filter(({ features }) => features[options]! < Math.log2(1 + OPTIONS))
    .map(rawOf);
  // Laid so that the classifier's default boundaries 0.28, 0.40 and 0.50 part prompts 50/25/15/10:
  // the middle prompt scores 0.28, the one above 90 % of all 0.50; three quarters then score 0.40.
  const quantiles = quantilesOf(raws);
  const rawMean = quantiles[90]!;
  const rawSpread = (quantiles[50]! - rawMean) / Math.log(0.28 / 0.72);
  const block = Math.sqrt(own.subarray(plain).reduce((sum, one) => sum + one * one, 0));
  return {
    table,
    weights,
    means,
    spreads: own.map((one, at) => at < plain ? one : block * VECTOR_SPREAD),
    rawMean,
    rawSpread,
    quantiles: quantilesOf(raws.map((raw) => toScore((raw - rawMean) / rawSpread))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
