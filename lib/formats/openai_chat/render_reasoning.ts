/**
 * Writes the reasoning of earlier turns for the providers that want it back.
 *
 * @module
 */
import type { ReasoningPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { ownDetails } from "./reasoning_details.ts";
import type { Rendering } from "./rendering.ts";

/** Where a message's reasoning goes. */
export interface RenderedReasoning {
  readonly fields: JsonObject;
  /** Mistral's parts at the front of the content. */
  readonly thinking: readonly JsonObject[];
}

/** Earlier reasoning under the field that the provider reads; its proofs only where they are its own. */
export function renderReasoning(
  { parts, at, bookkeeping }: Message,
  r: Rendering,
): RenderedReasoning {
  const reasoning = parts.filter((part) => part.type === "reasoning");
  const text = reasoning.map((part) => part.text).join("");
  const details = reasoning.flatMap((part) => ownDetails(part.proof) ?? []);
  if (text === "" && details.length === 0) return { fields: {}, thinking: [] };
  const written = bookkeeping?.format === "openai_chat" ? bookkeeping.fields.reasoning_field : null;
  const told = text === ""
    ? {}
    : { [written === "reasoning" ? written : "reasoning_content"]: text };
  switch (r.target.quirks.reasoningReplay) {
    case "reasoning_content":
      return { fields: text === "" ? {} : { reasoning_content: text }, thinking: [] };
    case "reasoning":
      return { fields: text === "" ? {} : { reasoning: text }, thinking: [] };
    case "reasoning_details":
      return { fields: withDetails(text === "" ? {} : { reasoning: text }, details), thinking: [] };
    case "thinking_parts":
      return { fields: {}, thinking: thinkingParts(reasoning) };
    default:
      if (r.isOwn) return { fields: withDetails(told, details), thinking: [] };
      if (text !== "") {
        r.losses.dropped(
          reasoning[0]?.at ?? at ?? "messages",
          "This provider takes no reasoning of earlier turns.",
        );
      }
      return { fields: {}, thinking: [] };
  }
}

function withDetails(fields: JsonObject, details: readonly JsonObject[]): JsonObject {
  return details.length === 0 ? fields : { ...fields, reasoning_details: details };
}

function thinkingParts(reasoning: readonly ReasoningPart[]): JsonObject[] {
  return reasoning.filter((part) => part.text !== "").map((part) => ({
    type: "thinking",
    thinking: [{ type: "text", text: part.text }],
  }));
}
