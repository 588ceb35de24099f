/**
 * Why the model stopped, in Gemini's words (Gemini API reference, `FinishReason` and `BlockReason`).
 *
 * @module
 */
import type { Finish } from "../../domain/conversation/answer.ts";
import { type JsonObject, textAt } from "../json/guards.ts";

type Reason = Finish["reason"];

const REASONS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ["STOP", "stop"],
  ["MAX_TOKENS", "length"],
  ["SAFETY", "content_filter"],
  ["RECITATION", "content_filter"],
  ["BLOCKLIST", "content_filter"],
  ["PROHIBITED_CONTENT", "content_filter"],
  ["SPII", "content_filter"],
  ["MODEL_ARMOR", "content_filter"],
  ["IMAGE_SAFETY", "content_filter"],
  ["IMAGE_PROHIBITED_CONTENT", "content_filter"],
  ["IMAGE_RECITATION", "content_filter"],
  ["IMAGE_OTHER", "content_filter"],
  ["MALFORMED_FUNCTION_CALL", "error"],
  ["MALFORMED_RESPONSE", "error"],
  ["UNEXPECTED_TOOL_CALL", "error"],
  ["TOO_MANY_TOOL_CALLS", "error"],
  ["MISSING_THOUGHT_SIGNATURE", "error"],
  ["NO_IMAGE", "error"],
  ["LANGUAGE", "other"],
  ["OTHER", "other"],
  ["ESCALATION", "other"],
]);

/** A model that calls functions ends with one of these all the same. */
const ENDS_WITH_CALLS: ReadonlySet<string> = new Set(["STOP", "UNEXPECTED_TOOL_CALL"]);

/** Look-alikes have reasons of their own for calls: `FUNCTION_CALL`. */
function meansCalls(raw: string): boolean {
  return ENDS_WITH_CALLS.has(raw) || (!REASONS.has(raw) && /FUNCTION|TOOL/.test(raw));
}

/** A candidate's finish; null when it bears none. Unknown reasons are kept as they are. */
export function readFinish(candidate: JsonObject, hasCalls: boolean): Finish | null {
  const raw = textAt(candidate, "finishReason");
  if (raw === null || raw === "FINISH_REASON_UNSPECIFIED") return null;
  const reason = hasCalls && meansCalls(raw)
    ? "tool_calls"
    : REASONS.get(raw) ?? (raw.startsWith("IMAGE_") ? "content_filter" : "other");
  return { reason, raw, stopSequence: null, detail: textAt(candidate, "finishMessage") };
}

/** The finish of a prompt that was blocked, so that no candidate came; null when it was not. */
export function readBlock(feedback: unknown): Finish | null {
  const raw = textAt(feedback, "blockReason");
  const detail = textAt(feedback, "blockReasonMessage");
  if (raw === null && detail === null) return null;
  return {
    reason: "content_filter",
    raw,
    stopSequence: null,
    detail: detail ?? `The prompt was blocked: ${raw}.`,
  };
}

const WORDS: Readonly<Record<Reason, string>> = {
  stop: "STOP",
  tool_calls: "STOP",
  length: "MAX_TOKENS",
  content_filter: "SAFETY",
  refusal: "SAFETY",
  pause: "OTHER",
  error: "OTHER",
  other: "OTHER",
};

/** `finishReason` and `finishMessage` of a candidate; Gemini's own word where it was one. */
export function renderFinish(finish: Finish): JsonObject {
  const { reason, raw, detail } = finish;
  const finishReason = raw !== null && REASONS.has(raw) ? raw : WORDS[reason];
  const message = detail ?? (reason === "pause" ? "The provider paused a long turn." : null);
  return { finishReason, ...(message === null ? {} : { finishMessage: message }) };
}
