/**
 * What a text is made of: words, numbers, signs, lines. One pass over the characters; no patterns,
 * so that no text makes it slow.
 *
 * @module
 */
import { CHINESE_TERMS, LONGEST_TERM } from "./chinese_terms.ts";
import { COURTESY_PHRASES, COURTESY_WORDS } from "./pleasantries.ts";

/** So many words of a text are looked up, most from its beginning, the rest from its end. */
export const HEAD_WORDS = 400;
export const TAIL_WORDS = 150;
/** Of longer texts the beginning and the end are read, UTF-16 units; the rest is taken to be alike. */
const HEAD_CHARS = 4500;
const TAIL_CHARS = 1500;
/** An ideograph says about as much as this part of an English word. */
const WORDS_PER_IDEOGRAPH = 0.6;

/** A text, read. Counts are of the whole text, as far as it was not read reckoned from the rest. */
export interface Reading {
  /** In lower case and in order, courtesy left out, Chinese terms in English; at most 550. */
  readonly words: readonly string[];
  /** Length in words, with ideographs and numbers. */
  readonly length: number;
  readonly numbers: number;
  /** Signs of formulas. */
  readonly mathSigns: number;
  /** Signs of program text. */
  readonly codeSigns: number;
  /** Lines that begin like the options of a multiple choice. */
  readonly options: number;
  readonly questions: number;
  readonly lines: number;
}

/** Reads a text. The same text, in whatever case, reads the same. */
export function readText(text: string): Reading {
  const shorter = shortened(text);
  const reading = new TextReader(withoutCourtesy(shorter.toLowerCase())).read();
  return shorter === text ? reading : enlarged(reading, text.length / shorter.length);
}

function enlarged(reading: Reading, factor: number): Reading {
  return {
    ...reading,
    length: reading.length * factor,
    numbers: reading.numbers * factor,
    mathSigns: reading.mathSigns * factor,
    codeSigns: reading.codeSigns * factor,
    lines: reading.lines * factor,
  };
}

function shortened(text: string): string {
  if (text.length <= HEAD_CHARS + TAIL_CHARS) return text;
  return `${text.slice(0, HEAD_CHARS)}\n${text.slice(-TAIL_CHARS)}`;
}

/** Courtesy stands at the edges; looking there only keeps long texts fast. */
const EDGE = 400;

function withoutCourtesy(lower: string): string {
  if (lower.length <= 2 * EDGE) return cut(lower);
  return cut(lower.slice(0, EDGE)) + lower.slice(EDGE, -EDGE) + cut(lower.slice(-EDGE));
}

function cut(edge: string): string {
  let left = edge;
  for (const phrase of COURTESY_PHRASES) {
    if (left.includes(phrase)) left = left.replaceAll(phrase, " ");
  }
  return left;
}

const enum Kind {
  Other,
  Letter,
  Digit,
  Math,
  Code,
  Question,
  Line,
  Ideograph,
}

const ASCII: Uint8Array = new Uint8Array(128).map((_, code) =>
  asciiKind(String.fromCharCode(code))
);

function asciiKind(char: string): Kind {
  if (/[a-z]/.test(char)) return Kind.Letter;
  if (/[0-9]/.test(char)) return Kind.Digit;
  if (/[+*/=^<>\\$|~%]/.test(char)) return Kind.Math;
  if (/[{}[\];`_#&@]/.test(char)) return Kind.Code;
  if (char === "?") return Kind.Question;
  return char === "\n" ? Kind.Line : Kind.Other;
}

function kindOf(code: number): Kind {
  if (code < 128) return ASCII[code]!;
  if (code < 0x0300) return code >= 0xc0 ? Kind.Letter : Kind.Other;
  if (code === 0xff1f) return Kind.Question;
  if (isIdeograph(code)) return Kind.Ideograph;
  if (code < 0x2000) return Kind.Letter;
  return code >= 0x2200 && code < 0x2300 ? Kind.Math : Kind.Other;
}

/** Chinese characters, kana and Hangul. */
function isIdeograph(code: number): boolean {
  return (code >= 0x3040 && code < 0x3100) || (code >= 0x3400 && code < 0xa000) ||
    (code >= 0xac00 && code < 0xd7b0);
}

class TextReader {
  readonly #head: string[] = [];
  readonly #tail: string[] = [];
  #length = 0;
  #numbers = 0;
  #mathSigns = 0;
  #codeSigns = 0;
  #options = 0;
  #questions = 0;
  #lines = 1;

  constructor(private readonly text: string) {}

  read(): Reading {
    const { text } = this;
    let at = 0;
    while (at < text.length) {
      const kind = kindOf(text.charCodeAt(at));
      if (kind === Kind.Letter) at = this.#word(at);
      else if (kind === Kind.Digit) at = this.#number(at);
      else if (kind === Kind.Ideograph) at = this.#ideograph(at);
      else {
        this.#sign(kind, at);
        at++;
      }
    }
    return {
      words: [...this.#head, ...this.#tail.slice(-TAIL_WORDS)],
      length: this.#length,
      numbers: this.#numbers,
      mathSigns: this.#mathSigns,
      codeSigns: this.#codeSigns,
      options: this.#options,
      questions: this.#questions,
      lines: this.#lines,
    };
  }

  #word(from: number): number {
    const { text } = this;
    let to = from + 1;
    while (to < text.length && kindOf(text.charCodeAt(to)) === Kind.Letter) to++;
    const word = text.slice(from, to);
    if (to - from === 1 && this.#isOption(from)) this.#options++;
    else if (!COURTESY_WORDS.has(word)) {
      this.#length++;
      this.#keep(word);
    }
    return to;
  }

  /** Whether one letter alone opens a line, as in `A. …`, `b) …` or `(c) …`. */
  #isOption(at: number): boolean {
    const { text } = this;
    const next = text[at + 1];
    if (next !== "." && next !== ")" && next !== ":") return false;
    const before = text[at - 1] === "(" ? at - 2 : at - 1;
    return before < 0 || text[before] === "\n";
  }

  #number(from: number): number {
    const { text } = this;
    let to = from + 1;
    while (to < text.length && kindOf(text.charCodeAt(to)) === Kind.Digit) to++;
    this.#numbers++;
    this.#length++;
    return to;
  }

  #ideograph(at: number): number {
    for (let size = Math.min(LONGEST_TERM, this.text.length - at); size > 0; size--) {
      const english = CHINESE_TERMS.get(this.text.slice(at, at + size));
      if (english === undefined) continue;
      for (const word of english) this.#keep(word);
      this.#length += size * WORDS_PER_IDEOGRAPH;
      return at + size;
    }
    this.#length += WORDS_PER_IDEOGRAPH;
    return at + 1;
  }

  #keep(word: string): void {
    (this.#head.length < HEAD_WORDS ? this.#head : this.#tail).push(word);
  }

  #sign(kind: Kind, at: number): void {
    if (kind === Kind.Math) this.#mathSigns++;
    else if (kind === Kind.Code) this.#codeSigns++;
    else if (kind === Kind.Question) this.#questions++;
    else if (kind === Kind.Line && this.text[at + 1] !== "\n") this.#lines++;
  }
}
