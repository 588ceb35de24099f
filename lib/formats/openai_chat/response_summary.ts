/**
 * What a whole (not streamed) answer of the OpenAI dialect says about itself. Only the few top-level
 * members that matter are parsed: an embeddings answer can be megabytes of numbers.
 *
 * @module
 */
import { isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { type ResponseSummary, UNREADABLE } from "../summary.ts";
import { readErrorMessage, reportsError } from "./upstream_error.ts";
import { readUsage } from "./usage.ts";

/** Answers up to this size are parsed as a whole, which is faster than looking for members. */
const PARSE_WHOLE_BYTES = 65_536;

/** Summarises the bytes of an answer. Never throws: an answer may be anything. */
export function summarizeResponse(bytes: Uint8Array): ResponseSummary {
  if (firstByte(bytes) !== 0x7b || lastByte(bytes) !== 0x7d) return UNREADABLE;
  let found: JsonObject;
  try {
    found = bytes.length <= PARSE_WHOLE_BYTES ? wholeObject(bytes) : wantedMembers(bytes);
  } catch {
    return UNREADABLE; // not JSON after all: the caller of this function decides what that means
  }
  return { ...factsIn(found), isJsonObject: true };
}

/**
 * Summarises the end of an answer that was too large to keep: usage and often the model stand
 * behind the data. What cannot be found there stays unknown.
 */
export function summarizeEnd(bytes: Uint8Array): ResponseSummary {
  if (lastByte(bytes) !== 0x7d) return UNREADABLE;
  const text = decoder.decode(bytes);
  const found: Record<string, unknown> = {};
  for (const key of ["model", "usage"]) {
    const at = text.lastIndexOf(`"${key}"`);
    const rest = at < 0 ? undefined : parseJson("{" + text.slice(at));
    if (isObject(rest)) Object.assign(found, rest);
  }
  return { ...factsIn(found), isJsonObject: true };
}

const decoder = new TextDecoder();

function wholeObject(bytes: Uint8Array): JsonObject {
  const parsed: unknown = JSON.parse(decoder.decode(bytes));
  return isObject(parsed) ? parsed : {};
}

function wantedMembers(bytes: Uint8Array): JsonObject {
  const found: Record<string, unknown> = {};
  for (const member of topLevelMembers(bytes)) {
    if (WANTED.has(member.key)) found[member.key] = memberValue(bytes, member);
  }
  return found;
}

const WANTED: ReadonlySet<string> = new Set(["usage", "model", "choices", "error", "object"]);

function factsIn(found: JsonObject): Omit<ResponseSummary, "isJsonObject"> {
  const choices = Array.isArray(found.choices) ? found.choices : [];
  return {
    usage: readUsage(found.usage),
    model: textAt(found, "model"),
    finishReason: choices.map((c) => textAt(c, "finish_reason")).find((r) => r !== null) ?? null,
    error: reportsError(found)
      ? readErrorMessage(found) ?? "The provider reported an error without a message."
      : null,
  };
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function firstByte(bytes: Uint8Array): number | undefined {
  let at = 0;
  while (isSpace(bytes[at])) at++;
  return bytes[at];
}

function lastByte(bytes: Uint8Array): number | undefined {
  let at = bytes.length - 1;
  while (at >= 0 && isSpace(bytes[at])) at--;
  return bytes[at];
}
