/**
 * Gathers what the model did in one turn, and gives carried proofs back to what they prove.
 *
 * @module
 */
import type { Part, Proof } from "../../domain/conversation/parts.ts";
import type { ReadReasoning } from "./carried_reasoning.ts";

type LooseProof = NonNullable<ReadReasoning["loose"]>;

/** The parts of one assistant message, in order. */
export class AssistantTurn {
  readonly #parts: Part[] = [];
  #next: Proof | null = null;

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Whether the last part belongs to a message item. */
  get endsInMessage(): boolean {
    const last = this.#parts.at(-1);
    return last?.type === "text" || last?.type === "refusal";
  }

  add(part: Part): void {
    const proof = this.#next;
    if (proof === null || !canBeProven(part) || part.proof !== undefined) {
      this.#parts.push(part);
      return;
    }
    this.#next = null;
    this.#parts.push({ ...part, proof });
  }

  /** A proof that was carried by an item of its own. */
  prove({ proof, callId, isTrailing }: LooseProof): void {
    if (callId !== undefined) {
      const call = this.#parts.findIndex((part) => part.type === "tool_call" && part.id === callId);
      this.#replace(call, proof);
    } else if (isTrailing === true) {
      const isText = this.#parts.at(-1)?.type === "text";
      // A text that is nothing but its proof (Gemini) left no message behind.
      if (!isText) this.#parts.push({ type: "text", text: "" });
      this.#replace(this.#parts.length - 1, proof);
    } else {
      this.#next = proof;
    }
  }

  #replace(index: number, proof: Proof): void {
    const part = this.#parts[index];
    if (part !== undefined && canBeProven(part)) this.#parts[index] = { ...part, proof };
  }
}

type Provable = Extract<Part, { proof?: Proof }>;

/** Reasoning has its own field for a proof. */
function canBeProven(part: Part): part is Provable {
  return part.type !== "tool_result" && part.type !== "refusal" && part.type !== "foreign" &&
    part.type !== "reasoning";
}
