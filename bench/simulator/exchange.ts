/**
 * One request being answered: writes that notice a hang-up, waits that end with it.
 *
 * @module
 */
import type { HttpReader } from "./http_reader.ts";
import type { Wire } from "./wire.ts";

/** Thrown by every wait and write of an exchange whose caller hung up. */
export class CallerGone extends Error {
  override readonly name = "CallerGone";
}

const encoder = new TextEncoder();
const CRLF = encoder.encode("\r\n");
const LAST_CHUNK = encoder.encode("0\r\n\r\n");

/** Header fields of an answer. */
export type HeaderList = readonly (readonly [string, string])[];

/** The answering side of one request on one connection. */
export class Exchange {
  readonly #wire: Wire;
  readonly #reader: HttpReader;
  #watching = false;
  #gone = false;
  #onGone: (() => void) | null = null;

  constructor(wire: Wire, reader: HttpReader) {
    this.#wire = wire;
    this.#reader = reader;
  }

  /** Status line and headers as bytes, with the framing header last; null: until close. */
  static head(status: number, headers: HeaderList, length: number | "chunked" | null): Uint8Array {
    let head = `HTTP/1.1 ${status} ${reason(status)}\r\n`;
    for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
    if (length === null) head += "connection: close\r\n\r\n";
    else if (length === "chunked") head += "transfer-encoding: chunked\r\n\r\n";
    else head += `content-length: ${length}\r\n\r\n`;
    return encoder.encode(head);
  }

  /** A whole answer in one write. */
  async answer(status: number, headers: HeaderList, body: Uint8Array | string): Promise<void> {
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    const head = Exchange.head(status, headers, bytes.length);
    const all = new Uint8Array(head.length + bytes.length);
    all.set(head);
    all.set(bytes, head.length);
    await this.write(all);
  }

  /** Raw bytes onto the connection. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#gone) throw new CallerGone();
    try {
      await this.#wire.write(bytes);
    } catch {
      // The only way a loopback write fails is that the other side is gone.
      this.#gone = true;
      throw new CallerGone();
    }
  }

  /** Bytes as one chunk of the chunked coding (RFC 9112 §7.1). */
  async chunk(bytes: Uint8Array): Promise<void> {
    await this.write(framed(bytes));
  }

  /** Ends the chunked coding. */
  async lastChunk(): Promise<void> {
    await this.write(LAST_CHUNK);
  }

  /** Waits; rejects with {@link CallerGone} at once when the caller hangs up. */
  sleep(ms: number): Promise<void> {
    if (this.#gone) return Promise.reject(new CallerGone());
    this.watch();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#onGone = null;
        resolve();
      }, ms);
      this.#onGone = () => {
        clearTimeout(timer);
        reject(new CallerGone());
      };
    });
  }

  /** Never resolves; rejects when the caller hangs up. */
  untilGone(): Promise<never> {
    if (this.#gone) return Promise.reject(new CallerGone());
    this.watch();
    return new Promise((_, reject) => this.#onGone = () => reject(new CallerGone()));
  }

  /** Starts looking for a hang-up; every write after one fails. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#reader.watch().then((more) => {
      if (more) return;
      this.#gone = true;
      this.#onGone?.();
    });
  }

  /** Whether {@link Exchange.reset} works on this connection's transport. */
  get canReset(): boolean {
    return this.#wire.canReset;
  }

  /** TCP reset. */
  reset(): void {
    this.#wire.reset();
  }
}

/** Bytes with the size line and line end of the chunked coding around them. */
export function framed(bytes: Uint8Array): Uint8Array {
  const size = encoder.encode(bytes.length.toString(16) + "\r\n");
  const all = new Uint8Array(size.length + bytes.length + 2);
  all.set(size);
  all.set(bytes, size.length);
  all.set(CRLF, size.length + bytes.length);
  return all;
}

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function reason(status: number): string {
  return REASONS[status] ?? "Status";
}
