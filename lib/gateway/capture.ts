/**
 * The copy of an answer that the meter and the log read.
 *
 * @module
 */
import { joined } from "./write_coalescer.ts";

/** What is kept of an answer for the log; more would be memory that a provider can fill at will. */
const HEAD_BYTES = 16 * 1024 * 1024;
/** The end of a stream, where usage, finish reason and errors stand. */
const TAIL_BYTES = 256 * 1024;

/** Collects the pieces of one answer. */
export class Capture {
  #head: Uint8Array[] = [];
  #headBytes = 0;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  readonly #headLimit: number;

  /** @param keepsHead false when the log does not want the body: only the end is kept then */
  constructor(keepsHead: boolean) {
    this.#headLimit = keepsHead ? HEAD_BYTES : TAIL_BYTES;
  }

  add(bytes: Uint8Array): void {
    if (this.#tailBytes === 0 && this.#headBytes + bytes.length <= this.#headLimit) {
      this.#head.push(bytes);
      this.#headBytes += bytes.length;
      return;
    }
    this.#tail.push(bytes);
    this.#tailBytes += bytes.length;
    while (this.#tailBytes - this.#tail[0]!.length > TAIL_BYTES) {
      this.#tailBytes -= this.#tail.shift()!.length;
    }
  }

  /** Everything, or the first part of an answer that was too large to keep. */
  get head(): Uint8Array {
    const bytes = joined(this.#head, this.#headBytes);
    this.#head = [bytes];
    return bytes;
  }

  /** The part to look for usage in: everything, or the end of an answer that was too large. */
  get forSummary(): Uint8Array {
    return this.#tailBytes === 0 ? this.head : joined(this.#tail, this.#tailBytes);
  }
}
