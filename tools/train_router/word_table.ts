/**
 * Makes the table of words from word vectors and the prompts that are trained on.
 *
 * @module
 */
import { CODE, TECHNICAL } from "../../lib/router/keywords.ts";
import { CHINESE_TERMS } from "../../lib/router/local/chinese_terms.ts";
import { readText } from "../../lib/router/local/read_text.ts";
import { DEMANDING, EASY } from "../../lib/router/local/task_words.ts";
import type { WordTable } from "../../lib/router/local/word_table.ts";
import { principalAxes } from "./principal_axes.ts";
import type { Synonyms } from "./reword.ts";

/** A word with its rank by frequency (from 1) and its vector. */
export interface WordVector {
  readonly word: string;
  readonly rank: number;
  readonly vector: Float64Array;
}

/** All of the most frequent words are in the table, rarer ones when prompts hold them. */
const FREQUENT = 7000;
/** A rarer word must stand in so many prompts. */
const PROMPTS = 3;
/** Of words that have a vector at all, those within this rank. */
const RAREST = 120_000;
/** How near two words must be to stand for each other (cosine), and how many are kept. */
const NEAR = 0.62;
const NEAREST = 4;

/** Words that the product itself names must be known. */
const NAMED: ReadonlySet<string> = new Set([
  ...DEMANDING,
  ...EASY,
  ...[...CHINESE_TERMS.values()].flat(),
  ...[...CODE, ...TECHNICAL].flatMap((keyword) => keyword.split(" ")),
]);

/** The words of the table, by rank. */
export function chooseWords(
  vectors: readonly WordVector[],
  texts: readonly string[],
): readonly WordVector[] {
  const prompts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(readText(text).words)) {
      prompts.set(word, (prompts.get(word) ?? 0) + 1);
    }
  }
  return vectors.filter(({ word, rank }) =>
    /^[a-z]+$/.test(word) && rank <= RAREST &&
    (rank <= FREQUENT || NAMED.has(word) || (prompts.get(word) ?? 0) >= PROMPTS)
  );
}

export function makeTable(chosen: readonly WordVector[], dimensions: number): WordTable {
  const axes = principalAxes(chosen.map(({ vector }) => vector), dimensions);
  const mean = new Float64Array(chosen[0]!.vector.length);
  for (const { vector } of chosen) {
    for (let at = 0; at < mean.length; at++) mean[at]! += vector[at]! / chosen.length;
  }
  const projected = chosen.map(({ vector }) =>
    axes.map((axis) => {
      let sum = 0;
      for (let at = 0; at < axis.length; at++) sum += axis[at]! * (vector[at]! - mean[at]!);
      return sum;
    })
  );
  const scales = new Float64Array(dimensions).map((_, column) =>
    Math.fround(Math.max(...projected.map((row) => Math.abs(row[column]!))) / 127)
  );
  const words = chosen.map(({ word }) => word);
  return {
    words,
    rows: new Map(words.map((word, row) => [word, row])),
    dimensions,
    vectors: Int8Array.from(
      projected.flatMap((row) => row.map((value, column) => Math.round(value / scales[column]!))),
    ),
    scales,
    rarity: Uint8Array.from(chosen, ({ rank }) => Math.round(16 * Math.log2(rank))),
  };
}

/** Words of nearly the same meaning, from the vectors themselves. */
export function findSynonyms(chosen: readonly WordVector[]): Synonyms {
  const unit = chosen.map(({ vector }) => {
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / norm);
  });
  const synonyms = new Map<string, readonly string[]>();
  for (let one = 0; one < unit.length; one++) {
    const near: { word: string; cosine: number }[] = [];
    for (let two = 0; two < unit.length; two++) {
      if (one === two) continue;
      const cosine = dot(unit[one]!, unit[two]!);
      if (cosine >= NEAR) near.push({ word: chosen[two]!.word, cosine });
    }
    near.sort((first, second) => second.cosine - first.cosine);
    if (near.length > 0) {
      synonyms.set(chosen[one]!.word, near.slice(0, NEAREST).map(({ word }) => word));
    }
  }
  return synonyms;
}

function dot(one: Float64Array, two: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * two[at]!;
  return sum;
}
