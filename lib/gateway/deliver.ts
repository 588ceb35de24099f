/**
 * Turns a provider's answer into the caller's: reads what must be read, and lets it cross.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { ByteReader } from "../http/byte_reader.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Answer, CallerAnswer, Crossing } from "./answer.ts";
import { ownHeaders } from "./answer_headers.ts";
import { answerWith } from "./headers.ts";
import type { GatewayParts } from "./parts.ts";
import { PassThrough } from "./pass_through.ts";
import type { ProofMemory } from "./proof_memory.ts";
import { type ByteSource, interrupted, relay } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { Translated } from "./translated.ts";
import { joined, type WriteCoalescer } from "./write_coalescer.ts";

/** Answers up to this size are read whole before they go on, so that their cost can be a header. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** A translated answer must be read whole; beyond this it is taken for no answer. */
const TRANSLATED_BYTES = 64 * 1024 * 1024;
/** An error answer beyond this is quoted, not passed on: no client reads 10 MB of error. */
const ERROR_BYTES = 1024 * 1024;

/** Hands answers over. */
export class Deliverer {
  readonly #asItIs: Crossing;
  readonly #translated: Crossing;

  constructor(
    private readonly parts: GatewayParts,
    settler: Settler,
    private readonly coalescer: WriteCoalescer,
    memory: ProofMemory,
  ) {
    this.#asItIs = new PassThrough(parts, settler);
    this.#translated = new Translated(parts, settler, memory);
  }

  /**
   * The caller's response. Throws FlowError when the answer cannot be handed over at all; the
   * caller of this function then ends the exchange.
   */
  async deliver(answer: Answer): Promise<Response> {
    const { response, exchange } = answer;
    if (!canBePassedOn(response.status)) throw await unusable(answer);
    const reader = new ByteReader(response.body, exchange.signal);
    if (response.ok && isEventStream(answer)) return this.#stream(answer, reader, true);
    const crossing = this.#crossing(answer);
    const limit = response.ok ? this.#wholeLimit(answer) : ERROR_BYTES;
    const { bytes, isWhole } = await this.#readUpTo(reader, exchange, limit);
    if (!response.ok) {
      if (!isWhole) await giveUp(reader, exchange);
      else exchange.finish();
      return finished(crossing.error(answer, bytes, isWhole), response);
    }
    if (!isWhole) {
      if (answer.prepared.translation !== null) throw tooLarge(exchange.target);
      return this.#stream(answer, new Prefixed(bytes, reader), false);
    }
    exchange.finish();
    return finished(crossing.whole(answer, bytes), response);
  }

  #crossing({ prepared }: Answer): Crossing {
    return prepared.translation === null ? this.#asItIs : this.#translated;
  }

  #wholeLimit({ prepared }: Answer): number {
    return prepared.translation === null ? WHOLE_BYTES : TRANSLATED_BYTES;
  }

  async #readUpTo(
    reader: ByteReader,
    exchange: Exchange,
    limit: number,
  ): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      for (let piece = await reader.read(); piece !== null; piece = await reader.read()) {
        exchange.sign(this.parts.clock.monotonic());
        pieces.push(piece);
        length += piece.length;
        if (length > limit) return { bytes: joined(pieces, length), isWhole: false };
      }
    } catch (cause) {
      throw exchange.failure ?? interrupted(exchange.target, cause);
    }
    return { bytes: joined(pieces, length), isWhole: true };
  }

  #stream(answer: Answer, reader: ByteSource, isEventStream: boolean): Response {
    const { draft, response, exchange } = answer;
    const { clock } = this.parts;
    const beganMs = clock.monotonic();
    const hooks = this.#crossing(answer).stream(answer, isEventStream);
    const headers = ownHeaders(draft);
    if (isEventStream) headers.push(["cache-control", "no-cache"], ["x-accel-buffering", "no"]);
    if (answer.prepared.translation !== null) headers.push(["content-type", "text/event-stream"]);
    const body = relay({ reader, exchange, coalescer: this.coalescer, clock, hooks });
    draft.marks.ownAfterMs += clock.monotonic() - beganMs;
    return answerWith(body, response, headers);
  }
}

function finished({ status, body, headers }: CallerAnswer, provider: Response): Response {
  return answerWith(body, provider, headers, status);
}

async function unusable({ response, exchange }: Answer): Promise<FlowError> {
  await giveUp(new ByteReader(response.body, exchange.signal), exchange);
  const { status } = response;
  const isRedirect = status >= 300 && status < 400;
  return new FlowError(
    "upstream_invalid_response",
    isRedirect
      ? `${exchange.target} answered with a redirect (status ${status}), which is not followed ` +
        "because it could carry the key elsewhere. Check the base URL."
      : `${exchange.target} answered with status ${status}, which is no answer to this request.`,
  );
}

function tooLarge(target: string): FlowError {
  return new FlowError(
    "upstream_invalid_response",
    `${target} sent an answer of more than ${TRANSLATED_BYTES / 1024 / 1024} MiB, which is not ` +
      "translated.",
  );
}

/** An answer with content, or an error: statuses beyond 599 exist on the wire only. */
function canBePassedOn(status: number): boolean {
  const hasContent = status >= 200 && status < 300 && status !== 204 && status !== 205;
  return hasContent || (status >= 400 && status <= 599);
}

/** By its type; where a stream was asked for, anything but JSON and HTML is taken as one. */
function isEventStream({ draft, response }: Answer): boolean {
  const type = response.headers.get("content-type") ?? "";
  if (draft.call?.stream !== true) return type.startsWith("text/event-stream");
  return !/json|html/i.test(type);
}

/** Bytes that were read already, then the rest. */
class Prefixed implements ByteSource {
  #first: Uint8Array | null;
  constructor(first: Uint8Array, private readonly rest: ByteReader) {
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
