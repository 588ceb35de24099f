/**
 * What the complexity score counts in a text, beside its keywords.
 *
 * White space and word characters are Python's (`str.split`, `\w`), which the score was defined
 * with, not JavaScript's: U+001C–U+001F and U+0085 part words, U+FEFF does not, and letters of every
 * alphabet belong to words (docs.python.org/3/library/stdtypes.html#str.split).
 *
 * @module
 */

/** Number of words parted by white space. */
export function countWords(text: string): number {
  let words = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    if (isSpace(text.charCodeAt(at))) isInside = false;
    else if (!isInside) {
      isInside = true;
      words++;
    }
  }
  return words;
}

function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x85) return false;
  return code === 0x85 || code === 0xa0 || code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 ||
    code === 0x202f || code === 0x205f || code === 0x3000;
}

/** Number of `?`; other scripts' question marks do not count. */
export function countQuestionMarks(text: string): number {
  let marks = 0;
  for (let at = text.indexOf("?"); at >= 0; at = text.indexOf("?", at + 1)) marks++;
  return marks;
}

/** Not between two characters of a word. */
const BEGIN = "(?<![\\p{L}\\p{N}_])";
const END = "(?![\\p{L}\\p{N}_])";
const pattern = (source: string, flags = "iu"): RegExp => new RegExp(source, flags);

/** A sign of several steps. */
interface StepSign {
  readonly name: string;
  /** The text holds all of these when the sign is there; looked up first, since patterns are slow. */
  readonly words: readonly string[];
  readonly matches: (text: string) => boolean;
}

function near(name: string, words: readonly string[], source: string): StepSign {
  const sign = pattern(source);
  return { name, words, matches: (text) => sign.test(text) };
}

/** Any distance apart: two searches, since one pattern would go over long lists again and again. */
function far(one: string, two: string, sourceOne: string, sourceTwo: string): StepSign {
  const first = pattern(BEGIN + sourceOne, "giu");
  const second = pattern(BEGIN + sourceTwo, "giu");
  return {
    name: `${one} … ${two}`,
    words: [one, two],
    matches(text) {
      first.lastIndex = 0;
      if (!first.test(text)) return false;
      second.lastIndex = first.lastIndex;
      return second.test(text);
    },
  };
}

const SIGNS: readonly StepSign[] = [
  near(
    "first … then",
    ["first", "then"],
    `${BEGIN}first${END}[^]{0,60}${BEGIN}then${END}`,
  ),
  far("1.", "2.", "1\\.", "2\\."),
  far("step 1", "step 2", "step 1", "step 2"),
  near("and then", ["and then"], `${BEGIN}and then${END}`),
  near("after that", ["after that"], `${BEGIN}after that${END}`),
  near(
    "finally …",
    ["finally"],
    `${BEGIN}finally${END}[^\\n]{0,40}${BEGIN}(?:do|make|create|build|run)${END}`,
  ),
];

/** Words without which no sign of several steps can be there; lower case. */
export const STEP_WORDS: readonly string[] = [...new Set(SIGNS.flatMap(({ words }) => words))];

/**
 * The first sign found that a text asks for several steps; null when there is none.
 *
 * @param words which of {@link STEP_WORDS} the text holds, in lower case
 */
export function multiStepSign(text: string, words: ReadonlySet<string>): string | null {
  const found = SIGNS.find((sign) =>
    sign.words.every((word) => words.has(word)) && sign.matches(text)
  );
  return found?.name ?? null;
}
