/**
 * An HTTP/1.1 client that hides nothing: exact bytes, in order of arrival, with hang-ups and half
 * requests on demand.
 *
 * @module
 */
import { AnswerParser } from "../../bench/answer_parser.ts";

/** One read from the socket. */
export interface Arrival {
  readonly bytes: Uint8Array;
  /** Since the request was sent, ms. */
  readonly atMs: number;
}

/** How reading an answer ended. `closed` and `reset`: before the framing said so. */
export type RawEnd = "complete" | "closed" | "reset" | "hung_up";

/** An answer, whole or not. */
export interface RawAnswer {
  /** 0 when the connection ended before a head was there. */
  readonly status: number;
  /** Status line and headers as sent. */
  readonly head: string;
  /** Body without framing. */
  readonly body: Uint8Array;
  /** The body's parts: HTTP chunks as the server framed them, if no read cut them further. */
  readonly parts: readonly Uint8Array[];
  /** Everything, as it came. */
  readonly raw: Uint8Array;
  readonly arrivals: readonly Arrival[];
  readonly end: RawEnd;
  /** First value of a header, by lower-case name. */
  header(name: string): string | null;
  text(): string;
  json(): unknown;
}

/** What to send. */
export interface RawRequest {
  /** Default POST with a body, GET without. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON with its content type. */
  readonly body?: Uint8Array | string | Readonly<Record<string, unknown>>;
  /** Hangs up as soon as this many bytes of the answer's body are there; 0: with the head. */
  readonly hangUpAfter?: number;
  /** Sends only the first n bytes of the request (head and body), for half requests. */
  readonly sendOnly?: number;
}

/** Sends one request on a connection of its own and reads the answer. */
export async function rawRequest(url: string, request: RawRequest = {}): Promise<RawAnswer> {
  const target = new URL(url);
  using connection = await RawConnection.open(Number(target.port), target.hostname);
  const bytes = encodeRequest(target, request);
  await connection.send(bytes.subarray(0, request.sendOnly ?? bytes.length));
  return await connection.readAnswer(request.hangUpAfter);
}

/** A connection for several requests in turn, or for odd ones. */
export class RawConnection implements Disposable {
  readonly #conn: Deno.TcpConn;
  #left: Uint8Array = new Uint8Array(0);
  #sentAt = performance.now();
  #closed = false;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /** Connects over TCP without delay of small writes. */
  static async open(port: number, hostname = "127.0.0.1"): Promise<RawConnection> {
    const conn = await Deno.connect({ port, hostname });
    conn.setNoDelay(true);
    return new RawConnection(conn);
  }

  /** Sends bytes or a text as they are. */
  async send(data: Uint8Array | string): Promise<void> {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    this.#sentAt = performance.now();
    let sent = 0;
    while (sent < bytes.length) sent += await this.#conn.write(bytes.subarray(sent));
  }

  /** Ends our direction only (FIN), as a client that has said everything. */
  async closeWrite(): Promise<void> {
    await this.#conn.closeWrite();
  }

  /** Reads one answer; see {@link RawRequest.hangUpAfter}. */
  async readAnswer(hangUpAfter = Infinity): Promise<RawAnswer> {
    const arrivals: Arrival[] = [];
    const parts: Uint8Array[] = [];
    let status = 0;
    let head = "";
    let received = 0;
    const parser = new AnswerParser({
      onHead(code, text) {
        status = code;
        head = text;
      },
      onBody(bytes) {
        parts.push(bytes.slice());
        received += bytes.length;
      },
    });
    let end: RawEnd | null = null;
    while (end === null) {
      const bytes = await this.#read();
      if (bytes === "reset") end = "reset";
      else if (bytes === null) end = parser.untilClose ? "complete" : "closed";
      else {
        const used = parser.push(bytes);
        const taken = used < 0 ? bytes : bytes.subarray(0, used);
        arrivals.push({ bytes: taken, atMs: performance.now() - this.#sentAt });
        if (used >= 0) {
          this.#left = bytes.subarray(used);
          end = "complete";
        } else if (status !== 0 && received >= hangUpAfter) {
          this.close();
          end = "hung_up";
        }
      }
    }
    return rawAnswer(status, head, parts, arrivals, end);
  }

  /** Hangs up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #read(): Promise<Uint8Array | null | "reset"> {
    if (this.#left.length > 0) {
      const left = this.#left;
      this.#left = new Uint8Array(0);
      return left;
    }
    const buffer = new Uint8Array(65_536);
    try {
      const count = await this.#conn.read(buffer);
      return count === null ? null : buffer.subarray(0, count);
    } catch (thrown) {
      if (thrown instanceof Deno.errors.ConnectionReset) return "reset";
      throw thrown;
    }
  }
}

/** The bytes of a request with host, content length and `connection: keep-alive`. */
export function encodeRequest(target: URL, request: RawRequest): Uint8Array {
  const { body } = request;
  const json = typeof body === "object" && !(body instanceof Uint8Array);
  const content = body === undefined
    ? new Uint8Array(0)
    : body instanceof Uint8Array
    ? body
    : new TextEncoder().encode(json ? JSON.stringify(body) : String(body));
  const headers: Record<string, string> = {
    host: target.host,
    ...(json ? { "content-type": "application/json" } : {}),
    ...(body === undefined ? {} : { "content-length": String(content.length) }),
    ...request.headers,
  };
  const method = request.method ?? (body === undefined ? "GET" : "POST");
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `${method} ${target.pathname}${target.search} HTTP/1.1\r\n${lines}\r\n`;
  return joinBytes([new TextEncoder().encode(head), content]);
}

/** Byte arrays one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function rawAnswer(
  status: number,
  head: string,
  parts: readonly Uint8Array[],
  arrivals: readonly Arrival[],
  end: RawEnd,
): RawAnswer {
  const body = joinBytes(parts);
  const text = (): string => new TextDecoder().decode(body);
  return {
    status,
    head,
    body,
    parts,
    raw: joinBytes(arrivals.map((arrival) => arrival.bytes)),
    arrivals,
    end,
    header(name) {
      const lines = head.split("\r\n").slice(1).map((line) => line.split(/:\s*(.*)/s));
      return lines.find(([known]) => known?.toLowerCase() === name)?.[1] ?? null;
    },
    text,
    json: () => JSON.parse(text()),
  };
}
