/**
 * Reads HTTP/1.1 answers (RFC 9112) from bytes as they come, whatever their cuts. Cheap enough for
 * load generation: body bytes are handed on as views, never copied.
 *
 * @module
 */

/** What a parser tells its owner. */
export interface AnswerEvents {
  /** Once per answer; `head` is the status line and headers without the empty line. */
  onHead(status: number, head: string): void;
  /** Body bytes without framing; in chunked coding never across two chunks. */
  onBody(bytes: Uint8Array): void;
}

type State = "head" | "length" | "size" | "data" | "after-data" | "trailer" | "until-close";

const LF = 10;
const CONTENT_LENGTH = /\r\ncontent-length:[ \t]*(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding:[^\r]*chunked/i;
const decoder = new TextDecoder();

/** One parser for one connection; it starts over after each answer. */
export class AnswerParser {
  readonly #events: AnswerEvents;
  #state: State = "head";
  #line: Uint8Array = new Uint8Array(0);
  #left = 0;

  constructor(events: AnswerEvents) {
    this.#events = events;
  }

  /** Whether an answer has begun and not ended. */
  get midway(): boolean {
    return this.#state !== "head" || this.#line.length > 0;
  }

  /** Whether only the end of the connection ends this answer. */
  get untilClose(): boolean {
    return this.#state === "until-close";
  }

  /**
   * Takes bytes up to the end of one answer.
   *
   * @returns how many bytes were used when the answer ended, -1 when it goes on and all were used.
   * @throws when the bytes are no HTTP/1.1 answer.
   */
  push(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length) {
      switch (this.#state) {
        case "head": {
          const end = this.#lineEnd(bytes, at, "\r\n\r\n");
          if (end < 0) return -1;
          at = end;
          if (this.#readHead(this.#takeLine())) return at;
          break;
        }
        case "length":
        case "data": {
          const part = bytes.subarray(at, at + this.#left);
          at += part.length;
          this.#left -= part.length;
          this.#events.onBody(part);
          if (this.#left > 0) return -1;
          if (this.#state === "length") return this.#done(at);
          this.#state = "after-data";
          break;
        }
        case "until-close":
          this.#events.onBody(bytes.subarray(at));
          return -1;
        default: {
          const end = this.#lineEnd(bytes, at, "\r\n");
          if (end < 0) return -1;
          at = end;
          if (this.#readLine(this.#takeLine())) return this.#done(at);
        }
      }
    }
    return -1;
  }

  /** Adds to the held line up to and including `mark`; the index after it, or -1 when not there. */
  #lineEnd(bytes: Uint8Array, from: number, mark: "\r\n" | "\r\n\r\n"): number {
    let at = from;
    while (true) {
      const lf = bytes.indexOf(LF, at);
      if (lf < 0) {
        this.#hold(bytes.subarray(from));
        return -1;
      }
      at = lf + 1;
      if (mark === "\r\n" || this.#endsHead(bytes, from, at)) {
        this.#hold(bytes.subarray(from, at));
        return at;
      }
    }
  }

  #endsHead(bytes: Uint8Array, from: number, at: number): boolean {
    const byteBefore = (back: number): number | undefined => {
      const index = at - back;
      return index >= from ? bytes[index] : this.#line[this.#line.length - (from - index)];
    };
    return byteBefore(1) === LF && byteBefore(2) === 13 && byteBefore(3) === LF;
  }

  #hold(bytes: Uint8Array): void {
    if (this.#line.length === 0) {
      this.#line = bytes.slice();
      return;
    }
    const joined = new Uint8Array(this.#line.length + bytes.length);
    joined.set(this.#line);
    joined.set(bytes, this.#line.length);
    this.#line = joined;
  }

  #takeLine(): string {
    const line = decoder.decode(this.#line);
    this.#line = new Uint8Array(0);
    return line;
  }

  /** True when the answer ends with its head. */
  #readHead(text: string): boolean {
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
    if (status === undefined) {
      throw new Error(`Cannot read answer: no HTTP/1.1 status line, got "${text.slice(0, 40)}"`);
    }
    const head = text.slice(0, -4);
    if (status.startsWith("1")) return false;
    this.#events.onHead(Number(status), head);
    if (CHUNKED.test(head)) this.#state = "size";
    else {
      const length = CONTENT_LENGTH.exec(head)?.[1];
      this.#left = Number(length ?? 0);
      if (status === "204" || status === "304" || length === "0") return true;
      this.#state = length === undefined ? "until-close" : "length";
    }
    return false;
  }

  /** A line of the chunked coding; true when it was the last one. */
  #readLine(line: string): boolean {
    if (this.#state === "after-data") {
      this.#state = "size";
      return false;
    }
    if (this.#state === "trailer") return line === "\r\n";
    this.#left = parseInt(line, 16);
    if (!(this.#left >= 0)) throw new Error(`Cannot read answer: chunk size is "${line.trim()}"`);
    this.#state = this.#left === 0 ? "trailer" : "data";
    return false;
  }

  #done(at: number): number {
    this.#state = "head";
    return at;
  }
}
