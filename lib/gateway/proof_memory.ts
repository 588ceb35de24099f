/**
 * Remembers what proves a tool call to the provider that made it, for callers whose format or client
 * loses it between two turns of a conversation.
 *
 * @module
 */
import type { ChatResponse } from "../domain/conversation/answer.ts";
import type { Part, Proof, ReasoningPart, ToolCallPart } from "../domain/conversation/parts.ts";
import type { ChatRequest, Message } from "../domain/conversation/request.ts";

interface Remembered {
  readonly proof: Proof | undefined;
  /** The reasoning that stood before the call. */
  readonly reasoning: readonly ReasoningPart[];
  readonly chars: number;
}

/** Proofs are thrown away, oldest first, beyond this much text. */
const MAX_CHARS = 16 * 1024 * 1024;
const MAX_CALLS = 20_000;

/** In memory only: what it forgets costs a provider's goodwill, not correctness. */
export class ProofMemory {
  readonly #byCall = new Map<string, Remembered>();
  #chars = 0;

  /** @param owner who may get it back: a caller must never receive another one's reasoning */
  remember(owner: string, response: ChatResponse): void {
    for (const { parts } of response.choices) {
      let reasoning: ReasoningPart[] = [];
      for (const part of parts) {
        if (part.type === "reasoning") reasoning.push(part);
        if (part.type !== "tool_call") continue;
        const hasProof = part.proof !== undefined || reasoning.some((r) => r.proof !== undefined);
        if (hasProof) this.#put(owner, part, reasoning);
        reasoning = [];
      }
    }
  }

  /** The request with the proofs and reasoning that its assistant turns have lost. */
  restore(owner: string, request: ChatRequest): ChatRequest {
    if (this.#byCall.size === 0) return request;
    let changed = false;
    const messages = request.messages.map((message) => {
      const restored = this.#restoreMessage(owner, message);
      changed ||= restored !== message;
      return restored;
    });
    return changed ? { ...request, messages } : request;
  }

  #restoreMessage(owner: string, message: Message): Message {
    if (message.role !== "assistant") return message;
    const own = new Set(message.parts.flatMap(proofText));
    const parts: Part[] = [];
    const before: ReasoningPart[] = [];
    let changed = false;
    for (const part of message.parts) {
      const known = part.type === "tool_call" ? this.#byCall.get(key(owner, part.id)) : undefined;
      if (part.type !== "tool_call" || known === undefined) {
        parts.push(part);
        continue;
      }
      const isWhole = own.size > 0 &&
        known.reasoning.every((part) => proofText(part).every((proof) => own.has(proof)));
      if (!isWhole && known.reasoning.length > 0) {
        // What the caller kept of it, text or some of the proofs, is in the remembered parts already.
        before.push(...known.reasoning);
        changed = true;
      }
      if (part.proof === undefined && known.proof !== undefined) {
        parts.push({ ...part, proof: known.proof });
        changed = true;
      } else {
        parts.push(part);
      }
    }
    if (!changed) return message;
    const again = new Set(before.flatMap(proofText));
    const kept = before.length === 0 ? parts : parts.filter((part) =>
      part.type !== "reasoning" ||
      (part.proof !== undefined && !proofText(part).some((proof) => again.has(proof)))
    );
    return { ...message, parts: [...before, ...kept] };
  }

  #put(owner: string, call: ToolCallPart, reasoning: readonly ReasoningPart[]): void {
    const chars = JSON.stringify([call.proof, reasoning]).length;
    if (chars > MAX_CHARS) return;
    const id = key(owner, call.id);
    this.#drop(id);
    this.#byCall.set(id, { proof: call.proof, reasoning, chars });
    this.#chars += chars;
    for (const oldest of this.#byCall.keys()) {
      if (this.#chars <= MAX_CHARS && this.#byCall.size <= MAX_CALLS) break;
      this.#drop(oldest);
    }
  }

  #drop(id: string): void {
    const known = this.#byCall.get(id);
    if (known === undefined) return;
    this.#chars -= known.chars;
    this.#byCall.delete(id);
  }
}

/** What tells one proof of reasoning from another; empty for all other parts. */
function proofText(part: Part): string[] {
  return part.type === "reasoning" && part.proof !== undefined ? [JSON.stringify(part.proof)] : [];
}

function key(owner: string, callId: string): string {
  return `${owner}\n${callId}`;
}
