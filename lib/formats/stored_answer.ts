/**
 * What the log keeps of an answer, whatever its format: one readable JSON text, and the plain text of
 * what the model said.
 *
 * @module
 */
import { Accumulator } from "../domain/conversation/accumulate.ts";
import type { ChatResponse } from "../domain/conversation/answer.ts";
import type { AnswerContext, ChatCodec } from "../domain/conversation/codec.ts";
import type { FormatName } from "../domain/request_record.ts";
import { dialectOf } from "./dialects.ts";
import { isObject, parseJson } from "./json/guards.ts";
import { storedAnswer as storedOpenAi } from "./openai_chat/answer_text.ts";
import { sseEvents } from "./sse/events.ts";

/** An answer for people to read. */
export interface StoredAnswer {
  /** JSON: the body as it came, or what a stream amounts to; else the answer as it came. */
  readonly body: string;
  /** Null when the model said nothing (tool calls only, embeddings). */
  readonly text: string | null;
}

/** Never throws: an unreadable answer is kept as it is. */
export function storedAnswer(format: FormatName, stream: boolean, raw: string): StoredAnswer {
  const { codec } = dialectOf(format);
  if (codec === null || format === "openai_chat") {
    const { body, text } = storedOpenAi(stream, raw);
    return { body: body ?? raw, text };
  }
  try {
    return stream ? ofStream(codec, raw) : ofWhole(codec, raw);
  } catch {
    return { body: raw, text: null }; // cut off or no answer at all
  }
}

function ofWhole(codec: ChatCodec, raw: string): StoredAnswer {
  const body = parseJson(raw);
  return { body: raw, text: isObject(body) ? textOf(codec.parseResponse(body)) : null };
}

function ofStream(codec: ChatCodec, raw: string): StoredAnswer {
  const parser = codec.parseStream();
  const accumulator = new Accumulator();
  for (const wire of sseEvents(raw)) {
    for (const event of parser.push(wire)) accumulator.push(event);
  }
  for (const event of parser.end()) accumulator.push(event);
  const { response } = accumulator;
  if (response.choices.length === 0) return { body: raw, text: null };
  const { body } = codec.renderResponse(response, contextFor(codec.format, response));
  return { body: JSON.stringify(body), text: textOf(response) };
}

/** Only the answer is of interest: nothing of a request is echoed into it. */
function contextFor(format: FormatName, { id, model, createdAt }: ChatResponse): AnswerContext {
  let ids = 0;
  return {
    request: { format, model: model ?? "", stream: false, messages: [], sampling: {} },
    body: {},
    newId: () => `${id ?? "answer"}-${++ids}`,
    nowS: createdAt ?? 0,
  };
}

function textOf({ choices }: ChatResponse): string | null {
  const parts = choices[0]?.parts ?? [];
  const texts = parts.map((part) =>
    part.type === "text" || part.type === "refusal" ? part.text : ""
  );
  return texts.join("") || null;
}
