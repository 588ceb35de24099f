/**
 * Small calls whose whole answer is wanted at once: lists of models, the gateway's own API.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { ByteReader } from "./byte_reader.ts";
import type { Exchange, TimeLimits } from "./exchange.ts";
import { Sender, type SenderPorts } from "./send.ts";

/** A call. */
export interface JsonRequest {
  /** Who is called, for messages. */
  readonly target: string;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: readonly (readonly [string, string])[];
  /** Sent as JSON; absent: no body. */
  readonly body?: unknown;
}

/** An answer, whatever its status. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body; undefined when it is not JSON. */
  readonly json: unknown;
  /** The body as it came. */
  readonly text: string;
}

/**
 * Makes one call. Redirects are not followed.
 *
 * Rejects with FlowError `upstream_unreachable`, `upstream_…_timeout`, `upstream_interrupted`, or
 * `upstream_invalid_response` for an answer that is too large.
 */
export type CallJson = (request: JsonRequest) => Promise<JsonAnswer>;

/** Limits of each call. */
export interface JsonLimits extends TimeLimits {
  /** Largest body. */
  readonly maxBytes: number;
}

/** Calls into this world. Each call has a sender of its own, so that nothing is left to be closed. */
export function jsonCaller(ports: SenderPorts, limits: JsonLimits): CallJson {
  return async ({ target, method, url, headers, body }) => {
    const content = body === undefined ? null : new TextEncoder().encode(JSON.stringify(body));
    const all: [string, string][] = [["accept", "application/json"]];
    if (content !== null) all.push(["content-type", "application/json"]);
    for (const [name, value] of headers) all.push([name, value]);
    const request = { target, method, url, headers: all, body: content, limits };
    const sender = new Sender(ports);
    const exchange = sender.open(request);
    try {
      const response = await sender.send(request, exchange);
      const text = await readText(response, exchange, ports.clock, limits.maxBytes);
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    } finally {
      exchange.finish();
      sender.close();
    }
  };
}

async function readText(
  response: Response,
  exchange: Exchange,
  clock: Clock,
  maxBytes: number,
): Promise<string> {
  const reader = new ByteReader(response.body, exchange.signal);
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  try {
    for (;;) {
      const piece = await reader.read();
      if (piece === null) return text + decoder.decode();
      exchange.sign(clock.monotonic());
      length += piece.length;
      if (length > maxBytes) exchange.abort(tooLarge(exchange.target, maxBytes));
      if (exchange.failure !== null) throw exchange.failure;
      text += decoder.decode(piece, { stream: true });
    }
  } catch (cause) {
    throw exchange.failure ?? new FlowError(
      "upstream_interrupted",
      `${exchange.target} broke off in the midst of its answer.`,
      { cause },
    );
  }
}

function tooLarge(target: string, maxBytes: number): FlowError {
  return new FlowError(
    "upstream_invalid_response",
    `${target} sent an answer of more than ${maxBytes} bytes, which cannot be what was asked for.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
