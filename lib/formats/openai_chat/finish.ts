/**
 * Why a model stopped, in OpenAI chat's words and back.
 *
 * @module
 */
import type { Finish } from "../../domain/conversation/answer.ts";
import type { Part } from "../../domain/conversation/parts.ts";
import { isObject } from "../json/guards.ts";

const REASONS: ReadonlyMap<string, Finish["reason"]> = new Map([
  ["stop", "stop"],
  ["eos", "stop"],
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["model_length", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_calls", "tool_calls"],
  ["tool_call", "tool_calls"],
  ["tool_use", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
  ["sensitive", "content_filter"],
  ["safety", "content_filter"],
  ["refusal", "refusal"],
  ["error", "error"],
  ["network_error", "error"],
  ["insufficient_system_resource", "error"],
]);

/**
 * Reads `finish_reason`. With calls in the answer a `stop` means them: a call that `tool_choice` names
 * ends so on OpenAI.
 *
 * @param filters Azure's `content_filter_results` of the choice
 */
export function readFinish(raw: string, hasCalls: boolean, filters?: unknown): Finish {
  const reason = REASONS.get(raw.toLowerCase()) ?? "other";
  return {
    reason: reason === "stop" && hasCalls ? "tool_calls" : reason,
    raw,
    stopSequence: null,
    detail: reason === "content_filter" ? trippedFilters(filters) : null,
  };
}

function trippedFilters(filters: unknown): string | null {
  if (!isObject(filters)) return null;
  const tripped = Object.entries(filters)
    .filter(([, result]) => isObject(result) && result.filtered === true)
    .map(([name]) => name);
  return tripped.length === 0 ? null : `Withheld by the provider's filter: ${tripped.join(", ")}.`;
}

/** OpenAI's word for a finish, and the provider's own where that says something else. */
export interface WrittenFinish {
  readonly finish_reason: "stop" | "length" | "tool_calls" | "content_filter";
  /** As OpenRouter calls it. */
  readonly native_finish_reason?: string;
}

/** Writes a finish; of an answer that did not say, its calls tell. */
export function writeFinish(
  finish: Finish | null,
  parts: readonly Pick<Part, "type">[],
): WrittenFinish {
  const has = (type: Part["type"]) => parts.some((part) => part.type === type);
  if (finish === null) return { finish_reason: has("tool_call") ? "tool_calls" : "stop" };
  const raw = finish.detail ?? finish.raw;
  const native = raw === null ? {} : { native_finish_reason: raw };
  switch (finish.reason) {
    case "stop":
    case "length":
    case "tool_calls":
      return { finish_reason: finish.reason };
    case "content_filter":
      return { finish_reason: "content_filter", ...native };
    case "refusal":
      // A refusal in words ends like any answer on OpenAI.
      return { finish_reason: has("refusal") ? "stop" : "content_filter", ...native };
    default:
      return { finish_reason: "stop", ...native };
  }
}
