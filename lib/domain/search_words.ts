/**
 * Words by which logged bodies are found. The same rules make the words of a body and those of a
 * question, so that both meet: case, accents and widths do not count; text without spaces between its
 * words (Chinese, Japanese, Korean) is cut into overlapping pairs of characters.
 *
 * @module
 */

/** One condition of a search; all of them must hold. */
export interface SearchTerm {
  readonly word: string;
  /** Words that begin with it count as well. */
  readonly isPrefix: boolean;
}

/** Characters of one body that are looked at: its beginning and, as conversations grow, its end. */
const HEAD_CHARS = 16_384;
const TAIL_CHARS = 49_152;
/** Longer words are cut: nobody types them, and hashes would fill the index. */
const MAX_WORD = 64;
const MAX_TERMS = 16;

const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /[a-z0-9_]+/g;
const WORD = /[\p{L}\p{N}_]+/gu;
const PAIRED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]+/gu;
/** Base64 and the like. */
const BLOB = /^(?:data:|[\w+/=-]{256})/;

/** The words that the bodies of a row are found by. */
export function bodyWords(bodies: readonly (string | null)[]): Set<string> {
  const words = new Set<string>();
  for (const body of bodies) {
    if (body === null || body === "") continue;
    for (const word of wordsIn(clipped(textsOf(body)))) {
      for (const part of partsOf(word, true)) words.add(part);
    }
  }
  return words;
}

/**
 * The conditions in what somebody typed: every word must occur; `word*` stands for its beginning.
 * Empty when there is no word in it.
 */
export function searchTerms(typed: string): SearchTerm[] {
  const terms = new Map<string, SearchTerm>();
  for (const piece of typed.split(/\s+/)) {
    const words = wordsIn(piece);
    for (const [index, word] of words.entries()) {
      const isBeginning = piece.endsWith("*") && index === words.length - 1;
      for (const part of partsOf(word, false)) {
        // One character of paired text begins pairs; it is never a whole word of the index.
        const isPrefix = isBeginning || (part.length === 1 && part.match(PAIRED) !== null);
        terms.set(`${part}${isPrefix ? "*" : ""}`, { word: part, isPrefix });
      }
    }
  }
  return [...terms.values()].slice(0, MAX_TERMS);
}

/** Whether all conditions hold for the words of a body. */
export function holdsAll(words: ReadonlySet<string>, terms: readonly SearchTerm[]): boolean {
  return terms.every(({ word, isPrefix }) =>
    words.has(word) || (isPrefix && [...words].some((one) => one.startsWith(word)))
  );
}

/** Every text in a JSON body, without the names of members; a body that is no JSON as it is. */
function textsOf(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  const texts: string[] = [];
  const rest: unknown[] = [parsed];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === "string") {
      if (!BLOB.test(value)) texts.push(value.includes("\\") ? unescaped(value) : value);
    } else if (typeof value === "object" && value !== null) {
      rest.push(...Object.values(value).reverse());
    }
  }
  return texts.join("\n");
}

/** Arguments of calls are JSON within a text: the `n` of their `\n` belongs to no word. */
const unescaped = (text: string): string => text.replace(/\\[nrtbf]/g, " ");

function clipped(text: string): string {
  if (text.length <= HEAD_CHARS + TAIL_CHARS) return text;
  return `${text.slice(0, HEAD_CHARS)} ${text.slice(-TAIL_CHARS)}`;
}

function wordsIn(text: string): readonly string[] {
  if (ASCII.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? [];
  const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "").normalize("NFC").toLowerCase();
  return plain.match(WORD) ?? [];
}

/** @param isIndexed also the last character of paired text, so that every one begins something */
function partsOf(word: string, isIndexed: boolean): string[] {
  if (ASCII.test(word)) return [word.slice(0, MAX_WORD)];
  const parts = word.split(PAIRED).filter((part) => part !== "").map((part) =>
    part.slice(0, MAX_WORD)
  );
  for (const run of word.match(PAIRED) ?? []) {
    const characters = [...run];
    for (let at = 0; at + 1 < characters.length; at++) {
      parts.push(`${characters[at]}${characters[at + 1]}`);
    }
    if (isIndexed || characters.length === 1) parts.push(characters.at(-1) ?? "");
  }
  return parts;
}
