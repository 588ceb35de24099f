/**
 * Cuts a byte stream into whole server-sent events without changing a byte.
 *
 * @module
 */

const LF = 0x0a, CR = 0x0d;
const FIRST_BUFFER = 1024;
/** No real event is larger; beyond it a sender could fill our memory with one endless line. */
const LARGEST_HELD = 1024 * 1024;

/**
 * Collects bytes until a blank line ends an event. Each byte is looked at once and copied a bounded
 * number of times, however small the pieces are in which it comes.
 */
export class EventCutter {
  /** The beginning of an event whose end has not come. */
  #held = new Uint8Array(FIRST_BUFFER);
  #heldBytes = 0;
  #hasBegun = false;
  #isLineEmpty = true;
  /** The last byte was a CR: an LF may still follow and belong to it. */
  #isAfterCr = false;
  /** That CR ends the event. */
  #isClosing = false;

  /**
   * The events that these bytes complete, each with its closing blank line. An event of more than
   * 1 MiB comes in parts.
   */
  push(bytes: Uint8Array): Uint8Array[] {
    const events: Uint8Array[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const end = this.#endAt(bytes[at]!, at);
      if (!this.#isLineEmpty) at = lineEnd(bytes, at) - 1;
      if (end < 0) continue;
      events.push(this.#taken(bytes.subarray(start, end)));
      start = end;
    }
    if (start < bytes.length) this.#hold(bytes.subarray(start));
    if (this.#heldBytes > LARGEST_HELD) events.push(this.flush());
    return events;
  }

  /** Whether the last byte seen ended an event, or none was seen yet. */
  get isBetweenEvents(): boolean {
    return !this.#hasBegun && this.#heldBytes === 0 && !this.#isAfterCr;
  }

  /** What is left when the stream ends: an event without its blank line, or nothing. */
  flush(): Uint8Array {
    const rest = this.#held.slice(0, this.#heldBytes);
    this.#heldBytes = 0;
    return rest;
  }

  /** Takes note of the byte at offset `at`; the offset where an event ends by it, else -1. */
  #endAt(byte: number, at: number): number {
    let end = -1;
    if (this.#isAfterCr) {
      this.#isAfterCr = false;
      const isItsLf = byte === LF;
      if (this.#isClosing) end = this.#begin(at + (isItsLf ? 1 : 0));
      if (isItsLf) return end;
    }
    if (byte !== LF && byte !== CR) {
      this.#hasBegun = true;
      this.#isLineEmpty = false;
      return end;
    }
    const isBlank = this.#hasBegun && this.#isLineEmpty;
    this.#hasBegun = true;
    this.#isLineEmpty = true;
    this.#isAfterCr = byte === CR;
    this.#isClosing = byte === CR && isBlank;
    return byte === LF && isBlank ? this.#begin(at + 1) : end;
  }

  /** A new event begins at this offset. */
  #begin(offset: number): number {
    this.#hasBegun = false;
    this.#isLineEmpty = true;
    this.#isClosing = false;
    return offset;
  }

  /** What was held and the last part of it. */
  #taken(last: Uint8Array): Uint8Array {
    if (this.#heldBytes === 0) return last;
    this.#hold(last);
    return this.flush();
  }

  #hold(bytes: Uint8Array): void {
    const needed = this.#heldBytes + bytes.length;
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.max(needed, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = needed;
  }
}

/** Offset of the first LF or CR at or after `from`, else the length. */
function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}
