/**
 * Histograms of durations that can be added up, from which percentiles are read.
 *
 * Classes are those of HdrHistogram with four bits: whole milliseconds below 16 have a class each,
 * above that each power of two is cut into 16, so that a class is at most 1/16 of its values wide.
 *
 * @module
 */

/** Class → count. A count may be negative: taking rows out is adding the opposite. */
export type Histogram = Map<number, number>;

const EXACT = 16;
const BITS = 4;

/** The class of a duration, ms; less than nothing counts as 0. */
export function classOf(ms: number): number {
  const value = Math.min(Math.max(0, Math.round(ms)), Number.MAX_SAFE_INTEGER);
  if (value < EXACT) return value;
  const power = Math.floor(Math.log2(value));
  // The logarithm of the largest numbers may be rounded up to the next whole one.
  const exponent = 2 ** power > value ? power - 1 : power;
  return EXACT * (exponent - BITS) + Math.floor(value / 2 ** (exponent - BITS));
}

/** The duration that stands for a class: its middle, ms. */
export function middleOf(index: number): number {
  if (index < 2 * EXACT) return index;
  const exponent = Math.floor(index / EXACT) - 1 + BITS;
  const width = 2 ** (exponent - BITS);
  const lowest = (index - EXACT * (exponent - BITS)) * width;
  return lowest + (width - 1) / 2;
}

/** Counts a duration `times` times. */
export function count(histogram: Histogram, ms: number, times: number): void {
  increase(histogram, classOf(ms), times);
}

/** Adds an encoded histogram. */
export function addEncoded(histogram: Histogram, encoded: Uint8Array): void {
  eachClass(encoded, (index, times) => increase(histogram, index, times));
}

function eachClass(encoded: Uint8Array, visit: (index: number, times: number) => void): void {
  let index = 0;
  let position = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = encoded[position++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (position < encoded.length) {
    index += read();
    const zigzag = read();
    visit(index, zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
  }
}

/**
 * For storage: per class with a count, in ascending order, the distance from the class before and the
 * count with its sign in the lowest bit (zigzag), each in groups of seven bits, lowest first (LEB128).
 */
export function encode(histogram: Histogram): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(rest % 128 + 128);
    bytes.push(rest);
  };
  let before = 0;
  for (const index of Float64Array.from(histogram.keys()).sort()) {
    const times = histogram.get(index) ?? 0;
    if (times === 0) continue;
    write(index - before);
    write(times > 0 ? times * 2 : -times * 2 - 1);
    before = index;
  }
  return Uint8Array.from(bytes);
}

/**
 * For each share the duration, ms, that so many of all do not exceed (nearest rank); null when nothing
 * was counted. It differs from the true one by at most 1/32 of it.
 *
 * @param encoded without counts below nothing
 * @param shares above 0, up to 1: 0.5 and 0.95
 */
export function percentiles(encoded: Uint8Array, shares: readonly number[]): (number | null)[] {
  let total = 0;
  eachClass(encoded, (_, times) => total += times);
  const ranks = shares.map((share) => Math.ceil(total * share));
  const found: (number | null)[] = shares.map(() => null);
  let seen = 0;
  eachClass(encoded, (index, times) => {
    seen += times;
    for (const [at, rank] of ranks.entries()) {
      if (found[at] === null && rank > 0 && seen >= rank) found[at] = middleOf(index);
    }
  });
  return found;
}

function increase(histogram: Histogram, index: number, times: number): void {
  histogram.set(index, (histogram.get(index) ?? 0) + times);
}
