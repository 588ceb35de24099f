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

/** Counts a duration of a class `times` times. */
export function countClass(histogram: Histogram, index: number, times: number): void {
  histogram.set(index, (histogram.get(index) ?? 0) + times);
}

/** Adds an encoded histogram. */
export function addEncoded(histogram: Histogram, encoded: Uint8Array): void {
  const entries = new EntryReader(encoded);
  while (entries.next()) countClass(histogram, entries.index, entries.times);
}

/**
 * For storage: per class with a count, in ascending order, the distance from the class before and the
 * count with its sign in the lowest bit (zigzag), each in groups of seven bits, lowest first (LEB128).
 */
export function encode(histogram: Histogram): Uint8Array<ArrayBuffer> {
  const writer = new EntryWriter(histogram.size);
  for (const index of Float64Array.from(histogram.keys()).sort()) {
    writer.add(index, histogram.get(index) ?? 0);
  }
  return writer.bytes();
}

/** The sum of two encoded histograms: what takes most of the time of adding rows up. */
export function sumOfEncoded(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new EntryWriter((one.length + other.length) / 2);
  const [a, b] = [new EntryReader(one), new EntryReader(other)];
  let [isInA, isInB] = [a.next(), b.next()];
  while (isInA || isInB) {
    if (isInA && isInB && a.index === b.index) {
      writer.add(a.index, a.times + b.times);
      isInA = a.next();
      isInB = b.next();
    } else if (isInA && (!isInB || a.index < b.index)) {
      writer.add(a.index, a.times);
      isInA = a.next();
    } else {
      writer.add(b.index, b.times);
      isInB = b.next();
    }
  }
  return writer.bytes();
}

/** Goes through an encoded histogram. */
class EntryReader {
  index = 0;
  times = 0;
  #position = 0;

  constructor(private readonly encoded: Uint8Array) {}

  /** Whether there was another entry. */
  next(): boolean {
    if (this.#position >= this.encoded.length) return false;
    this.index += this.#read();
    const zigzag = this.#read();
    this.times = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    return true;
  }

  #read(): number {
    let byte = this.encoded[this.#position++] ?? 0;
    let value = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = this.encoded[this.#position++] ?? 0;
      value += (byte & 127) * scale;
    }
    return value;
  }
}

/** Bytes that an entry can take: a class takes two, a count eight. */
const MAX_ENTRY_BYTES = 10;

/** Writes entries in ascending order. */
class EntryWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #before = 0;

  /** @param entries how many there can be */
  constructor(entries: number) {
    this.#bytes = new Uint8Array(Math.ceil(entries) * MAX_ENTRY_BYTES);
  }

  /** Adds an entry; none when nothing is left of it. */
  add(index: number, times: number): void {
    if (times === 0) return;
    this.#write(index - this.#before);
    this.#write(times > 0 ? times * 2 : -times * 2 - 1);
    this.#before = index;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #write(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.#bytes[this.#length++] = rest % 128 + 128;
    }
    this.#bytes[this.#length++] = rest;
  }
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
  for (const entries = new EntryReader(encoded); entries.next();) total += entries.times;
  const ranks = shares.map((share) => Math.ceil(total * share));
  const found: (number | null)[] = shares.map(() => null);
  let seen = 0;
  for (const entries = new EntryReader(encoded); entries.next();) {
    seen += entries.times;
    for (const [at, rank] of ranks.entries()) {
      if (found[at] === null && rank > 0 && seen >= rank) found[at] = middleOf(entries.index);
    }
  }
  return found;
}
