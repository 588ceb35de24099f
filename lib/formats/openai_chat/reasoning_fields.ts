/**
 * Finds reasoning wherever OpenAI-compatible providers put it: `reasoning_content` (DeepSeek, Qwen,
 * Z.ai, xAI, Moonshot), `reasoning` (Groq, Ollama, Cerebras), `reasoning_details` beside it
 * (OpenRouter), thinking parts in `content` (Mistral).
 *
 * @module
 */
import type { Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { readCallerDetails, readProviderDetails } from "./reasoning_details.ts";

/** The reasoning of one message. */
export interface MessageReasoning {
  readonly parts: readonly ReasoningPart[];
  readonly callProofs: ReadonlyMap<string, Proof>;
}

const NO_PROOFS: ReadonlyMap<string, Proof> = new Map();

/** The reasoning in a provider's answer. */
export function readAnswerReasoning(message: JsonObject): MessageReasoning {
  const text = reasoningText(message) ?? "";
  const told = Array.isArray(message.reasoning_details)
    ? readProviderDetails(message.reasoning_details)
    : null;
  if (told !== null) {
    return { parts: [text === "" ? told : { ...told, text }], callProofs: NO_PROOFS };
  }
  return { parts: text === "" ? [] : [plain(text)], callProofs: NO_PROOFS };
}

/** The reasoning in a caller's assistant message, proofs of other formats restored. */
export function readPlayedBackReasoning(message: JsonObject): MessageReasoning {
  const text = reasoningText(message) ?? "";
  const { parts, callProofs } = readCallerDetails(
    Array.isArray(message.reasoning_details) ? message.reasoning_details : [],
  );
  const [only] = parts;
  if (only?.proof?.format === "openai_chat" && parts.length === 1) {
    return { parts: [text === "" ? only : { ...only, text }], callProofs };
  }
  // What the details do not repeat was shown without a proof.
  const rest = parts.reduce((left, part) => left.replace(part.text, () => ""), text);
  return { parts: rest.trim() === "" ? parts : [plain(rest), ...parts], callProofs };
}

function plain(text: string): ReasoningPart {
  return { type: "reasoning", text, isSummary: false };
}

/** Reasoning text under its names; some providers write it under two of them at once. */
export function reasoningText(message: JsonObject): string | null {
  return textAt(message, "reasoning_content") ?? textAt(message, "reasoning");
}

/** The field that reasoning text stands under. */
export function reasoningField(message: JsonObject): "reasoning_content" | "reasoning" {
  const isOther = textAt(message, "reasoning_content") === null &&
    textAt(message, "reasoning") !== null;
  return isOther ? "reasoning" : "reasoning_content";
}

/** Text of a Mistral `thinking` part: a string or a list of text parts. */
export function thinkingText(part: JsonObject): string {
  const { thinking } = part;
  if (typeof thinking === "string") return thinking;
  if (!Array.isArray(thinking)) return "";
  return thinking.map((one: unknown) => isObject(one) ? textAt(one, "text") ?? "" : "").join("");
}

/** Gemini's signature as its OpenAI endpoint writes it on a call or a message. */
export function thoughtSignature(node: JsonObject): Proof | undefined {
  const google = objectAt(objectAt(node, "extra_content"), "google");
  const signature = textAt(google, "thought_signature");
  if (signature === null) return undefined;
  return { format: "gemini", value: { thoughtSignature: signature } };
}

/** Gemini's signature on its way back; undefined for any other proof. */
export function googleContent(proof: Proof | undefined): JsonObject | undefined {
  if (proof?.format !== "gemini") return undefined;
  const signature = textAt(proof.value, "thoughtSignature");
  return signature === null ? undefined : { google: { thought_signature: signature } };
}
