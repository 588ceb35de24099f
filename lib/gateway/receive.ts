/**
 * Takes in a provider's answer as far as it must be known before anything goes on to the caller.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { ByteReader } from "../http/byte_reader.ts";
import type { Exchange } from "../http/exchange.ts";
import { isSmallBody, readSmallBody } from "../http/small_body.ts";
import { type ByteSource, interrupted } from "./relay.ts";
import { joined } from "./write_coalescer.ts";

/** What came. Nothing of it has gone to the caller yet. */
export type Received =
  /** Server-sent events, to be passed on as they come. */
  | { readonly kind: "stream"; readonly source: ByteSource }
  /** JSON that is too large to be kept waiting for its end. */
  | { readonly kind: "large"; readonly source: ByteSource }
  /** Sound or another medium, to be passed on as it comes. */
  | { readonly kind: "binary"; readonly source: ByteSource }
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  /** An error answer; `isWhole` false: its end was too far away. */
  | { readonly kind: "error"; readonly bytes: Uint8Array; readonly isWhole: boolean };

/** What the request was like. */
export interface ReceiveFacts {
  readonly asksForStream: boolean;
  /** The provider speaks another format than the caller. */
  readonly isTranslated: boolean;
  /** The answer may be something else than JSON. */
  readonly takesAny?: boolean;
}

/** Answers up to this size are read whole before they go on, so that their cost can be a header. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** A translated answer must be read whole; beyond this it is taken for no answer. */
const TRANSLATED_BYTES = 64 * 1024 * 1024;
/** An error answer beyond this is quoted, not passed on: no client reads 10 MB of error. */
const ERROR_BYTES = 1024 * 1024;

/**
 * Reads an answer. The exchange is over when nothing is left to be read.
 *
 * Rejects with `upstream_invalid_response` for a status that is no answer, with the exchange's own
 * failure, or with `upstream_interrupted`; the caller of this function then ends the exchange.
 */
export async function receive(
  response: Response,
  exchange: Exchange,
  { asksForStream, isTranslated, takesAny = false }: ReceiveFacts,
  clock: Clock,
): Promise<Received> {
  if (!canBePassedOn(response.status)) {
    await giveUp(new ByteReader(response.body, exchange.signal), exchange);
    throw unusable(response.status, exchange.target);
  }
  // Whoever asked for a whole answer gets one, also from a provider that knows nothing but streams.
  const mayStream = asksForStream || !isTranslated;
  if (response.ok && mayStream && isEventStream(response, asksForStream, takesAny)) {
    return { kind: "stream", source: new ByteReader(response.body, exchange.signal) };
  }
  if (response.ok && takesAny && !isText(response)) {
    return { kind: "binary", source: new ByteReader(response.body, exchange.signal) };
  }
  if (isSmallBody(response)) {
    const bytes = await readSmall(response, exchange);
    return response.ok ? { kind: "whole", bytes } : { kind: "error", bytes, isWhole: true };
  }
  const reader = new ByteReader(response.body, exchange.signal);
  const wholeLimit = isTranslated ? TRANSLATED_BYTES : WHOLE_BYTES;
  const limit = response.ok ? wholeLimit : ERROR_BYTES;
  const { bytes, isWhole } = await readUpTo(reader, exchange, limit, clock);
  if (response.ok && !isWhole) {
    if (isTranslated) throw tooLarge(exchange.target);
    return { kind: "large", source: new Prefixed(bytes, reader) };
  }
  if (isWhole) exchange.finish();
  else await giveUp(reader, exchange);
  return response.ok ? { kind: "whole", bytes } : { kind: "error", bytes, isWhole };
}

async function readSmall(response: Response, exchange: Exchange): Promise<Uint8Array> {
  try {
    const bytes = await readSmallBody(response, exchange);
    exchange.finish();
    return bytes;
  } catch (cause) {
    throw exchange.failure ?? interrupted(exchange.target, cause);
  }
}

async function readUpTo(
  reader: ByteReader,
  exchange: Exchange,
  limit: number,
  clock: Clock,
): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (let piece = await reader.read(); piece !== null; piece = await reader.read()) {
      exchange.sign(clock.monotonic());
      pieces.push(piece);
      length += piece.length;
      if (length > limit) return { bytes: joined(pieces, length), isWhole: false };
    }
  } catch (cause) {
    throw exchange.failure ?? interrupted(exchange.target, cause);
  }
  return { bytes: joined(pieces, length), isWhole: true };
}

/** An answer with content, or an error: statuses beyond 599 exist on the wire only. */
function canBePassedOn(status: number): boolean {
  const hasContent = status >= 200 && status < 300 && status !== 204 && status !== 205;
  return hasContent || (status >= 400 && status <= 599);
}

/** JSON, text and subtitles; what names no type may be anything. */
function isText(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return /json|^text\/|xml|subrip/i.test(type);
}

/** By its type; where a stream was asked for, anything but JSON and HTML is taken as one. */
function isEventStream(
  response: Response,
  asksForStream: boolean,
  takesAny: boolean,
): boolean {
  const type = response.headers.get("content-type") ?? "";
  return asksForStream && !takesAny
    ? !/json|html/i.test(type)
    : type.startsWith("text/event-stream");
}

/** Bytes that were read already, then the rest. */
export class Prefixed implements ByteSource {
  #first: Uint8Array | null;
  constructor(first: Uint8Array, private readonly rest: ByteSource) {
    this.#first = first;
  }
  read(): Promise<Uint8Array | null> {
    const first = this.#first;
    this.#first = null;
    return first === null ? this.rest.read() : Promise.resolve(first);
  }
}

/** The rest of an answer is not wanted: the connection is closed. */
async function giveUp(reader: ByteReader, exchange: Exchange): Promise<void> {
  exchange.finish();
  // A body that is broken already cannot be cancelled, and need not be.
  await reader.cancel("not wanted").catch(() => {});
}

function unusable(status: number, target: string): FlowError {
  const isRedirect = status >= 300 && status < 400;
  return new FlowError(
    "upstream_invalid_response",
    isRedirect
      ? `${target} answered with a redirect (status ${status}), which is not followed ` +
        "because it could carry the key elsewhere. Check the base URL."
      : `${target} answered with status ${status}, which is no answer to this request.`,
  );
}

function tooLarge(target: string): FlowError {
  return new FlowError(
    "upstream_invalid_response",
    `${target} sent an answer of more than ${TRANSLATED_BYTES / 1024 / 1024} MiB, which is not ` +
      "translated.",
  );
}
