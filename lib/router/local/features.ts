/**
 * A text as numbers: its length, what it is made of, and the average meaning of its words. All of
 * them change little when a text is worded anew, which is what keeps a decision stable.
 *
 * @module
 */
import { type Reading, readText } from "./read_text.ts";
import type { WordTable } from "./word_table.ts";

/** Features in front of the averaged word vector, in order. */
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
] as const;

/** The text's numbers and what they were made from. */
export interface Features {
  readonly values: Float64Array;
  readonly reading: Reading;
  /** Rows of the known words, in order, and what each weighs in the average (sum 1). */
  readonly rows: readonly number[];
  readonly shares: readonly number[];
}

/** From this rarity on (rank about 4,100) a word is rare. */
const RARE = 192;
/** Common words weigh little: weight = rank / (rank + this). */
const COMMON = 150;
/** The average is drawn towards the middle as if so much more weight of nothing were in the text. */
const EMPTY_WEIGHT = 2;

const WEIGHTS: readonly number[] = Array.from({ length: 256 }, (_, rarity) => {
  const rank = 2 ** (rarity / 16);
  return rank / (rank + COMMON);
});

/** Number of features with a table. */
export const featureCount = (table: WordTable): number => PLAIN_FEATURES.length + table.dimensions;

/** Turns a text into numbers; `values` holds the plain features, then the averaged vector. */
export function featuresOf(text: string, table: WordTable): Features {
  const reading = readText(text);
  const values = new Float64Array(featureCount(table));
  const rows: number[] = [];
  const shares: number[] = [];
  let weight = EMPTY_WEIGHT, rarity = 0, rare = 0, letters = 0;
  for (const word of reading.words) {
    letters += word.length;
    const row = table.rows.get(word);
    if (row === undefined) continue;
    const rank = table.rarity[row]!;
    rows.push(row);
    shares.push(WEIGHTS[rank]!);
    weight += WEIGHTS[rank]!;
    rarity += rank;
    if (rank >= RARE) rare++;
  }
  for (let at = 0; at < shares.length; at++) shares[at] = shares[at]! / weight;
  addVectors(values, rows, shares, table);
  const known = Math.max(rows.length, 1);
  const words = Math.max(reading.words.length, 1);
  const length = Math.log2(1 + reading.length);
  const total = reading.length + reading.mathSigns + reading.codeSigns + 4;
  values.set([
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
    (reading.words.length - rows.length) / words,
  ]);
  return { values, reading, rows, shares };
}

function addVectors(
  values: Float64Array,
  rows: readonly number[],
  shares: readonly number[],
  { dimensions, vectors, scales }: WordTable,
): void {
  const offset = PLAIN_FEATURES.length;
  for (let word = 0; word < rows.length; word++) {
    const start = rows[word]! * dimensions;
    const share = shares[word]!;
    for (let column = 0; column < dimensions; column++) {
      values[offset + column]! += share * vectors[start + column]!;
    }
  }
  for (let column = 0; column < dimensions; column++) {
    values[offset + column]! *= scales[column]!;
  }
}
