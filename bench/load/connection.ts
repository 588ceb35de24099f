/**
 * One keep-alive connection of the load generator.
 *
 * @module
 */
import { AnswerParser } from "../answer_parser.ts";

/** What one request came to. Times are `performance.now()` values. */
export interface Exchanged {
  readonly status: number;
  readonly firstByteAt: number;
  readonly doneAt: number;
  /** Body bytes. */
  readonly bytes: number;
  /** Server-sent events (blank lines) in the body. */
  readonly events: number;
}

const LF = 10;
const CR = 13;

/** Sends one request at a time; connects when needed and again after a failure. */
export class LoadConnection {
  readonly #hostname: string;
  readonly #port: number;
  readonly #buffer = new Uint8Array(256 * 1024);
  #conn: Deno.TcpConn | null = null;
  #status = 0;
  #firstByteAt = 0;
  #bytes = 0;
  #events = 0;
  #lineEmpty = false;
  #parser = this.#newParser();

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#hostname = hostname;
    this.#port = Number(port);
  }

  /** Sends the bytes of a request and reads the answer to its end. */
  async exchange(request: Uint8Array): Promise<Exchanged> {
    try {
      return await this.#exchange(request);
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  close(): void {
    this.#conn?.close();
    this.#conn = null;
  }

  async #exchange(request: Uint8Array): Promise<Exchanged> {
    this.#conn ??= await this.#connect();
    const conn = this.#conn;
    this.#status =
      this.#bytes =
      this.#events =
      this.#firstByteAt =
        0;
    this.#lineEmpty = false;
    let sent = await conn.write(request);
    while (sent < request.length) sent += await conn.write(request.subarray(sent));
    while (true) {
      const count = await conn.read(this.#buffer);
      if (count === null) throw new Error("connection closed in the middle of an answer");
      if (this.#parser.push(this.#buffer.subarray(0, count)) >= 0) break;
    }
    const doneAt = performance.now();
    return {
      status: this.#status,
      firstByteAt: this.#firstByteAt === 0 ? doneAt : this.#firstByteAt,
      doneAt,
      bytes: this.#bytes,
      events: this.#events,
    };
  }

  async #connect(): Promise<Deno.TcpConn> {
    const conn = await Deno.connect({ hostname: this.#hostname, port: this.#port });
    conn.setNoDelay(true);
    this.#parser = this.#newParser();
    return conn;
  }

  #newParser(): AnswerParser {
    return new AnswerParser({
      onHead: (status) => this.#status = status,
      onBody: (bytes) => {
        if (this.#bytes === 0) this.#firstByteAt = performance.now();
        this.#bytes += bytes.length;
        this.#countEvents(bytes);
      },
    });
  }

  #countEvents(bytes: Uint8Array): void {
    let at = 0;
    while (true) {
      const end = bytes.indexOf(LF, at);
      if (end < 0) break;
      const empty = end === at || (end === at + 1 && bytes[at] === CR);
      if (empty && (at > 0 || this.#lineEmpty)) this.#events++;
      at = end + 1;
      this.#lineEmpty = true;
    }
    if (at < bytes.length) this.#lineEmpty = false;
  }
}
