/**
 * Reasoning that waits for a place to ride on: Gemini's callers drop thoughts from the history, but
 * keep the signatures of calls and texts.
 *
 * @module
 */
import type { Proof, ReasoningPart } from "../../domain/conversation/parts.ts";
import { nativeSignature } from "./signatures.ts";

/** The reasoning of one candidate. */
export class ReasoningCargo {
  #held: ReasoningPart[] = [];

  /** @param showsThoughts whether the caller sees thoughts, and with them Gemini's signatures */
  constructor(private readonly showsThoughts: boolean) {}

  /** Takes reasoning that the next turn may need. */
  hold(part: ReasoningPart): void {
    const isShownSigned = this.showsThoughts && nativeSignature(part.proof) !== undefined;
    if (!isShownSigned && (part.text !== "" || part.proof !== undefined)) this.#held.push(part);
  }

  /**
   * For a call with this proof: some models want all reasoning back that led to one. Gemini does not:
   * its signature holds the thoughts.
   */
  forCall(proof: Proof | undefined): readonly ReasoningPart[] {
    return nativeSignature(proof) === undefined ? this.#taken() : this.atEnd();
  }

  /** For the end of an answer: only what is proven is worth to be carried on. */
  atEnd(): readonly ReasoningPart[] {
    return this.#taken().filter(({ proof }) => proof !== undefined);
  }

  #taken(): readonly ReasoningPart[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}
