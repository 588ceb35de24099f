/**
 * Looks whether a stream begins with an error, as long as nothing of it has gone to the caller.
 *
 * @module
 */
import type { WireEvent } from "../domain/conversation/codec.ts";
import type { JsonObject } from "../domain/json.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { reportsError } from "../formats/openai_chat/upstream_error.ts";
import { SseDecoder } from "../formats/sse/decoder.ts";
import type { ByteSource } from "./relay.ts";

/** An error that came where the answer should have begun. */
export interface EarlyError {
  /** The event's data. */
  readonly text: string;
  /** The HTTP status that it stands for. */
  readonly status: number;
}

/** A stream whose beginning has been looked at. */
export interface Peeked {
  /** The whole stream, from its first byte. */
  readonly source: ByteSource;
  /** Null: it begins as it should, or has not begun in time. */
  readonly error: EarlyError | null;
  /** It ended before anything came. */
  readonly isEmpty: boolean;
}

/** Longer beginnings are no errors. */
const MAX_BYTES = 64 * 1024;
/** How an event of an error begins in all formats; what is shorter may yet become one. */
const BEGINNINGS = [
  "event: error",
  "event:error",
  'data: {"error',
  'data:{"error',
  'data: {"type":"error"',
  'data: {"type": "error"',
  "{",
];

/**
 * Reads the first piece, and more only while that may be the beginning of an error. A good stream
 * goes on as soon as its first bytes are there. Rejects as reading does.
 *
 * @param waitMs how long to wait for the first piece
 */
export async function peek(source: ByteSource, waitMs: number): Promise<Peeked> {
  const decoder = new SseDecoder();
  const held: Promise<Uint8Array | null>[] = [];
  let seen = "";
  const decide = (error: EarlyError | null, isEmpty = false): Peeked => ({
    source: new Held(held, source),
    error,
    isEmpty,
  });
  for (let length = 0; length <= MAX_BYTES;) {
    const reading = source.read();
    held.push(reading);
    if (!await arrives(reading, waitMs)) return decide(null);
    const piece = await reading;
    const events = piece === null ? decoder.flush() : decoder.push(piece);
    if (events.length > 0) return decide(firstError(events));
    if (piece === null) return decide(null, length === 0);
    length += piece.length;
    seen += new TextDecoder().decode(piece);
    if (!mayBeError(seen)) return decide(null);
  }
  return decide(null);
}

/** An error among the events that came at once: none of them has gone to the caller yet. */
function firstError(events: readonly WireEvent[]): EarlyError | null {
  for (const event of events) {
    const isSuspect = event.type === "error" || event.data.includes("error");
    const error = isSuspect ? earlyError(event) : null;
    if (error !== null) return error;
  }
  return null;
}

/** The error that an event reports; null for any other event. */
export function earlyError({ type, data }: WireEvent): EarlyError | null {
  const body = parseJson(data);
  if (!isObject(body)) return type === "error" ? { text: data, status: 500 } : null;
  const isError = type === "error" || body.type === "error" || reportsError(body);
  return isError ? { text: data, status: statusOf(body) } : null;
}

/** Types of errors that say which status they would have had. */
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["billing_error", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["request_too_large", 413],
  ["rate_limit_error", 429],
  ["rate_limit_exceeded", 429],
  ["api_error", 500],
  ["server_error", 500],
  ["timeout_error", 504],
  ["overloaded_error", 529],
]);

function statusOf(body: JsonObject): number {
  const error = isObject(body.error) ? body.error : body;
  for (const status of [error.status_code, error.code, error.status]) {
    if (typeof status === "number" && status >= 400 && status <= 599) return status;
  }
  return STATUSES.get(error.type) ?? STATUSES.get(error.code) ?? 500;
}

function mayBeError(text: string): boolean {
  const start = text.trimStart();
  return BEGINNINGS.some((known) =>
    start.length < known.length ? known.startsWith(start) : start.startsWith(known)
  );
}

/** False when the time is over first. A rejection counts as an arrival: reading again tells it. */
function arrives(reading: Promise<unknown>, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), waitMs);
    const arrived = () => {
      clearTimeout(timer);
      resolve(true);
    };
    reading.then(arrived, arrived);
  });
}

/** Pieces that were asked for already, then the rest. */
class Held implements ByteSource {
  #next = 0;
  constructor(
    private readonly held: readonly Promise<Uint8Array | null>[],
    private readonly rest: ByteSource,
  ) {}
  read(): Promise<Uint8Array | null> {
    return this.held[this.#next++] ?? this.rest.read();
  }
}
