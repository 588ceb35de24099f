/**
 * Why an answer ended, in Anthropic's words and in neutral ones.
 *
 * @module
 */
import type { Finish } from "../../domain/conversation/answer.ts";
import type { Part } from "../../domain/conversation/parts.ts";
import { type JsonObject, textAt } from "../json/guards.ts";

const REASONS: Readonly<Record<string, Finish["reason"]>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "refusal",
  pause_turn: "pause",
};

/** Reads `stop_reason` and its companions off a message or a `message_delta`; null when not said. */
export function readFinish(source: JsonObject): Finish | null {
  const raw = textAt(source, "stop_reason");
  if (raw === null) return null;
  const details = source.stop_details;
  return {
    reason: REASONS[raw] ?? "other",
    raw,
    stopSequence: typeof source.stop_sequence === "string" ? source.stop_sequence : null,
    detail: textAt(details, "explanation") ?? textAt(details, "category"),
  };
}

/** `stop_reason`, `stop_sequence` and, for a refusal that says why, `stop_details`. */
export function writeFinish(finish: Finish | null, hasToolUse: boolean): JsonObject {
  const reason = stopReason(finish, hasToolUse);
  const why = reason === "refusal" ? finish?.detail ?? null : null;
  return {
    stop_reason: reason,
    stop_sequence: finish?.stopSequence ?? null,
    ...(why === null
      ? {}
      : { stop_details: { type: "refusal", category: null, explanation: why } }),
  };
}

/**
 * Clients run tools only on `tool_use`, so an answer with calls that simply stopped (OpenAI says so
 * when the tool was forced) gets that. Output that cannot be used is told as a refusal: there is no
 * other word that does not look like a good end.
 */
function stopReason(finish: Finish | null, hasToolUse: boolean): string {
  const plain = hasToolUse ? "tool_use" : "end_turn";
  if (finish === null) return plain;
  switch (finish.reason) {
    case "stop":
      return finish.stopSequence === null ? plain : "stop_sequence";
    case "tool_calls":
      return "tool_use";
    case "length":
      return finish.raw === "model_context_window_exceeded" ? finish.raw : "max_tokens";
    case "pause":
      return "pause_turn";
    case "content_filter":
    case "refusal":
    case "error":
      return "refusal";
    case "other":
      return finish.raw === "compaction" ? finish.raw : plain;
  }
}

/** Whether a client has a tool to run. */
export function hasToolUse(parts: readonly Part[]): boolean {
  return parts.some((part) => part.type === "tool_call");
}
