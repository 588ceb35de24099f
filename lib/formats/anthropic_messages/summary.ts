/**
 * What an answer of Anthropic's says about itself, read off its bytes as they pass.
 *
 * @module
 */
import { NO_USAGE } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { readErrorMessage, reportsError } from "../openai_chat/upstream_error.ts";
import { type ResponseSummary, type StreamSummary, UNREADABLE } from "../summary.ts";
import { readUsage, tierOf } from "./usage.ts";

const decoder = new TextDecoder();

const WANTED: ReadonlySet<string> = new Set(["usage", "model", "stop_reason", "error", "type"]);

/** Summarises the bytes of an answer. Never throws: an answer may be anything. */
export function summarizeResponse(bytes: Uint8Array): ResponseSummary {
  const text = bytes.at(0) === 0x7b ? bytes : trimmed(bytes);
  if (text.at(0) !== 0x7b || trimmed(text).at(-1) !== 0x7d) return UNREADABLE;
  const found: Record<string, unknown> = {};
  try {
    for (const member of topLevelMembers(text)) {
      if (WANTED.has(member.key)) found[member.key] = memberValue(text, member);
    }
  } catch {
    return UNREADABLE; // not JSON after all: the caller of this function decides what that means
  }
  return { ...factsIn(found), isJsonObject: true };
}

/** Summarises the end of an answer that was too large to keep: usage stands behind the content. */
export function summarizeEnd(bytes: Uint8Array): ResponseSummary {
  if (trimmed(bytes).at(-1) !== 0x7d) return UNREADABLE;
  const text = decoder.decode(bytes);
  const found: Record<string, unknown> = {};
  for (const key of ["model", "stop_reason", "usage"]) {
    const at = text.lastIndexOf(`"${key}"`);
    const rest = at < 0 ? undefined : parseJson("{" + text.slice(at));
    if (isObject(rest)) Object.assign(found, rest);
  }
  return { ...factsIn(found), isJsonObject: true };
}

function factsIn(found: JsonObject): Omit<ResponseSummary, "isJsonObject"> {
  return {
    usage: readUsage(found.usage),
    model: textAt(found, "model"),
    finishReason: textAt(found, "stop_reason"),
    error: reportsError(found) ? errorIn(found) : null,
    serviceTier: tierOf(found.usage) ?? null,
  };
}

function errorIn(data: JsonObject): string {
  return readErrorMessage(data) ?? "The provider reported an error without a message.";
}

/**
 * Summarises the bytes of a stream. Only its frame is parsed: the first `message_start`, the last
 * `message_delta`, `message_stop` and `error`. Inside JSON strings quotes are escaped, so that content
 * cannot be mistaken for them.
 */
export function summarizeStream(bytes: Uint8Array): StreamSummary {
  const raw = decoder.decode(bytes);
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  const message = objectAt(eventOf(text, "message_start", "first"), "message");
  const delta = eventOf(text, "message_delta", "last");
  const failed = eventOf(text, "error", "last");
  const usage = { ...objectAt(message, "usage"), ...withoutNulls(objectAt(delta, "usage")) };
  const isCounted = delta !== undefined;
  const known = Object.keys(usage).length === 0 ? NO_USAGE : readUsage(usage);
  return {
    // The count at the start is a placeholder of a few tokens.
    usage: isCounted ? known : { ...known, completionTokens: null, totalTokens: null },
    model: textAt(message, "model"),
    finishReason: textAt(objectAt(delta, "delta"), "stop_reason"),
    done: eventOf(text, "message_stop", "last") !== undefined,
    error: failed === undefined ? null : errorIn(failed),
    serviceTier: tierOf(usage) ?? null,
  };
}

function withoutNulls(source: JsonObject | undefined): JsonObject {
  return Object.fromEntries(Object.entries(source ?? {}).filter(([, value]) => value !== null));
}

/** So many lines that only look like the event are tried. */
const MAX_TRIES = 100;

/** The data of the first or last event of a type. */
function eventOf(text: string, type: string, which: "first" | "last"): JsonObject | undefined {
  const needle = `"${type}"`;
  const isFirst = which === "first";
  let at = isFirst ? text.indexOf(needle) : text.lastIndexOf(needle);
  for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries++) {
    const start = text.lastIndexOf("\n", at) + 1;
    const newline = text.indexOf("\n", at);
    const line = text.slice(start, newline < 0 ? undefined : newline);
    const data = parseJson(line.startsWith("data:") ? line.slice(5) : line);
    if (isObject(data) && data.type === type) return data;
    if (isFirst) at = text.indexOf(needle, at + needle.length);
    else at = start === 0 ? -1 : text.lastIndexOf(needle, start - 1);
  }
  return undefined;
}

/** Without white space at the ends. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start])) start++;
  while (end > start && isSpace(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
