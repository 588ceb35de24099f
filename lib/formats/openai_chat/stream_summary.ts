/**
 * What a finished (or broken off) event stream of the OpenAI dialect says about itself.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { readUsage } from "./usage.ts";
import { readErrorMessage } from "./upstream_error.ts";

/** Facts read off a stream. */
export interface StreamSummary {
  readonly usage: Usage;
  readonly model: string | null;
  readonly finishReason: string | null;
  /** `[DONE]` was seen. */
  readonly done: boolean;
  /** The message of an error that came inside the stream, after status 200. */
  readonly error: string | null;
}

const decoder = new TextDecoder();

/**
 * Summarises the bytes of a stream. Only lines that can hold one of the facts are parsed: usage,
 * finish reason and error stand in a handful of hundreds of lines, and native text search finds
 * them; inside JSON strings their quotes are escaped, so that content cannot be mistaken for them.
 */
export function summarizeStream(bytes: Uint8Array): StreamSummary {
  const text = decoder.decode(bytes);
  const usageChunk = lastChunkWith(text, `"usage"`, (chunk) => usageOf(chunk) !== undefined);
  const finish = lastChunkWith(text, `"finish_reason"`, (chunk) => finishOf(chunk) !== null);
  const failed = lastChunkWith(text, `"error"`, hasError);
  return {
    usage: usageChunk ? readUsage(usageOf(usageChunk)) : NO_USAGE,
    model: textAt(usageChunk, "model") ?? textAt(finish, "model") ??
      textAt(lastChunkWith(text, `"model"`, () => true), "model"),
    finishReason: finish ? finishOf(finish) : null,
    done: /^data: ?\[DONE\]/m.test(text.slice(-200)) || /^data: ?\[DONE\]/m.test(text),
    error: failed ? readErrorMessage(failed) : null,
  };
}

/** The last data line that contains `needle`, is JSON and satisfies `accept`. */
function lastChunkWith(
  text: string,
  needle: string,
  accept: (chunk: JsonObject) => boolean,
): JsonObject | undefined {
  for (let at = text.lastIndexOf(needle); at >= 0; at = text.lastIndexOf(needle, at - 1)) {
    const start = Math.max(text.lastIndexOf("\n", at), text.lastIndexOf("\r", at)) + 1;
    const newline = text.indexOf("\n", at);
    const line = text.slice(start, newline < 0 ? undefined : newline);
    const chunk = parseJson(line.startsWith("data:") ? line.slice(5) : line);
    if (isObject(chunk) && accept(chunk)) return chunk;
    if (start === 0) return undefined;
    at = start;
  }
  return undefined;
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

function hasError(chunk: JsonObject): boolean {
  return chunk.error !== undefined && chunk.error !== null;
}
