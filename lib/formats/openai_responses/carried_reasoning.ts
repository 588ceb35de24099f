/**
 * Reasoning items, whose `encrypted_content` carries the proofs of other formats beside our own:
 *
 * - with text: the proof of that reasoning;
 * - without text: a whole hidden reasoning, or the proof of the item that follows, of the one before
 *   (`isTrailing`) or of a named call (`callId`).
 *
 * @module
 */
import type { Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { type Cargo, packCarrier, unpackCarrier } from "../carrier.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { OWN, ownExtra } from "./own_members.ts";

/** What a reasoning item says. */
export interface ReadReasoning {
  readonly parts: readonly ReasoningPart[];
  /** A proof that belongs to another item. */
  readonly loose: Pick<Cargo, "callId" | "isTrailing"> & { readonly proof: Proof } | null;
}

/** Between the parts of one summary. */
export const SUMMARY_GAP = "\n\n";

/** The text of a list of `summary_text` or `reasoning_text` entries. */
export function joinedTexts(list: unknown): string {
  return textsOf(list).join(SUMMARY_GAP);
}

function textsOf(list: unknown): string[] {
  if (typeof list === "string") return list === "" ? [] : [list];
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => textAt(entry, "text")).filter((text) => text !== null);
}

/**
 * Reads a reasoning item, of a provider or of a caller. An item with thoughts and a summary becomes
 * two parts, the proof on the second; an empty one without proof becomes none.
 */
export function readReasoning(item: JsonObject): ReadReasoning {
  const summary = joinedTexts(item.summary);
  const thoughts = joinedTexts(item.content);
  const shown: ReasoningPart[] = [];
  if (summary !== "") shown.push({ type: "reasoning", text: summary, isSummary: true });
  if (thoughts !== "") shown.push({ type: "reasoning", text: thoughts, isSummary: false });
  const opaque = textAt(item, "encrypted_content");
  if (opaque === null) return { parts: shown, loose: null };
  const cargo = unpackCarrier(opaque);
  if (cargo === null) return { parts: proven(shown, ownProof(item)), loose: null };
  const hidden = (cargo.reasoning ?? []).map((one): ReasoningPart => ({
    type: "reasoning",
    ...one,
  }));
  if (cargo.proof === undefined) return { parts: [...hidden, ...shown], loose: null };
  if (shown.length > 0) return { parts: [...hidden, ...proven(shown, cargo.proof)], loose: null };
  const { proof, callId, isTrailing } = cargo;
  return { parts: hidden, loose: defined({ proof, callId, isTrailing }) };
}

function proven(shown: readonly ReasoningPart[], proof: Proof): ReasoningPart[] {
  const last = shown.at(-1) ?? { type: "reasoning", text: "", isSummary: true };
  return [...shown.slice(0, -1), { ...last, proof }];
}

/** What proves an item of OpenAI's to OpenAI. */
function ownProof(item: JsonObject): Proof {
  const { id, encrypted_content } = item;
  return {
    format: OWN,
    value: typeof id === "string" ? { id, encrypted_content } : { encrypted_content },
  };
}

/** `encrypted_content` for a reasoning that is shown to a caller. */
export function opaqueOf(part: Omit<ReasoningPart, "type">): string | null {
  const { proof, text, isSummary } = part;
  if (proof === undefined) return null;
  const content = proof.value.encrypted_content;
  // With an id the proof is packed: the item shown has another one, told before the proof came.
  const isPlain = proof.format === OWN && proof.value.id === undefined;
  if (isPlain && typeof content === "string") return content;
  return text === "" ? packCarrier({ reasoning: [{ text, isSummary, proof }] }) : packCarrier({
    proof,
  });
}

/**
 * The item by which a caller of another format plays a reasoning back to its own provider; null when
 * nothing proves it to be that provider's.
 */
export function replayedReasoning(part: ReasoningPart): JsonObject | null {
  const { proof, text, isSummary } = part;
  const content = proof?.format === OWN ? proof.value.encrypted_content : undefined;
  if (typeof content !== "string") return null;
  return reasoningItem(text, isSummary, {
    id: proof?.value.id,
    encrypted_content: content,
  });
}

/** A reasoning item; members that are undefined are left out. */
export function reasoningItem(text: string, isSummary: boolean, more: JsonObject): JsonObject {
  const summary = text === "" || !isSummary ? [] : [{ type: "summary_text", text }];
  const content = text === "" || isSummary ? undefined : [{ type: "reasoning_text", text }];
  return { type: "reasoning", ...defined({ ...more, summary, content }) };
}

/** Members by which a caller's own item can be written again. */
export function reasoningNotes(item: JsonObject) {
  const hasGaps = [item.summary, item.content].some((list) => textsOf(list).length > 1);
  return ownExtra({
    // Beside encrypted content the id is part of the proof.
    id: textAt(item, "encrypted_content") === null ? item.id : undefined,
    status: item.status,
    summary: hasGaps ? item.summary : undefined,
    content: hasGaps ? item.content : undefined,
  });
}

/** Whether a value is a list of objects. */
export function isEntryList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isObject);
}
