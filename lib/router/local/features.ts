/**
 * A text as numbers: its length, what it is made of, and the average meaning of its words. All of
 * them change little when a text is worded anew, which is what keeps a decision stable.
 *
 * @module
 */
import type { Reading } from "./read_text.ts";
import { DEMANDING, EASY } from "./task_words.ts";
import type { WordTable } from "./word_table.ts";

/** What is counted, in order. */
export const PLAIN_FEATURES = [
  "length",
  "length_squared",
  "numbers",
  "number_share",
  "formulas",
  "formula_share",
  "code_signs",
  "code_share",
  "options",
  "questions",
  "lines",
  "word_length",
  "rarity",
  "rare_share",
  "unknown_share",
  "demanding",
  "easy",
] as const;
export type PlainFeature = (typeof PLAIN_FEATURES)[number];

/** The words of a text that the table holds. */
export interface KnownWords {
  /** Rows of the table, in the text's order. */
  readonly rows: readonly number[];
  /** What each weighs in the average; together less than 1. */
  readonly shares: Float64Array;
  /** Of all words that were looked up. */
  readonly looked: number;
  /** Sum of their letters. */
  readonly letters: number;
  /** How many different ones tell of demanding work, and of easy work. */
  readonly demanding: number;
  readonly easy: number;
}

/** From this rarity on (rank about 4,100) a word is rare. */
const RARE = 192;
/** Common words weigh little: weight = rank / (rank + this). */
const COMMON = 150;
/** The average is drawn towards the middle as if so much more weight of nothing were in the text. */
const EMPTY_WEIGHT = 2;

/** More words of a kind of work say no more. */
const MANY = 7;

const WEIGHTS: Float64Array = new Float64Array(256).map((_, rarity) => {
  const rank = 2 ** (rarity / 16);
  return rank / (rank + COMMON);
});

export function knownWords({ words }: Reading, table: WordTable): KnownWords {
  const rows: number[] = [];
  const demanding = new Set<string>();
  const easy = new Set<string>();
  let letters = 0;
  let weight = EMPTY_WEIGHT;
  for (const word of words) {
    letters += word.length;
    if (DEMANDING.has(word)) demanding.add(word);
    else if (EASY.has(word)) easy.add(word);
    const row = table.rows.get(word);
    if (row === undefined) continue;
    rows.push(row);
    weight += WEIGHTS[table.rarity[row]!]!;
  }
  const shares = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    shares[at] = WEIGHTS[table.rarity[rows[at]!]!]! / weight;
  }
  return {
    rows,
    shares,
    looked: words.length,
    letters,
    demanding: demanding.size,
    easy: easy.size,
  };
}

/** The numbers of {@link PLAIN_FEATURES}. */
export function plainFeatures(
  reading: Reading,
  { rows, looked, letters, demanding, easy }: KnownWords,
  table: WordTable,
): Float64Array {
  let rarity = 0, rare = 0;
  for (const row of rows) {
    const own = table.rarity[row]!;
    rarity += own;
    if (own >= RARE) rare++;
  }
  const known = Math.max(rows.length, 1);
  const words = Math.max(looked, 1);
  const length = Math.log2(1 + reading.length);
  const total = reading.length + reading.mathSigns + reading.codeSigns + 4;
  return Float64Array.of(
    length,
    length * length / 10,
    Math.log2(1 + reading.numbers),
    reading.numbers / total,
    Math.log2(1 + reading.mathSigns),
    reading.mathSigns / total,
    Math.log2(1 + reading.codeSigns),
    reading.codeSigns / total,
    Math.log2(1 + Math.min(reading.options, 10)),
    Math.min(reading.questions, 3),
    Math.log2(reading.lines),
    Math.min(letters / words, 12),
    rarity / known / 16,
    rare / words,
    (looked - rows.length) / words,
    Math.log2(1 + Math.min(demanding, MANY)),
    Math.log2(1 + Math.min(easy, MANY)),
  );
}

/** The average of the words' vectors. */
export function averageVector({ rows, shares }: KnownWords, table: WordTable): Float64Array {
  const { dimensions, vectors, scales } = table;
  const average = new Float64Array(dimensions);
  for (let word = 0; word < rows.length; word++) {
    const start = rows[word]! * dimensions;
    const share = shares[word]!;
    for (let column = 0; column < dimensions; column++) {
      average[column]! += share * vectors[start + column]!;
    }
  }
  return average.map((value, column) => value * scales[column]!);
}
