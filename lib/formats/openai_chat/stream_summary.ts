/**
 * What a finished (or broken off) event stream of the OpenAI dialect says about itself.
 *
 * @module
 */
import { NO_USAGE } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { sseEvents } from "../sse/events.ts";
import type { StreamSummary } from "../summary.ts";
import { readErrorMessage, reportsError } from "./upstream_error.ts";
import { readUsage } from "./usage.ts";

const decoder = new TextDecoder();

/**
 * Summarises the bytes of a stream. Only lines that can hold one of the facts are parsed: usage,
 * finish reason and error stand in a handful of hundreds of lines, and native text search finds
 * them; inside JSON strings their quotes are escaped, so that content cannot be mistaken for them.
 */
export function summarizeStream(bytes: Uint8Array): StreamSummary {
  const raw = decoder.decode(bytes);
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  const usageChunk = lastChunkWith(text, `"usage"`, (chunk) => usageOf(chunk) !== undefined);
  const finish = lastChunkWith(text, `"finish_reason"`, (chunk) => finishOf(chunk) !== null);
  const failed = lastChunkWith(text, `"error"`, reportsError);
  return {
    usage: usageChunk ? readUsage(usageOf(usageChunk)) : NO_USAGE,
    model: textAt(usageChunk, "model") ?? textAt(finish, "model") ??
      textAt(lastChunkWith(text, `"model"`, (chunk) => "model" in chunk), "model"),
    finishReason: finish ? finishOf(finish) : null,
    done: DONE_LINES.some((line) => text.startsWith(line) || text.includes("\n" + line)),
    error: failed
      ? readErrorMessage(failed) ?? "The provider reported an error without a message."
      : null,
  };
}

const DONE_LINES = ["data: [DONE]", "data:[DONE]"];

/** So many lines that only look like chunks are tried: a failed parse costs as much as ten good ones. */
const MAX_UNREADABLE = 100;

/** The last chunk that contains `needle` and satisfies `accept`. */
function lastChunkWith(
  text: string,
  needle: string,
  accept: (chunk: JsonObject) => boolean,
): JsonObject | undefined {
  let triedBlock = text.length;
  let unreadable = 0;
  for (let at = text.lastIndexOf(needle); at >= 0; at = text.lastIndexOf(needle, at - 1)) {
    const start = text.lastIndexOf("\n", at) + 1;
    const chunk = chunkInLine(text, start);
    if (isObject(chunk)) {
      if (accept(chunk)) return chunk;
    } else if (++unreadable > MAX_UNREADABLE) {
      return undefined;
    } else if (at < triedBlock) {
      // Not one line: the rare event of several. Each is tried once, however often it is met.
      triedBlock = text.lastIndexOf("\n\n", at) + 1;
      const whole = chunkInBlock(text, triedBlock);
      if (isObject(whole) && accept(whole)) return whole;
    }
    if (start === 0) return undefined;
    at = start;
  }
  return undefined;
}

/** The JSON of a `data:` line, or of a line that is bare JSON: some providers fail that way. */
function chunkInLine(text: string, start: number): unknown {
  const newline = text.indexOf("\n", start);
  const line = text.slice(start, newline < 0 ? undefined : newline);
  return parseJson(line.startsWith("data:") ? line.slice(5) : line);
}

/** The JSON of an event with several `data:` lines, or of lines that are bare JSON. */
function chunkInBlock(text: string, start: number): unknown {
  const end = text.indexOf("\n\n", start);
  const block = text.slice(start, end < 0 ? undefined : end);
  const [event] = sseEvents(block);
  return parseJson(event?.data ?? block);
}

/** Groq repeats usage under `x_groq`, and some of its models send it only there. */
function usageOf(chunk: JsonObject): JsonObject | undefined {
  return objectAt(chunk, "usage") ?? objectAt(objectAt(chunk, "x_groq"), "usage");
}

function finishOf(chunk: JsonObject): string | null {
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  for (const choice of choices) {
    const reason = textAt(choice, "finish_reason");
    if (reason !== null) return reason;
  }
  return null;
}
