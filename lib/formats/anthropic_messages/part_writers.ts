/**
 * Writes one part of an answer as content blocks, piece by piece.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import { wrapCustomInput } from "../../domain/conversation/custom_tools.ts";
import type { Citation, Proof } from "../../domain/conversation/parts.ts";
import { packCarrier } from "../carrier.ts";
import type { JsonObject } from "../json/guards.ts";
import { answerCitation } from "./citations.ts";
import type { Losses } from "./losses.ts";
import { inputOf } from "./render_blocks.ts";

/** What happens to the one block that is open. */
export type BlockEvent =
  | { readonly type: "start"; readonly block: JsonObject }
  | { readonly type: "delta"; readonly delta: JsonObject }
  | { readonly type: "stop" };

/** Writes one part. */
export interface PartWriter {
  text(text: string): readonly BlockEvent[];
  citation(citation: Citation): readonly BlockEvent[];
  /** Nothing follows; `proof` came with the end of the part. */
  end(proof: Proof | undefined): readonly BlockEvent[];
}

/** A block that is written at once. */
export function wholeBlock(block: JsonObject): readonly BlockEvent[] {
  return [{ type: "start", block }, { type: "stop" }];
}

/** Text; a block opens only when there is something in it. */
export class TextWriter implements PartWriter {
  #isOpen = false;

  constructor(private readonly losses: Losses) {}

  text(text: string): readonly BlockEvent[] {
    return this.#with({ type: "text_delta", text });
  }

  citation(citation: Citation): readonly BlockEvent[] {
    const written = answerCitation(citation);
    if (written !== null) return this.#with({ type: "citations_delta", citation: written });
    this.losses.droppedAll("citations", "Anthropic's format cites only sources with an address.");
    return [];
  }

  end(proof: Proof | undefined): readonly BlockEvent[] {
    return [
      ...(this.#isOpen ? [{ type: "stop" } as const] : []),
      ...(proof === undefined ? [] : hidden({ proof, isTrailing: true })),
    ];
  }

  #with(delta: JsonObject): readonly BlockEvent[] {
    const opening: BlockEvent[] = this.#isOpen
      ? []
      : [{ type: "start", block: { type: "text", text: "" } }];
    this.#isOpen = true;
    return [...opening, { type: "delta", delta }];
  }
}

/** Thinking, which ends with its signature: Anthropic's own, or a carrier of ours. */
export class ThinkingWriter implements PartWriter {
  readonly #pieces: string[] = [];

  constructor(private readonly isSummary: boolean) {}

  text(text: string): readonly BlockEvent[] {
    const opening = this.#pieces.length === 0 ? [openThinking()] : [];
    this.#pieces.push(text);
    return [...opening, { type: "delta", delta: { type: "thinking_delta", thinking: text } }];
  }

  citation(): readonly BlockEvent[] {
    return [];
  }

  end(proof: Proof | undefined): readonly BlockEvent[] {
    const native = proof?.format === "anthropic_messages" ? proof.value : undefined;
    const isEmpty = this.#pieces.length === 0;
    if (isEmpty && typeof native?.data === "string") {
      return wholeBlock({ type: "redacted_thinking", data: native.data });
    }
    if (typeof native?.signature === "string") {
      return [...(isEmpty ? [openThinking()] : []), ...signed(native.signature)];
    }
    if (isEmpty && proof === undefined) return [];
    const { isSummary } = this;
    const text = this.#pieces.join("");
    const cargo = {
      reasoning: [{ text, isSummary, ...(proof === undefined ? {} : { proof }) }],
    };
    return isEmpty ? hidden(cargo) : signed(packCarrier(cargo));
  }
}

function openThinking(): BlockEvent {
  return { type: "start", block: { type: "thinking", thinking: "", signature: "" } };
}

function signed(signature: string): readonly BlockEvent[] {
  return [{ type: "delta", delta: { type: "signature_delta", signature } }, { type: "stop" }];
}

function hidden(cargo: Parameters<typeof packCarrier>[0]): readonly BlockEvent[] {
  return wholeBlock({ type: "redacted_thinking", data: packCarrier(cargo) });
}

type Call = NonNullable<Extract<StreamEvent, { type: "part_start" }>["call"]>;

/**
 * A tool call. A proof comes at its end but belongs before it, so that a call which comes in one
 * piece, as calls with proofs do, is held until then.
 */
export class CallWriter implements PartWriter {
  readonly #pieces: string[] = [];
  #isOpen = false;

  /** @param id the id to give the caller */
  constructor(
    private readonly id: string,
    private readonly call: Call,
    private readonly losses: Losses,
  ) {}

  text(text: string): readonly BlockEvent[] {
    if (this.#isOpen) return [json(text)];
    this.#pieces.push(text);
    if (this.#pieces.length === 1 || this.call.kind === "custom") return [];
    this.#isOpen = true;
    return [...this.#opening(), ...this.#pieces.map(json)];
  }

  citation(): readonly BlockEvent[] {
    return [];
  }

  end(proof: Proof | undefined): readonly BlockEvent[] {
    if (this.#isOpen) {
      const late = proof === undefined ? [] : hidden({ proof, callId: this.id });
      return [{ type: "stop" }, ...late];
    }
    return [
      ...(proof === undefined ? [] : hidden({ proof })),
      ...this.#opening(),
      ...this.#arguments(),
      { type: "stop" },
    ];
  }

  #opening(): readonly BlockEvent[] {
    const { name } = this.call;
    return [{ type: "start", block: { type: "tool_use", id: this.id, name, input: {} } }, json("")];
  }

  #arguments(): readonly BlockEvent[] {
    const text = this.#pieces.join("");
    const args = this.call.kind === "custom" ? wrapCustomInput(text) : text;
    if (args.trim() === "" || args.trim() === "{}") return [];
    let isRead = true;
    const input = inputOf({ kind: "function", arguments: args }, (message) => {
      isRead = false;
      this.losses.adapted("content", message);
    });
    return [json(isRead ? args : JSON.stringify(input))];
  }
}

function json(text: string): BlockEvent {
  return { type: "delta", delta: { type: "input_json_delta", partial_json: text } };
}
