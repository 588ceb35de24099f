/**
 * Between a caller and a provider that speak different formats.
 *
 * @module
 */
import { tokenInUser } from "../auth/presented_token.ts";
import { accumulate } from "../domain/conversation/accumulate.ts";
import type { ChatResponse, StreamEvent } from "../domain/conversation/answer.ts";
import type { AnswerContext, ChatCodec } from "../domain/conversation/codec.ts";
import { replay } from "../domain/conversation/replay.ts";
import type { ChatRequest } from "../domain/conversation/request.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import { FlowError } from "../domain/errors.ts";
import type { NewId } from "../domain/ports.ts";
import type { Call } from "../formats/call.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { SseDecoder } from "../formats/sse/decoder.ts";

/** One answer's way back. */
export interface Translation {
  readonly provider: ChatCodec;
  readonly caller: ChatCodec;
  readonly context: AnswerContext;
}

/** A translated whole answer. */
export interface TranslatedAnswer {
  readonly response: ChatResponse;
  /** JSON for a caller who asked for a whole answer, event-stream text for one who asked for a stream. */
  readonly text: string;
  readonly warnings: readonly Warning[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A body as bytes. */
export function jsonBytes(body: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(body));
}

/** The caller's request in neutral form. Throws what the codec throws. */
export function parseCall(call: Call, codec: ChatCodec): ChatRequest {
  return codec.parseRequest(bodyOf(call), { model: call.model, stream: call.stream });
}

/** What an answer to this call is made with. */
export function answerContext(
  call: Call,
  request: ChatRequest,
  newId: NewId,
  nowMs: number,
): AnswerContext {
  const body = call.goesOnFrom === undefined
    ? bodyOf(call)
    : { ...bodyOf(call), previous_response_id: call.goesOnFrom };
  return { request, body, newId, nowS: Math.floor(nowMs / 1000) };
}

/**
 * The body was parsed once when the call was read, and is not kept while an answer streams: a prompt
 * as objects is several times the size of its bytes.
 */
function bodyOf(call: Call): Readonly<Record<string, unknown>> {
  const body = parseJson(decoder.decode(call.bytes));
  if (!isObject(body)) throw new Error("A call that was read once is no JSON object any more.");
  // A caller token in `user` must go no further, neither to a provider nor back in an echo.
  if (tokenInUser(call.user) === null) return body;
  const { user: _token, ...rest } = body;
  return rest;
}

/**
 * Translates an answer that came whole.
 *
 * Throws `upstream_invalid_response` when the bytes are no answer of the provider's format.
 */
export function translateWhole(
  bytes: Uint8Array,
  t: Translation,
  target: string,
): TranslatedAnswer {
  const response = parseAnswer(bytes, t, target);
  if (!t.context.request.stream) {
    const { body, warnings } = t.caller.renderResponse(response, t.context);
    return { response, text: JSON.stringify(body), warnings };
  }
  const renderer = t.caller.renderStream(t.context);
  let text = "";
  for (const event of replay(response)) text += renderer.push(event);
  return { response, text, warnings: renderer.warnings };
}

function parseAnswer(bytes: Uint8Array, t: Translation, target: string): ChatResponse {
  const text = decoder.decode(bytes);
  const body = parseJson(text);
  if (isObject(body)) return t.provider.parseResponse(body);
  // A stream although none was asked for: some providers know nothing else for some models.
  const wire = new SseDecoder();
  const parser = t.provider.parseStream();
  const events: StreamEvent[] = [];
  for (const event of [...wire.push(bytes), ...wire.flush()]) events.push(...parser.push(event));
  events.push(...parser.end());
  if (events.some((event) => event.type === "start")) return accumulate(events);
  const quote = text.slice(0, 300).replace(/\s+/g, " ");
  throw new FlowError(
    "upstream_invalid_response",
    `${target} did not answer with JSON. Check the base URL and the provider's format. It sent: ` +
      (quote === "" ? "nothing" : quote),
  );
}

/** Longest value of the header `x-flow-warnings`, characters. */
const MAX_HEADER = 2000;

/** Warnings as one header value: `field: message; field: message`. Null when there are none. */
export function warningsHeader(warnings: readonly Warning[]): string | null {
  if (warnings.length === 0) return null;
  const text = warnings.map(({ field, message }) => `${field}: ${message}`).join("; ");
  const plain = text.replace(/[^\x20-\x7e]+/g, (odd) => encodeURIComponent(odd.toWellFormed()));
  return plain.length <= MAX_HEADER ? plain : plain.slice(0, MAX_HEADER - 1) + "~";
}
