/**
 * The copy of an answer that the meter and the log read.
 *
 * @module
 */

/** What is kept of an answer for the log; more would be memory that a provider can fill at will. */
const HEAD_BYTES = 16 * 1024 * 1024;
/** The end of a stream, where usage, finish reason and errors stand. */
const TAIL_BYTES = 256 * 1024;
const FIRST_BUFFER = 4096;

/**
 * Collects the pieces of one answer. They are copied: thousands of tiny arrays would take many times
 * the memory of their bytes.
 */
export class Capture {
  readonly #head: GrowingBytes;
  /** The bytes after the head. */
  readonly #tail = new GrowingBytes(2 * TAIL_BYTES);
  #length = 0;

  /** @param keepsHead false when the log does not want the body: only the end is kept then */
  constructor(keepsHead: boolean) {
    this.#head = new GrowingBytes(keepsHead ? HEAD_BYTES : TAIL_BYTES);
  }

  add(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let rest = bytes.subarray(this.#head.take(bytes));
    while (rest.length > 0) {
      rest = rest.subarray(this.#tail.take(rest));
      if (rest.length > 0) this.#tail.keepLast(TAIL_BYTES);
    }
  }

  /** Bytes that came, kept or not. */
  get length(): number {
    return this.#length;
  }

  /** Whether all of the answer is kept. */
  get isWhole(): boolean {
    return this.#tail.bytes.length === 0;
  }

  /** Everything, or the first part of an answer that was too large to keep; an array of its own. */
  get head(): Uint8Array {
    return this.#head.bytes.slice();
  }

  /** The part to look for usage in: everything, or the end of an answer that was too large. */
  get forSummary(): Uint8Array {
    const head = this.#head.bytes;
    const tail = this.#tail.bytes;
    if (tail.length === 0) return head;
    if (tail.length >= TAIL_BYTES) return tail;
    // The head's end and the tail stand next to each other: nothing has been dropped between them.
    const before = head.subarray(-(TAIL_BYTES - tail.length));
    const out = new Uint8Array(before.length + tail.length);
    out.set(before);
    out.set(tail, before.length);
    return out;
  }
}

/** Bytes in one array that grows up to a limit. */
class GrowingBytes {
  #array = new Uint8Array(0);
  #length = 0;

  constructor(private readonly limit: number) {}

  get bytes(): Uint8Array {
    return this.#array.subarray(0, this.#length);
  }

  /** Takes as many of the bytes as there is room for and says how many. */
  take(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.limit - this.#length);
    const needed = this.#length + taken;
    if (needed > this.#array.length) {
      const doubled = Math.max(needed, 2 * this.#array.length, FIRST_BUFFER);
      const larger = new Uint8Array(Math.min(this.limit, doubled));
      larger.set(this.bytes);
      this.#array = larger;
    }
    this.#array.set(taken === bytes.length ? bytes : bytes.subarray(0, taken), this.#length);
    this.#length = needed;
    return taken;
  }

  /** Forgets all but the last bytes. */
  keepLast(count: number): void {
    this.#array.copyWithin(0, this.#length - count, this.#length);
    this.#length = count;
  }
}
