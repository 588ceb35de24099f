/**
 * The request that a caller of each format would send for what was recorded in another.
 *
 * @module
 */
import type { ChatRequest, Tool } from "../../lib/domain/conversation/request.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import { dialectOf } from "../../lib/formats/dialects.ts";
import type { ChatCodec } from "../../lib/domain/conversation/codec.ts";
import type { Json } from "./oracle/json.ts";
import type { Reading } from "./oracle/reading.ts";
import type { Format, Recording } from "./recordings.ts";

/** A request to send, and why it is not the recorded one where it is not. */
export interface InboundRequest {
  readonly body: Json;
  /** The inbound format cannot express the recorded request: the reason. */
  readonly refused: string | null;
}

/** The codec of a format. */
export function codecOf(format: Format): ChatCodec {
  const { codec } = dialectOf(format);
  if (codec === null) throw new Error(`${format} has no codec.`);
  return codec;
}

/** The recorded request in the words of a format, else a plain one that fits the answer. */
export function inboundRequest(
  recording: Recording,
  reading: Reading,
  format: Format,
  model: string,
  stream: boolean,
): InboundRequest {
  const asPlain = (refused: string | null): InboundRequest => ({
    body: rendered(
      withThoughts(plainRequest(reading, format, model, stream), reading),
      format,
      model,
    ),
    refused,
  });
  if (recording.request === null) return asPlain(null);
  if (format === recording.format) {
    return { body: ownWords(recording.request, format, model, stream), refused: null };
  }
  const source = codecOf(recording.format);
  try {
    const request = source.parseRequest(recording.request, { model, stream });
    const asked = withThoughts({ ...request, stream }, reading);
    return { body: rendered(asked, format, model), refused: null };
  } catch (thrown) {
    if (thrown instanceof FlowError && thrown.code === "invalid_request") {
      return asPlain(thrown.message);
    }
    throw thrown;
  }
}

/** Who gets thoughts has asked for them: Gemini's callers must. */
function withThoughts(request: ChatRequest, reading: Reading): ChatRequest {
  const thinks = reading.choices.some(({ reasoning }) => reasoning !== "");
  return thinks ? { ...request, reasoning: { summary: "auto", ...request.reasoning } } : request;
}

/** The recorded body itself, but for the model's name and the wish for a stream. */
function ownWords(body: Json, format: Format, model: string, stream: boolean): Json {
  if (format === "gemini") return body;
  const { stream: _, stream_options: options, ...rest } = body;
  const named = { ...rest, model };
  if (!stream) return named;
  return { ...named, stream: true, ...(options === undefined ? {} : { stream_options: options }) };
}

function rendered(request: ChatRequest, format: Format, model: string): Json {
  const { body } = codecOf(format).renderRequest(request, {
    model,
    quirks: {},
    maxOutputTokens: null,
  });
  return body;
}

/** Asks for anything, with the tools that the recorded answer calls. */
function plainRequest(
  reading: Reading,
  format: Format,
  model: string,
  stream: boolean,
): ChatRequest {
  const calls = reading.choices.flatMap((choice) => choice.calls);
  const names = new Map(calls.map(({ name, args }) => [name || "tool", typeof args === "string"]));
  const tools = [...names].map(([name, isCustom]): Tool =>
    isCustom
      ? { type: "custom", name }
      : { type: "function", name, parameters: { type: "object", properties: {} } }
  );
  return {
    format,
    model,
    stream,
    messages: [{ role: "user", parts: [{ type: "text", text: "Hello." }] }],
    ...(tools.length === 0 ? {} : { tools }),
    sampling: { maxOutputTokens: 4096 },
  };
}
