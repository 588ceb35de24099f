/**
 * What moved a score, in words. Only words of the model's own list are named, never other text.
 *
 * @module
 */
import type { Contribution } from "../../domain/routing.ts";
import { PLAIN_FEATURES, type PlainFeature } from "./features.ts";
import type { Reading } from "./read_text.ts";
import { DEMANDING, EASY } from "./task_words.ts";
import type { WordTable } from "./word_table.ts";

interface Group {
  readonly name: string;
  readonly features: readonly PlainFeature[];
  readonly found: (reading: Reading) => string;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${Math.round(count)} ${Math.round(count) === 1 ? one : many}`;

const GROUPS: readonly Group[] = [
  {
    name: "length",
    features: ["length", "length_squared"],
    found: ({ length }) => counted(length, "word"),
  },
  {
    name: "numbers",
    features: ["numbers", "number_share"],
    found: ({ numbers }) => counted(numbers, "number"),
  },
  {
    name: "formulas",
    features: ["formulas", "formula_share"],
    found: ({ mathSigns }) => counted(mathSigns, "sign of formulas", "signs of formulas"),
  },
  {
    name: "code",
    features: ["code_signs", "code_share"],
    found: ({ codeSigns }) => counted(codeSigns, "sign of program text", "signs of program text"),
  },
  {
    name: "options",
    features: ["options"],
    found: ({ options }) => counted(options, "option to choose from", "options to choose from"),
  },
  {
    name: "questions",
    features: ["questions"],
    found: ({ questions }) => counted(questions, "question mark"),
  },
  { name: "lines", features: ["lines"], found: ({ lines }) => counted(lines, "line") },
  {
    name: "vocabulary",
    features: ["word_length", "rarity", "rare_share", "unknown_share"],
    found: () => "length and rarity of its words",
  },
  { name: "task", features: ["demanding", "easy"], found: ({ words }) => taskWords(words) },
];

function taskWords(words: readonly string[]): string {
  const demanding = [...new Set(words.filter((word) => DEMANDING.has(word)))];
  const easy = [...new Set(words.filter((word) => EASY.has(word)))];
  return [
    ...(demanding.length > 0 ? [`demanding: ${demanding.slice(0, 5).join(", ")}`] : []),
    ...(easy.length > 0 ? [`easy: ${easy.slice(0, 5).join(", ")}`] : []),
  ].join("; ");
}

const FEATURES_OF: readonly (readonly number[])[] = GROUPS.map(({ features }) =>
  features.map((feature) => PLAIN_FEATURES.indexOf(feature))
);

/** @param parts what each plain feature adds */
export function explainPlain(reading: Reading, parts: Float64Array): Contribution[] {
  return GROUPS.map(({ name, found }, group) => ({
    name,
    value: FEATURES_OF[group]!.reduce((sum, at) => sum + parts[at]!, 0),
    found: found(reading),
  }));
}

/** So many words are named in each direction. */
const NAMED = 3;

/**
 * One contribution for all words.
 *
 * @param gains what each word of the text adds, in the order of `rows`
 * @param middle what is taken off for an average text
 */
export function explainWords(
  table: WordTable,
  rows: readonly number[],
  gains: Float64Array,
  middle: number,
): Contribution[] {
  const byRow = new Map<number, number>();
  let value = middle;
  for (let at = 0; at < rows.length; at++) {
    value += gains[at]!;
    byRow.set(rows[at]!, (byRow.get(rows[at]!) ?? 0) + gains[at]!);
  }
  const sorted = [...byRow].sort((one, two) => two[1] - one[1] || one[0] - two[0]);
  const up = sorted.slice(0, NAMED).filter(([, gain]) => gain > 0);
  const down = sorted.slice(-NAMED).filter(([, gain]) => gain < 0).reverse();
  const names = (words: typeof up): string => words.map(([row]) => table.words[row]!).join(", ");
  const found = [
    ...(up.length > 0 ? [`harder: ${names(up)}`] : []),
    ...(down.length > 0 ? [`easier: ${names(down)}`] : []),
  ].join("; ");
  return [{ name: "words", value, found }];
}
