/**
 * What an answer of Gemini's says about itself, read off its bytes. Nothing here throws: an answer may
 * be anything.
 *
 * @module
 */
import { NO_USAGE } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { SseDecoder } from "../sse/decoder.ts";
import { type ResponseSummary, type StreamSummary, UNREADABLE } from "../summary.ts";
import { errorIn } from "./errors.ts";
import { readServiceTier, readUsage } from "./usage.ts";

const decoder = new TextDecoder();

/** Members that tell something; `embeddings` can be megabytes of numbers. */
const WANTED: ReadonlySet<string> = new Set([
  "candidates",
  "usageMetadata",
  "promptFeedback",
  "modelVersion",
  "error",
]);

/** Summarises a whole answer; a list of chunks (a stream without `alt=sse`) counts as one. */
export function summarizeResponse(bytes: Uint8Array): ResponseSummary {
  const text = decoder.decode(bytes).trim();
  if (text.startsWith("[")) {
    const list = parseJson(text);
    if (!Array.isArray(list)) return UNREADABLE;
    return { ...factsIn(list.filter(isObject)), isJsonObject: true };
  }
  if (!text.startsWith("{") || !text.endsWith("}")) return UNREADABLE;
  try {
    return { ...factsIn([wantedMembers(bytes)]), isJsonObject: true };
  } catch {
    return UNREADABLE; // not JSON after all: the caller of this function decides what that means
  }
}

function wantedMembers(bytes: Uint8Array): JsonObject {
  const whole = decoder.decode(bytes);
  if (!whole.includes(`"embedding`)) {
    const parsed: unknown = JSON.parse(whole);
    return isObject(parsed) ? parsed : {};
  }
  const found: Record<string, unknown> = {};
  for (const member of topLevelMembers(bytes)) {
    if (WANTED.has(member.key)) found[member.key] = memberValue(bytes, member);
  }
  return found;
}

/** Summarises the end of an answer that was too large to keep: counts stand behind the content. */
export function summarizeEnd(bytes: Uint8Array): ResponseSummary {
  const text = decoder.decode(bytes).trimEnd();
  const list = text.endsWith("]");
  if (!text.endsWith("}") && !list) return UNREADABLE;
  const body = list ? text.slice(0, -1).trimEnd() : text;
  const found: Record<string, unknown> = {};
  for (const key of ["modelVersion", "usageMetadata"]) {
    const at = body.lastIndexOf(`"${key}"`);
    const rest = at < 0 ? undefined : parseJson("{" + body.slice(at));
    if (isObject(rest)) Object.assign(found, rest);
  }
  const reasons = [...body.matchAll(/"finishReason"\s*:\s*"(\w+)"/g)];
  const finishReason = reasons.at(-1)?.[1] ?? null;
  return { ...factsIn([found]), finishReason, isJsonObject: true };
}

/** Summarises a stream: `done` when the answer was finished or its prompt blocked. */
export function summarizeStream(bytes: Uint8Array): StreamSummary {
  const sse = new SseDecoder();
  const chunks = [...sse.push(bytes), ...sse.flush()]
    .map(({ data }) => data)
    .filter((data, i, all) => i >= all.length - 2 || TELLING.some((key) => data.includes(key)))
    .flatMap((data) => {
      const parsed = parseJson(data);
      return Array.isArray(parsed) ? parsed.filter(isObject) : isObject(parsed) ? [parsed] : [];
    });
  const facts = factsIn(chunks);
  return { ...facts, done: facts.finishReason !== null && facts.error === null };
}

/** What is told anywhere; inside JSON strings quotes are escaped, so that content cannot match. */
const TELLING = [`"finishReason"`, `"promptFeedback"`, `"error"`, `"usageMetadata"`];

function factsIn(chunks: readonly JsonObject[]): Omit<StreamSummary, "done"> {
  const last = <T>(read: (chunk: JsonObject) => T | null | undefined): T | null => {
    for (const chunk of chunks.toReversed()) {
      const found = read(chunk);
      if (found !== null && found !== undefined) return found;
    }
    return null;
  };
  const failed = last(errorIn);
  return {
    usage: last(({ usageMetadata }) => readUsage(usageMetadata)) ?? NO_USAGE,
    model: last((chunk) => textAt(chunk, "modelVersion")),
    finishReason: last(finishIn),
    serviceTier: last(({ usageMetadata }) => readServiceTier(usageMetadata)),
    error: failed === null
      ? null
      : textAt(failed, "message") ?? "The provider reported an error without a message.",
  };
}

function finishIn(chunk: JsonObject): string | null {
  const candidates = Array.isArray(chunk.candidates) ? chunk.candidates : [];
  for (const candidate of candidates) {
    const reason = textAt(candidate, "finishReason");
    if (reason !== null) return reason;
  }
  return textAt(objectAt(chunk, "promptFeedback"), "blockReason");
}
