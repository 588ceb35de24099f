/**
 * Thought signatures: what proves a part to Gemini, and where other formats' proofs ride along.
 *
 * @module
 */
import type { Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { type Cargo, packCarrier, unpackCarrier } from "../carrier.ts";

/**
 * What Gemini takes in place of a signature for a call that another model made (Gemini API,
 * "Thought signatures", FAQ; the second is the older spelling).
 */
export const SKIP_VALIDATION = "skip_thought_signature_validator";
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  SKIP_VALIDATION,
  "context_engineering_is_the_way_to_go",
]);

/** What a signature says: a proof of its own part, and reasoning that belongs before it. */
export interface Signed {
  readonly proof?: Proof;
  readonly reasoning: readonly ReasoningPart[];
}

/** Understands a `thoughtSignature`; anything but text proves nothing. */
export function readSignature(signature: unknown): Signed {
  if (typeof signature !== "string" || signature === "" || PLACEHOLDERS.has(signature)) {
    return { reasoning: [] };
  }
  const cargo = unpackCarrier(signature);
  if (cargo === null) {
    return { proof: { format: "gemini", value: { thoughtSignature: signature } }, reasoning: [] };
  }
  const reasoning = (cargo.reasoning ?? []).map((one) => ({ type: "reasoning" as const, ...one }));
  return { reasoning, ...(cargo.proof === undefined ? {} : { proof: cargo.proof }) };
}

/** Gemini's own signature; undefined for a proof of another format. */
export function nativeSignature(proof: Proof | undefined): string | undefined {
  const signature = proof?.format === "gemini" ? proof.value.thoughtSignature : undefined;
  return typeof signature === "string" && signature !== "" ? signature : undefined;
}

/** The signature for a part of an answer: Gemini's own, or a carrier; undefined for neither. */
export function signatureFor(
  proof: Proof | undefined,
  reasoning: readonly ReasoningPart[],
): string | undefined {
  const native = nativeSignature(proof);
  if (reasoning.length === 0) {
    if (native !== undefined || proof === undefined) return native;
    return packCarrier({ proof });
  }
  const cargo: Cargo = {
    reasoning: reasoning.map(({ text, isSummary, proof }) => ({
      text,
      isSummary,
      ...(proof === undefined ? {} : { proof }),
    })),
    ...(proof === undefined ? {} : { proof }),
  };
  return packCarrier(cargo);
}
