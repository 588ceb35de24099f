/**
 * Turns a provider's answer into the caller's: the same bytes, our headers, and a copy for the meter.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { formatUsd } from "../domain/money.ts";
import { errorBody } from "../formats/openai_chat/error_body.ts";
import { summarizeResponse } from "../formats/openai_chat/response_summary.ts";
import { readErrorText } from "../formats/openai_chat/upstream_error.ts";
import { ByteReader } from "../http/byte_reader.ts";
import type { Exchange } from "../http/exchange.ts";
import { Capture } from "./capture.ts";
import type { Draft } from "./draft.ts";
import { answerWith } from "./headers.ts";
import type { GatewayParts } from "./parts.ts";
import { interrupted, relay } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { StreamMeter } from "./stream_meter.ts";
import { joined, type WriteCoalescer } from "./write_coalescer.ts";

/** A provider's answer with everything that belongs to it. */
export interface Answer {
  readonly draft: Draft;
  readonly response: Response;
  readonly exchange: Exchange;
  readonly hideUsageChunk: boolean;
}

/** Answers up to this size are read whole before they go on, so that their cost can be a header. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** An error answer beyond this is quoted, not passed on: no client reads 10 MB of error. */
const ERROR_BYTES = 1024 * 1024;

/** Hands answers over. */
export class Deliverer {
  constructor(
    private readonly parts: GatewayParts,
    private readonly settler: Settler,
    private readonly coalescer: WriteCoalescer,
  ) {}

  /**
   * The caller's response. Throws FlowError when the answer cannot be handed over at all; the
   * caller of this function then ends the exchange.
   */
  async deliver(answer: Answer): Promise<Response> {
    const { response, exchange } = answer;
    if (!canBePassedOn(response.status)) throw await this.#unusable(answer);
    if (response.ok && isEventStream(answer)) {
      return this.#stream(answer, new ByteReader(response.body, exchange.signal), null);
    }
    const limit = response.ok ? WHOLE_BYTES : ERROR_BYTES;
    const reader = new ByteReader(response.body, exchange.signal);
    const { bytes, isWhole } = await this.#readUpTo(reader, exchange, limit);
    if (!response.ok) {
      if (!isWhole) await giveUp(reader, exchange);
      else exchange.finish();
      return this.#error(answer, bytes, isWhole);
    }
    if (!isWhole) return this.#stream(answer, reader, bytes);
    exchange.finish();
    return this.#whole(answer, bytes);
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

  #whole({ draft, response, exchange }: Answer, bytes: Uint8Array): Response {
    const beganMs = this.parts.clock.monotonic();
    const summary = summarizeResponse(bytes);
    if (!summary.isJsonObject) throw notJson(exchange.target, response, bytes);
    const cost = this.settler.cost(draft, summary.usage, summary.model);
    const headers = this.#headers(draft);
    if (cost.nanoUsd !== null) headers.push(["x-flow-cost-usd", formatUsd(cost.nanoUsd)]);
    draft.marks.ownAfterMs += this.parts.clock.monotonic() - beganMs;
    this.settler.close(draft, {
      outcome: summary.error === null ? "complete" : "failed",
      httpStatus: response.status,
      errorCode: summary.error === null ? null : "upstream_error",
      errorMessage: summary.error,
      usage: summary.usage,
      cost,
      modelUsed: summary.model,
      finishReason: summary.finishReason,
      responseBody: bytes,
    });
    return answerWith(plain(bytes), response, headers);
  }

  #error({ draft, response }: Answer, bytes: Uint8Array, isWhole: boolean): Response {
    const text = new TextDecoder().decode(bytes.subarray(0, ERROR_BYTES));
    const shown = withoutKey(text, draft);
    const read = readErrorText(shown, response.status);
    const headers = this.#headers(draft);
    headers.push(["x-flow-error-source", "provider"]);
    const passes = isWhole && read.isJson;
    if (!passes) headers.push(["content-type", "application/json"]);
    const clean = shown === text ? bytes : new TextEncoder().encode(shown);
    const body = passes ? plain(clean) : errorBody(new FlowError("upstream_error", read.message));
    this.settler.close(draft, {
      outcome: "failed",
      httpStatus: response.status,
      errorCode: read.code ?? "upstream_error",
      errorMessage: read.message,
      responseBody: passes ? clean : null,
    });
    return answerWith(body, response, headers);
  }

  #stream(answer: Answer, reader: ByteReader, begun: Uint8Array | null): Response {
    const { draft, response, exchange } = answer;
    const beganMs = this.parts.clock.monotonic();
    const { clock, settings } = this.parts;
    const meter = new StreamMeter({
      draft,
      clock,
      settler: this.settler,
      httpStatus: response.status,
      capture: new Capture(settings().logResponses),
      hideUsageChunk: answer.hideUsageChunk,
      isEventStream: begun === null,
    });
    const headers = this.#headers(draft);
    if (begun === null) headers.push(["cache-control", "no-cache"], ["x-accel-buffering", "no"]);
    const source = begun === null ? reader : new Prefixed(begun, reader);
    const body = relay({
      reader: source,
      exchange,
      coalescer: this.coalescer,
      clock,
      hooks: meter,
    });
    draft.marks.ownAfterMs += clock.monotonic() - beganMs;
    return answerWith(body, response, headers);
  }

  /** Our own headers. */
  #headers(draft: Draft): [string, string][] {
    const headers: [string, string][] = [["x-request-id", draft.id]];
    const { attempted } = draft;
    if (attempted !== null) {
      headers.push(["x-flow-provider", headerText(attempted.provider)]);
      headers.push(["x-flow-model", headerText(attempted.upstreamModel)]);
    }
    if (draft.upstreamRequestId !== null) {
      headers.push(["x-flow-upstream-request-id", draft.upstreamRequestId]);
    }
    return headers;
  }

  async #unusable({ response, exchange }: Answer): Promise<FlowError> {
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
}

/** Shorter ones are no secrets (`none`, `ollama`) but words, and would be cut out of the JSON. */
const SHORTEST_SECRET = 8;

/** Some providers quote the key that they refuse; it is no business of the caller's. */
function withoutKey(text: string, draft: Draft): string {
  const secret = draft.attempted?.key?.secret?.reveal() ?? "";
  return secret.length < SHORTEST_SECRET ? text : text.replaceAll(secret, "[redacted]");
}

/** An answer with content, or an error: statuses beyond 599 exist on the wire only. */
function canBePassedOn(status: number): boolean {
  const hasContent = status >= 200 && status < 300 && status !== 204 && status !== 205;
  return hasContent || (status >= 400 && status <= 599);
}

/** By its type; where a stream was asked for, anything but JSON and HTML is taken as one. */
function isEventStream({ draft, response }: Answer): boolean {
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("text/event-stream") ||
    (draft.call?.stream === true && !/json|html/i.test(type));
}

/** Bytes that were read already, then the rest. */
class Prefixed {
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

function notJson(target: string, response: Response, bytes: Uint8Array): FlowError {
  const { message } = readErrorText(
    new TextDecoder().decode(bytes.subarray(0, 4096)),
    response.status,
  );
  const type = response.headers.get("content-type") ?? "none";
  return new FlowError(
    "upstream_invalid_response",
    `${target} did not answer with a JSON object (content type: ${type}). Check the base URL. ` +
      message,
  );
}

/** Header values are bytes (RFC 9110 §5.5): anything else in a name is percent-encoded. */
function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());
}

/** The bytes are never shared memory; the type cannot say so. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
