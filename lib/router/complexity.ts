/**
 * The complexity score: seven dimensions, added up in order and cut to 0…1. No clock, no I/O; the
 * same text always has the same score.
 *
 * @module
 */
import type { Contribution, Dimension, Score } from "../domain/routing.ts";
import { KeywordSearch } from "./keyword_search.ts";
import { CODE, REASONING, SIMPLE, TECHNICAL } from "./keywords.ts";
import { countQuestionMarks, countWords, multiStepSign, STEP_WORDS } from "./text_signs.ts";

/** How much each dimension can add. */
export type Weights = Readonly<Record<Dimension, number>>;

export const DEFAULT_WEIGHTS: Weights = {
  tokenCount: 0.15,
  codePresence: 0.2,
  reasoningMarkers: 0.25,
  technicalTerms: 0.15,
  simpleIndicators: 0.15,
  multiStepPatterns: 0.05,
  questionComplexity: 0.05,
};

const LISTS = [CODE, REASONING, TECHNICAL, SIMPLE, STEP_WORDS] as const;
const WORDS: readonly string[] = LISTS.flat();
const SEARCH = new KeywordSearch(WORDS);

/** Below so many words, this part of the weight; all of it from the last number on. */
const LENGTHS = [[15, 0], [50, 0.3], [150, 0.6], [400, 0.85]] as const;
/** So many different words earn the whole weight. */
const FULL_CODE = 5;
const FULL_TECHNICAL = 3;
/** So many reasoning markers decide alone, whatever the weights. */
const DECISIVE_MARKERS = 2;

/** Scores a text. The result's contributions stand in the order in which they are added. */
export function scoreComplexity(text: string, weights: Weights = DEFAULT_WEIGHTS): Score {
  if (text === "") return { value: 0, contributions: [] };
  const { code, markers, technical, simple, stepWords } = keywordsIn(text.toLowerCase());
  if (markers.length >= DECISIVE_MARKERS) {
    const found = `${markers.join(", ")}: ${DECISIVE_MARKERS} or more decide alone`;
    return { value: 1, contributions: [{ name: "reasoningMarkers", value: 1, found }] };
  }
  const words = countWords(text);
  const steps = multiStepSign(text, new Set(stepWords));
  const questions = countQuestionMarks(text);
  const parts: Readonly<Record<Dimension, readonly [value: number, found: string]>> = {
    tokenCount: [weights.tokenCount * lengthPart(words), `${words} words`],
    codePresence: [
      weights.codePresence * Math.min(code.length / FULL_CODE, 1),
      code.join(", "),
    ],
    reasoningMarkers: [weights.reasoningMarkers * markers.length, markers.join(", ")],
    technicalTerms: [
      weights.technicalTerms * Math.min(technical.length / FULL_TECHNICAL, 1),
      technical.join(", "),
    ],
    simpleIndicators: [simple.length > 0 ? -weights.simpleIndicators : 0, simple.join(", ")],
    multiStepPatterns: [steps === null ? 0 : weights.multiStepPatterns, steps ?? ""],
    questionComplexity: [
      questions >= 3
        ? weights.questionComplexity
        : questions === 2
        ? 0.5 * weights.questionComplexity
        : 0,
      questions === 0 ? "" : `${questions} question marks`,
    ],
  };
  let sum = 0;
  const contributions: Contribution[] = [];
  for (const [name, [value, found]] of Object.entries(parts)) {
    sum += value;
    contributions.push({ name, value, found });
  }
  return { value: Math.min(Math.max(sum, 0), 1), contributions };
}

function lengthPart(words: number): number {
  return LENGTHS.find(([below]) => words < below)?.[1] ?? 1;
}

/** The words found, by list. */
function keywordsIn(lower: string) {
  const found = SEARCH.search(lower);
  let start = 0;
  const [code = [], markers = [], technical = [], simple = [], stepWords = []] = LISTS.map(
    (list) => {
      const begin = start;
      start += list.length;
      return list.filter((_word, at) => found[begin + at] === 1);
    },
  );
  return { code, markers, technical, simple, stepWords };
}
