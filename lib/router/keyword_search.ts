/**
 * Finds which of many words a text holds, wherever they stand, in one pass over the text
 * (Aho and Corasick, "Efficient string matching", CACM 1975).
 *
 * @module
 */

/** Words are of ASCII; every other character resets the search. */
const SIGNS = 128;

/** A search for a fixed list of words. */
export class KeywordSearch {
  /** Next state by state and character. */
  readonly #next: Uint16Array;
  /** Words that end in a state, by their place in the list. */
  readonly #ends: readonly (readonly number[])[];
  /** Whether any does. */
  readonly #isEnd: Uint8Array;

  /** @param words of ASCII, lower case, not empty */
  constructor(private readonly words: readonly string[]) {
    const states: Map<number, number>[] = [new Map()];
    const ends: number[][] = [[]];
    for (const [index, word] of words.entries()) {
      let state = 0;
      for (let at = 0; at < word.length; at++) {
        const sign = word.charCodeAt(at);
        let next = states[state]!.get(sign);
        if (next === undefined) {
          next = states.push(new Map()) - 1;
          ends.push([]);
          states[state]!.set(sign, next);
        }
        state = next;
      }
      ends[state]!.push(index);
    }
    this.#next = new Uint16Array(states.length * SIGNS);
    this.#ends = ends;
    this.#link(states, ends);
    this.#isEnd = Uint8Array.from(ends, (words) => words.length > 0 ? 1 : 0);
  }

  /** Breadth first: a state's failure is known when its children are looked at. */
  #link(states: readonly Map<number, number>[], ends: number[][]): void {
    const failure = new Uint16Array(states.length);
    const queue: number[] = [0];
    for (const state of queue) {
      const fallback = failure[state]! * SIGNS;
      for (let sign = 0; sign < SIGNS; sign++) {
        const child = states[state]!.get(sign);
        const other = state === 0 ? 0 : this.#next[fallback + sign]!;
        this.#next[state * SIGNS + sign] = child ?? other;
        if (child === undefined) continue;
        failure[child] = other;
        ends[child]!.push(...ends[other]!);
        queue.push(child);
      }
    }
  }

  /** For each word whether the text holds it: 1 or 0, in the order of the list. */
  search(text: string): Uint8Array {
    const found = new Uint8Array(this.words.length);
    const next = this.#next;
    const isEnd = this.#isEnd;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      state = sign < SIGNS ? next[state * SIGNS + sign]! : 0;
      if (isEnd[state] === 1) { for (const word of this.#ends[state]!) found[word] = 1; }
    }
    return found;
  }
}
