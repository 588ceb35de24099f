/**
 * Reads HTTP/1.1 requests (RFC 9112) from a {@link Wire}: content-length and chunked bodies,
 * keep-alive, `expect: 100-continue`.
 *
 * @module
 */
import type { Wire } from "./wire.ts";

/** One request as it arrived. */
export interface HttpRequest {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  /** The header lines as they came, without the request line and the empty line. */
  readonly headerLines: string;
  /** Decoded of its chunked coding; a copy that the reader does not touch again. */
  readonly body: Uint8Array<ArrayBuffer>;
}

const CR = 13;
const LF = 10;
const CONTENT_LENGTH = /\r\ncontent-length:[ \t]*(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding:[^\r]*chunked/i;
const EXPECT = /\r\nexpect:/i;
const EMPTY = new Uint8Array(0);
const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");
const text = new TextDecoder();

/** Reads the requests of one connection in turn. */
export class HttpReader {
  readonly #wire: Wire;
  #held: Uint8Array = EMPTY;
  #ahead: Promise<boolean> | null = null;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** The next request; null when the peer closed between requests. Throws on a broken one. */
  async next(): Promise<HttpRequest | null> {
    let end = headEnd(this.#held);
    while (end < 0) {
      if (!(await this.#more())) {
        if (this.#held.length === 0) return null;
        throw new Error("peer closed in the middle of a request head");
      }
      end = headEnd(this.#held);
    }
    const head = text.decode(this.#held.subarray(0, end));
    this.#held = this.#held.subarray(end + 4);
    const lineEnd = head.indexOf("\r\n");
    const [method = "", target = ""] = (lineEnd < 0 ? head : head.slice(0, lineEnd)).split(" ");
    // With its leading line end, so that each field is found behind one.
    const headerLines = lineEnd < 0 ? "" : head.slice(lineEnd);
    if (EXPECT.test(headerLines)) await this.#wire.write(CONTINUE);
    const chunked = CHUNKED.test(headerLines);
    const length = chunked ? 0 : Number(CONTENT_LENGTH.exec(headerLines)?.[1] ?? 0);
    const body = chunked ? await this.#chunked() : await this.#exactly(length);
    return { method, target, headerLines, body };
  }

  /**
   * Resolves true when more bytes came, false when the peer hung up: how a hang-up is noticed while
   * an answer is on its way. Bytes that come are kept for the next request.
   */
  watch(): Promise<boolean> {
    this.#ahead ??= this.#readIntoHeld().catch(() => false);
    return this.#ahead;
  }

  async #more(): Promise<boolean> {
    const ahead = this.#ahead;
    if (ahead === null) return await this.#readIntoHeld();
    this.#ahead = null;
    return await ahead;
  }

  async #readIntoHeld(): Promise<boolean> {
    // A wire reuses its buffer: what is held must be copied before the next read overwrites it.
    if (this.#held.length > 0) this.#held = this.#held.slice();
    const bytes = await this.#wire.read();
    if (bytes === null) return false;
    if (this.#held.length === 0) {
      this.#held = bytes;
      return true;
    }
    const joined = new Uint8Array(this.#held.length + bytes.length);
    joined.set(this.#held);
    joined.set(bytes, this.#held.length);
    this.#held = joined;
    return true;
  }

  /** Next `length` bytes. Copies straight into place: a megabyte must not cost its square. */
  async #exactly(length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (length <= this.#held.length) {
      const whole = new Uint8Array(length);
      whole.set(this.#held.subarray(0, length));
      this.#held = this.#held.subarray(length);
      return whole;
    }
    const body = new Uint8Array(length);
    let filled = 0;
    while (true) {
      const part = this.#held.subarray(0, length - filled);
      body.set(part, filled);
      filled += part.length;
      this.#held = this.#held.subarray(part.length);
      if (filled === length) return body;
      if (!(await this.#more())) throw new Error("peer closed in the middle of a request body");
    }
  }

  async #line(): Promise<string> {
    while (true) {
      const end = this.#held.indexOf(LF);
      if (end > 0 && this.#held[end - 1] === CR) {
        const line = text.decode(this.#held.subarray(0, end - 1));
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      if (!(await this.#more())) throw new Error("peer closed in the middle of a chunk size");
    }
  }

  async #chunked(): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [];
    let total = 0;
    while (true) {
      const size = parseInt(await this.#line(), 16);
      if (!(size >= 0)) throw new Error("chunk size is not a hexadecimal number");
      if (size === 0) break;
      const part = await this.#exactly(size);
      parts.push(part);
      total += size;
      await this.#line();
    }
    while ((await this.#line()) !== "") { /* trailer fields carry nothing for us */ }
    const body = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      body.set(part, at);
      at += part.length;
    }
    return body;
  }
}

function headEnd(bytes: Uint8Array): number {
  for (let i = 3; i < bytes.length; i++) {
    if (bytes[i] === LF && bytes[i - 1] === CR && bytes[i - 2] === LF && bytes[i - 3] === CR) {
      return i - 3;
    }
  }
  return -1;
}
