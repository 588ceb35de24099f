/**
 * One content block of a stream that is being read.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { Proof } from "../../domain/conversation/parts.ts";
import { type Cargo, unpackCarrier } from "../carrier.ts";
import { isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";
import { readCitation } from "./citations.ts";
import { argumentsOf, extraOf, foreignPart, proofOf } from "./parse_answer_block.ts";

type Kind = "text" | "thinking" | "redacted" | "carrier" | "tool_use" | "foreign";

/** A block between its start and its stop. */
export class OpenBlock {
  readonly #kind: Kind;
  readonly #cargo: Cargo | null;
  #signature: string | null;
  /** A foreign block as it grows. */
  readonly #value: Record<string, unknown>;
  #json = "";
  #hasArguments = false;

  /**
   * @param part the number of its (first) part
   * @param proof what a carrier right before it brought
   */
  constructor(
    private readonly part: number,
    private readonly block: JsonObject,
    private readonly proof: Proof | undefined,
  ) {
    this.#cargo = block.type === "redacted_thinking"
      ? unpackCarrier(textAt(block, "data") ?? "")
      : null;
    this.#kind = kindOf(block, this.#cargo);
    this.#signature = textAt(block, "signature");
    this.#value = { ...block };
  }

  /** How many parts it makes: a carrier may bring several, or none. */
  get parts(): number {
    return this.#kind === "carrier" ? this.#cargo?.reasoning?.length ?? 0 : 1;
  }

  /** What the block that follows is to have. */
  get proofForNext(): Proof | undefined {
    const { callId, isTrailing, proof } = this.#cargo ?? {};
    return callId === undefined && isTrailing !== true ? proof : undefined;
  }

  start(): StreamEvent[] {
    const at = this.#at;
    switch (this.#kind) {
      case "text": {
        const text = textAt(this.block, "text");
        const citations = Array.isArray(this.block.citations) ? this.block.citations : [];
        return [
          { type: "part_start", ...at, kind: "text" },
          ...(text === null ? [] : [this.#text(text)]),
          ...citations.filter(isObject).map((one) => this.#citation(one)),
        ];
      }
      case "thinking": {
        const text = textAt(this.block, "thinking");
        return [
          { type: "part_start", ...at, kind: "reasoning", isSummary: false },
          ...(text === null ? [] : [this.#text(text)]),
        ];
      }
      case "redacted":
        return [{ type: "part_start", ...at, kind: "reasoning", isSummary: false }];
      case "tool_use": {
        const id = textAt(this.block, "id") ?? "";
        const name = textAt(this.block, "name") ?? "";
        const call = { id, name, kind: "function" } as const;
        return [{ type: "part_start", ...at, kind: "tool_call", call }];
      }
      case "carrier":
        return (this.#cargo?.reasoning ?? []).flatMap((one, i) =>
          reasoningEvents({ choice: 0, part: this.part + i }, one)
        );
      case "foreign":
        return [];
    }
  }

  delta(delta: JsonObject): StreamEvent[] {
    switch (delta.type) {
      case "text_delta":
        if (this.#kind === "text") return this.#texts(delta, "text");
        break;
      case "thinking_delta":
        if (this.#kind === "thinking") return this.#texts(delta, "thinking");
        break;
      case "signature_delta":
        // The last one counts, as in Anthropic's own clients.
        this.#signature = textAt(delta, "signature") ?? this.#signature;
        return [];
      case "citations_delta":
        return this.#kind === "text" && isObject(delta.citation)
          ? [this.#citation(delta.citation)]
          : [];
      case "input_json_delta": {
        const json = textAt(delta, "partial_json");
        if (json === null) return [];
        if (this.#kind !== "tool_use") {
          this.#json += json;
          return [];
        }
        this.#hasArguments = true;
        return [this.#text(json)];
      }
    }
    if (this.#kind === "foreign") this.#grow(delta);
    return [];
  }

  end(): StreamEvent[] {
    switch (this.#kind) {
      case "carrier":
        return [];
      case "foreign": {
        const input = this.#json === "" ? undefined : parseJson(this.#json) ?? this.#json;
        const value = { ...this.#value, ...(input === undefined ? {} : { input }) };
        return [{ type: "whole_part", ...this.#at, value: foreignPart(value) }];
      }
      case "tool_use": {
        // Providers that imitate the format may give the whole input at the start.
        const whole = argumentsOf(this.block.input);
        const rest = this.#hasArguments || whole === "{}" ? [] : [this.#text(whole)];
        return [...rest, this.#partEnd(this.proof, extraOf(this.block))];
      }
      case "redacted": {
        const data = textAt(this.block, "data") ?? "";
        return [this.#partEnd({ format: "anthropic_messages", value: { data } })];
      }
      case "thinking":
        return [this.#partEnd(proofOf(this.#signature))];
      case "text":
        return [this.#partEnd(undefined, extraOf(this.block, TEXT))];
    }
  }

  get #at() {
    return { choice: 0, part: this.part } as const;
  }

  #text(text: string): StreamEvent {
    return { type: "delta", ...this.#at, text };
  }

  #texts(delta: JsonObject, key: string): StreamEvent[] {
    const text = textAt(delta, key);
    return text === null ? [] : [this.#text(text)];
  }

  #citation(value: JsonObject): StreamEvent {
    return { type: "citation", ...this.#at, citation: readCitation(value) };
  }

  #partEnd(
    proof: Proof | undefined,
    extra: ReturnType<typeof extraOf> = {},
  ): StreamEvent {
    return {
      type: "part_end",
      ...this.#at,
      ...(proof === undefined ? {} : { proof }),
      ...(extra.extra === undefined ? {} : { extra: extra.extra }),
    };
  }

  /** Text goes on, everything else replaces what was there. */
  #grow(delta: JsonObject): void {
    for (const [key, value] of Object.entries(delta)) {
      if (key === "type") continue;
      const before = this.#value[key];
      this.#value[key] = typeof before === "string" && typeof value === "string"
        ? before + value
        : value;
    }
  }
}

const TEXT: ReadonlySet<string> = new Set(["type", "text", "citations"]);

function kindOf(block: JsonObject, cargo: Cargo | null): Kind {
  switch (block.type) {
    case "text":
    case "thinking":
    case "tool_use":
      return block.type;
    case "redacted_thinking":
      return cargo === null ? "redacted" : "carrier";
    default:
      return "foreign";
  }
}

function reasoningEvents(
  at: { readonly choice: number; readonly part: number },
  one: NonNullable<Cargo["reasoning"]>[number],
): StreamEvent[] {
  const { text, isSummary, proof } = one;
  return [
    { type: "part_start", ...at, kind: "reasoning", isSummary },
    ...(text === "" ? [] : [{ type: "delta", ...at, text } as const]),
    { type: "part_end", ...at, ...(proof === undefined ? {} : { proof }) },
  ];
}
