/**
 * OpenRouter's `reasoning_details`: the list in which reasoning comes with what proves it
 * (https://openrouter.ai/docs/use-cases/reasoning-tokens, "reasoning_details array"). To callers it
 * also carries the proofs of other formats, which play it back unread.
 *
 * @module
 */
import type { Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { type Cargo, packCarrier, unpackCarrier } from "../carrier.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";

/** What a list of details says. */
export interface ReadDetails {
  readonly parts: readonly ReasoningPart[];
  /** Proofs of tool calls by the id of the call. */
  readonly callProofs: ReadonlyMap<string, Proof>;
}

/** A provider's list: one part, which keeps the list as its proof. */
export function readProviderDetails(details: readonly unknown[]): ReasoningPart | null {
  const list = details.filter(isObject);
  if (list.length === 0) return null;
  return {
    type: "reasoning",
    text: list.map(textOf).join(""),
    isSummary: isSummaryOnly(list),
    proof: { format: "openai_chat", value: { reasoning_details: list } },
  };
}

/** Whether the readable ones are all summaries. */
function isSummaryOnly(list: readonly JsonObject[]): boolean {
  const readable = list.filter((detail) => textOf(detail) !== "");
  return readable.length > 0 && readable.every((detail) => detail.type === "reasoning.summary");
}

function textOf(detail: JsonObject): string {
  return textAt(detail, "text") ?? textAt(detail, "summary") ?? "";
}

/** A list that a caller plays back: a provider's own, one of ours, or both. */
export function readCallerDetails(details: readonly unknown[]): ReadDetails {
  const parts: ReasoningPart[] = [];
  const callProofs = new Map<string, Proof>();
  let native: JsonObject[] = [];
  const flush = () => {
    const part = readProviderDetails(native);
    if (part !== null) parts.push(part);
    native = [];
  };
  for (const detail of details) {
    if (!isObject(detail)) continue;
    const cargo = cargoOf(detail);
    if (cargo === null) {
      native.push(detail);
      continue;
    }
    if (cargo.callId !== undefined && cargo.proof !== undefined) {
      callProofs.set(cargo.callId, cargo.proof);
      continue;
    }
    // Our summaries stand right before the proof that belongs to them.
    const shown = isSummaryOf(native.at(-1), detail) ? native.pop() : undefined;
    flush();
    for (const one of cargo.reasoning ?? []) parts.push({ type: "reasoning", ...one });
    parts.push(defined({
      type: "reasoning" as const,
      text: textOf(shown ?? detail),
      isSummary: shown !== undefined,
      proof: cargo.proof,
    }));
  }
  flush();
  return { parts, callProofs };
}

function cargoOf(detail: JsonObject): Cargo | null {
  const opaque = textAt(detail, "signature") ?? textAt(detail, "data");
  return opaque === null ? null : unpackCarrier(opaque);
}

function isSummaryOf(detail: JsonObject | undefined, proof: JsonObject): boolean {
  return detail?.type === "reasoning.summary" && proof.type === "reasoning.encrypted" &&
    detail.index === proof.index && detail.index !== undefined;
}

/**
 * The details that show a part of an answer to a caller; none when it has no proof, since its text is
 * told anyway.
 *
 * @param index number of the part among the message's reasoning
 */
export function detailsOfPart(part: Omit<ReasoningPart, "type">, index: number): JsonObject[] {
  const { proof, text, isSummary } = part;
  if (proof === undefined) return [];
  const own = ownDetails(proof);
  if (own !== null) return [...own];
  const opaque = packCarrier({ proof });
  if (text === "") return [{ type: "reasoning.encrypted", data: opaque, index }];
  if (!isSummary) return [{ type: "reasoning.text", text, signature: opaque, index }];
  return [
    { type: "reasoning.summary", summary: text, index },
    { type: "reasoning.encrypted", data: opaque, index },
  ];
}

/** The detail that carries a tool call's proof to a caller. */
export function detailOfCall(callId: string, proof: Proof): JsonObject {
  return { type: "reasoning.encrypted", id: callId, data: packCarrier({ proof, callId }) };
}

/** The list that a proof of this format holds; null for the proof of another one. */
export function ownDetails(proof: Proof | undefined): readonly JsonObject[] | null {
  if (proof?.format !== "openai_chat") return null;
  const details = proof.value.reasoning_details;
  return Array.isArray(details) ? details.filter(isObject) : null;
}
