/**
 * All that a model wrote in an answer, whatever its format and however it ended.
 *
 * @module
 */
import { Accumulator } from "../domain/conversation/accumulate.ts";
import type { ChatResponse } from "../domain/conversation/answer.ts";
import type { ChatCodec } from "../domain/conversation/codec.ts";
import type { Part } from "../domain/conversation/parts.ts";
import type { FormatName } from "../domain/request_record.ts";
import { dialectOf } from "./dialects.ts";
import { isObject, parseJson } from "./json/guards.ts";
import { assembleStream } from "./openai_chat/assemble.ts";
import { sseEvents } from "./sse/events.ts";

/**
 * Text, reasoning, refusals and arguments of calls of all choices, joined by line ends. Empty for an
 * answer in which there is none or nothing can be read. Never throws.
 *
 * @param stream whether `body` is the raw event stream rather than JSON
 */
export function answerContent(format: FormatName, stream: boolean, body: string): string {
  const { codec } = dialectOf(format);
  if (codec === null) return contentByName(stream ? assembleStream(body) : parseJson(body));
  const response = stream ? readStream(codec, body) : readWhole(codec, body);
  const parts = response?.choices.flatMap((choice) => choice.parts) ?? [];
  return parts.map(written).filter((text) => text !== "").join("\n");
}

function readStream(codec: ChatCodec, body: string): ChatResponse {
  const parser = codec.parseStream();
  const accumulator = new Accumulator();
  for (const wire of sseEvents(body)) {
    for (const event of parser.push(wire)) accumulator.push(event);
  }
  return accumulator.response;
}

/** Null for what is no answer at all, the one thing for which a codec throws. */
function readWhole(codec: ChatCodec, body: string): ChatResponse | null {
  const parsed = parseJson(body);
  if (!isObject(parsed)) return null;
  try {
    return codec.parseResponse(parsed);
  } catch {
    return null;
  }
}

function written(part: Part): string {
  switch (part.type) {
    case "text":
    case "reasoning":
    case "refusal":
      return part.text;
    case "tool_call":
      return `${part.name} ${part.arguments}`;
    case "audio":
      return part.transcript ?? "";
    default:
      return "";
  }
}

/** Members that hold a model's words in answers of OpenAI's older endpoints and their imitators. */
const WORDS: ReadonlySet<string> = new Set([
  "text",
  "content",
  "refusal",
  "reasoning",
  "reasoning_content",
  "arguments",
]);

function contentByName(answer: unknown): string {
  const choices = isObject(answer) && Array.isArray(answer.choices) ? answer.choices : [];
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(collect);
    if (!isObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === "string" && inner !== "" && WORDS.has(name)) found.push(inner);
      else collect(inner);
    }
  };
  collect(choices);
  return found.join("\n");
}
