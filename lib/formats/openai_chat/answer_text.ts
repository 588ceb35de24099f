/**
 * The plain text of an answer, for lists and search in the log.
 *
 * @module
 */
import { isObject, objectAt, parseJson } from "../json/guards.ts";
import { assembleStream } from "./assemble.ts";

/** What is stored of an answer. */
export interface StoredAnswer {
  /** JSON: the body as it came, or the assembled stream. Null when there is nothing readable. */
  readonly body: string | null;
  /** Text of the first choice; null when it has none (tool calls only, embeddings). */
  readonly text: string | null;
}

/** Turns a recorded answer into what the log keeps; an unreadable one is kept as it is. */
export function storedAnswer(stream: boolean, raw: string): StoredAnswer {
  if (!stream) return { body: raw === "" ? null : raw, text: answerText(parseJson(raw)) };
  const assembled = assembleStream(raw);
  if (assembled === undefined) return { body: raw === "" ? null : raw, text: null };
  return { body: JSON.stringify(assembled), text: answerText(assembled) };
}

/** The text of the first choice of a chat or completions answer. */
export function answerText(answer: unknown): string | null {
  const choices = isObject(answer) && Array.isArray(answer.choices) ? answer.choices : [];
  const first: unknown = choices[0];
  if (!isObject(first)) return null;
  if (typeof first.text === "string") return first.text;
  const content = objectAt(first, "message")?.content;
  if (typeof content === "string") return content === "" ? null : content;
  if (!Array.isArray(content)) return null;
  const parts = content.map((part) =>
    isObject(part) && typeof part.text === "string" ? part.text : ""
  );
  return parts.join("") || null;
}
