/**
 * The content blocks of an answer. Tolerant: a block that is not understood is kept as it is.
 *
 * @module
 */
import type { ForeignPart, Part, Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { type Cargo, unpackCarrier } from "../carrier.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { readCitations } from "./citations.ts";
import { otherMembers } from "./fields.ts";

/** What a block that carries other formats' proofs brings (another gateway of ours wrote it). */
export interface CarrierBlock {
  readonly type: "carrier";
  readonly cargo: Cargo;
}

const TEXT: ReadonlySet<string> = new Set(["type", "text", "citations"]);
const TOOL_USE: ReadonlySet<string> = new Set(["type", "id", "name", "input"]);

/** Reads one block. */
export function readAnswerBlock(block: JsonObject): Part | CarrierBlock {
  switch (block.type) {
    case "text": {
      const citations = readCitations(block.citations);
      return {
        type: "text",
        text: typeof block.text === "string" ? block.text : "",
        ...(citations === undefined ? {} : { citations }),
        ...extraOf(block, TEXT),
      };
    }
    case "thinking":
      return thinkingPart(
        typeof block.thinking === "string" ? block.thinking : "",
        textAt(block, "signature"),
      );
    case "redacted_thinking": {
      const data = textAt(block, "data") ?? "";
      const cargo = unpackCarrier(data);
      return cargo === null ? hiddenThinking(data) : { type: "carrier", cargo };
    }
    case "tool_use":
      return {
        type: "tool_call",
        id: textAt(block, "id") ?? "",
        name: textAt(block, "name") ?? "",
        kind: "function",
        arguments: argumentsOf(block.input),
        ...extraOf(block, TOOL_USE),
      };
    default:
      return foreignPart(block);
  }
}

/** Thinking with its signature, which may be a carrier of ours. */
export function thinkingPart(text: string, signature: string | null): ReasoningPart {
  const proof = proofOf(signature);
  return { type: "reasoning", text, isSummary: false, ...(proof === undefined ? {} : { proof }) };
}

/** The proof that a signature is or holds. */
export function proofOf(signature: string | null): Proof | undefined {
  if (signature === null) return undefined;
  const cargo = unpackCarrier(signature);
  if (cargo === null) return { format: "anthropic_messages", value: { signature } };
  return cargo.reasoning?.[0]?.proof ?? cargo.proof;
}

function hiddenThinking(data: string): ReasoningPart {
  const proof: Proof = { format: "anthropic_messages", value: { data } };
  return { type: "reasoning", text: "", isSummary: false, proof };
}

/** A server tool's call or result and whatever else only Anthropic knows. */
export function foreignPart(block: JsonObject): ForeignPart {
  return { type: "foreign", format: "anthropic_messages", value: block };
}

/** The JSON text of a call's input; providers that imitate the format may send text. */
export function argumentsOf(input: unknown): string {
  if (typeof input === "string") return input === "" ? "{}" : input;
  return isObject(input) ? JSON.stringify(input) : "{}";
}

/** Members that only Anthropic knows (`caller` …). */
export function extraOf(
  block: JsonObject,
  understood: ReadonlySet<string> = TOOL_USE,
): Pick<ForeignPart, "extra"> {
  const fields = otherMembers(block, understood);
  return fields === undefined ? {} : { extra: { format: "anthropic_messages", fields } };
}
