/**
 * What an answer of the Responses format says about itself, for answers that are passed on as they
 * are. Only the few members that matter are parsed.
 *
 * @module
 */
import { NO_USAGE } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { readErrorMessage } from "../openai_chat/upstream_error.ts";
import { readUsage } from "../openai_chat/usage.ts";
import { sseEvents } from "../sse/events.ts";
import { type ResponseSummary, type StreamSummary, UNREADABLE } from "../summary.ts";

/** Answers up to this size are parsed as a whole, which is faster than looking for members. */
const PARSE_WHOLE_BYTES = 65_536;
const WANTED: ReadonlySet<string> = new Set([
  "model",
  "usage",
  "status",
  "incomplete_details",
  "error",
  "service_tier",
]);
const NO_MESSAGE = "The provider reported an error without a message.";

const decoder = new TextDecoder();

/** Summarises the bytes of an answer. Never throws: an answer may be anything. */
export function summarizeResponse(bytes: Uint8Array): ResponseSummary {
  let found: JsonObject | undefined;
  try {
    found = bytes.length <= PARSE_WHOLE_BYTES ? wholeObject(bytes) : wantedMembers(bytes);
  } catch {
    return UNREADABLE; // not JSON after all: the caller of this function decides what that means
  }
  return found === undefined ? UNREADABLE : { ...factsIn(found), isJsonObject: true };
}

function wholeObject(bytes: Uint8Array): JsonObject | undefined {
  const parsed: unknown = JSON.parse(decoder.decode(bytes));
  return isObject(parsed) ? parsed : undefined;
}

function wantedMembers(bytes: Uint8Array): JsonObject | undefined {
  const edges = decoder.decode(bytes.subarray(0, 64)).trimStart()[0] +
    (decoder.decode(bytes.subarray(-64)).trimEnd().at(-1) ?? "");
  if (edges !== "{}") return undefined;
  const wanted = topLevelMembers(bytes).filter(({ key }) => WANTED.has(key));
  return Object.fromEntries(wanted.map((member) => [member.key, memberValue(bytes, member)]));
}

/**
 * Summarises the end of an answer that was too large to keep: usage and model stand behind the
 * output. What cannot be found there stays unknown.
 */
export function summarizeEnd(bytes: Uint8Array): ResponseSummary {
  const text = decoder.decode(bytes);
  if (!text.trimEnd().endsWith("}")) return UNREADABLE;
  const found: Record<string, unknown> = {};
  for (const key of ["model", "usage", "service_tier"]) {
    const at = text.lastIndexOf(`"${key}"`);
    const rest = at < 0 ? undefined : parseJson("{" + text.slice(at));
    if (isObject(rest)) Object.assign(found, rest);
  }
  return { ...factsIn(found), isJsonObject: true };
}

function factsIn(found: JsonObject): Omit<ResponseSummary, "isJsonObject"> {
  const isFailed = found.status === "failed";
  const told = readErrorMessage({ error: found.error });
  return {
    usage: isObject(found.usage) ? readUsage(found.usage) : NO_USAGE,
    model: textAt(found, "model"),
    finishReason: textAt(objectAt(found, "incomplete_details"), "reason") ??
      textAt(found, "status"),
    error: told ?? (isFailed ? NO_MESSAGE : null),
    serviceTier: textAt(found, "service_tier"),
  };
}

/** Events that say how a response ended. */
const ENDINGS: ReadonlySet<string> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
  "response.cancelled",
]);

/**
 * Summarises the bytes of a stream. Its last events hold everything, so it is read from its end; the
 * names of events inside JSON strings have their quotes escaped and cannot be mistaken for them.
 */
export function summarizeStream(bytes: Uint8Array): StreamSummary {
  const raw = decoder.decode(bytes);
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  const ending = lastEvent(text, `"response.`, (data) => ENDINGS.has(String(data.type)));
  const failure = lastEvent(text, `"error"`, isError);
  const response = objectAt(ending, "response") ?? {};
  const facts = factsIn(response);
  const told = failure === undefined ? null : readErrorMessage(failure) ?? NO_MESSAGE;
  const isFailed = ending?.type === "response.failed";
  return {
    ...facts,
    model: facts.model ?? textAt(firstResponse(text), "model"),
    done: ending?.type === "response.completed" || ending?.type === "response.incomplete",
    error: told ?? facts.error ?? (isFailed ? NO_MESSAGE : null),
  };
}

function isError(data: JsonObject): boolean {
  const type = textAt(data, "type");
  return type === "error" || (type === null && isObject(data.error));
}

/** So many lines that only look like the wanted ones are tried. */
const MAX_TRIED = 100;

/** The data of the last event that contains `needle` and satisfies `accept`. */
function lastEvent(
  text: string,
  needle: string,
  accept: (data: JsonObject) => boolean,
): JsonObject | undefined {
  let tried = 0;
  for (let at = text.lastIndexOf(needle); at >= 0 && tried < MAX_TRIED; tried++) {
    const start = text.lastIndexOf("\n\n", at) + 1;
    const end = text.indexOf("\n\n", at);
    const block = text.slice(start, end < 0 ? undefined : end);
    const [event] = sseEvents(block);
    const data = parseJson(event?.data ?? block);
    if (isObject(data) && accept(data)) return data;
    at = start === 0 ? -1 : text.lastIndexOf(needle, start - 1);
  }
  return undefined;
}

/** The response as the first event tells it, for streams that never came to an end. */
function firstResponse(text: string): JsonObject | undefined {
  const end = text.indexOf("\n\n");
  const [event] = sseEvents(end < 0 ? text : text.slice(0, end));
  return objectAt(parseJson(event?.data ?? ""), "response");
}
