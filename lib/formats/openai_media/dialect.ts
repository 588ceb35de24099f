/**
 * What answers with pictures, sound, moderations and rankings say about themselves. Errors look as
 * everywhere at OpenAI.
 *
 * @module
 */
import { NO_USAGE } from "../../domain/usage.ts";
import type { Dialect } from "../dialect.ts";
import { isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { openAiDialect } from "../openai_chat/dialect.ts";
import { readErrorMessage, reportsError } from "../openai_chat/upstream_error.ts";
import { sseEvents } from "../sse/events.ts";
import type { ResponseSummary, StreamSummary } from "../summary.ts";
import { type MediaFormat, readMediaUsage } from "./usage.ts";

const decoder = new TextDecoder();

/** The dialect of one of these formats. */
export function mediaDialect(format: MediaFormat): Dialect {
  const plain = openAiDialect(format, null);
  return {
    ...plain,
    summarizeResponse(bytes): ResponseSummary {
      const summary = plain.summarizeResponse(bytes);
      if (!summary.isJsonObject) return summary;
      return { ...summary, usage: readMediaUsage(factsIn(bytes), format) };
    },
    // The pictures stand before the usage, so that even the end of a large answer holds it.
    summarizeEnd(bytes): ResponseSummary {
      const summary = plain.summarizeEnd(bytes);
      return { ...summary, usage: readMediaUsage(usageAtEnd(bytes), format) };
    },
    summarizeStream: (bytes) => summarizeStream(bytes, format),
    hasContent: (data) =>
      /\.(delta|partial_image|done|completed)$/.test(textAt(data, "type") ?? ""),
  };
}

/** The members with facts; pictures in base64 are not parsed. */
function factsIn(bytes: Uint8Array): JsonObject {
  const facts: Record<string, unknown> = {};
  for (const member of topLevelMembers(bytes)) {
    if (member.key === "usage" || member.key === "duration") {
      facts[member.key] = memberValue(bytes, member);
    }
  }
  return facts;
}

function usageAtEnd(bytes: Uint8Array): JsonObject {
  const text = decoder.decode(bytes).trimEnd();
  const at = text.lastIndexOf('"usage"');
  const rest = at < 0 ? undefined : parseJson("{" + text.slice(at));
  return isObject(rest) ? rest : {};
}

/** Streams end with an event `….done` or `….completed` that holds the usage. */
function summarizeStream(bytes: Uint8Array, format: MediaFormat): StreamSummary {
  let last: JsonObject = {};
  let error: string | null = null;
  for (const { data } of sseEvents(decoder.decode(bytes))) {
    const event = parseJson(data);
    if (!isObject(event)) continue;
    if (reportsError(event)) {
      error = readErrorMessage(event) ?? "The provider reported an error without a message.";
    }
    if (/\.(done|completed)$/.test(textAt(event, "type") ?? "")) last = event;
  }
  // Of a picture so large that only the end of its event was kept, that end says what it cost.
  if (textAt(last, "type") === null) last = usageAtEnd(bytes);
  const isDone = Object.keys(last).length > 0;
  return {
    usage: isDone ? readMediaUsage(last, format) : NO_USAGE,
    model: textAt(last, "model"),
    finishReason: null,
    done: isDone,
    error,
  };
}
