/**
 * Writes the parts of one streamed candidate for a caller.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { Citation, ReasoningPart } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { type CitedText, renderCitations } from "./citations.ts";
import type { Losses } from "./losses.ts";
import { ReasoningCargo } from "./reasoning_cargo.ts";
import {
  renderCall,
  renderWholePart,
  withOwnMembers,
  withSignature,
} from "./render_answer_parts.ts";
import { nativeSignature } from "./signatures.ts";

type PartEvent = Extract<
  StreamEvent,
  { type: "part_start" | "delta" | "citation" | "part_end" | "whole_part" }
>;
type PartStart = Extract<StreamEvent, { type: "part_start" }>;
type PartEnd = Extract<StreamEvent, { type: "part_end" }>;

interface OpenPart {
  readonly start: PartStart;
  text: string;
  /** How much of a thought has been shown. */
  shown: number;
  readonly citations: Citation[];
}

/** The parts that a candidate still has to send at its end. */
export interface ClosingParts {
  readonly parts: readonly JsonObject[];
  readonly citations: JsonObject;
}

/** One candidate. */
export class CandidateWriter {
  readonly #open = new Map<number, OpenPart>();
  readonly #texts: CitedText[] = [];
  readonly #cargo: ReasoningCargo;

  constructor(
    private readonly choice: number,
    private readonly showsThoughts: boolean,
    private readonly losses: Losses,
  ) {
    this.#cargo = new ReasoningCargo(showsThoughts);
  }

  /** The parts to be sent now, maybe none. */
  push(event: PartEvent): readonly JsonObject[] {
    switch (event.type) {
      case "part_start":
        this.#open.set(event.part, { start: event, text: "", shown: 0, citations: [] });
        return [];
      case "delta":
        return this.#delta(event.part, event.text);
      case "citation":
        this.#open.get(event.part)?.citations.push(event.citation);
        return [];
      case "part_end":
        return this.#end(event);
      case "whole_part": {
        const { value } = event;
        const at = this.#at(event.part);
        const own = this.losses.own(value.extra, at);
        const part = renderWholePart(value, at, this.losses);
        const proof = "proof" in value ? value.proof : undefined;
        return part === null ? [] : [withOwnMembers(withSignature(part, proof, []), own)];
      }
    }
  }

  /** Ends what was left open, and lets go of reasoning that found no call to ride on. */
  close(): ClosingParts {
    const parts = [...this.#open.keys()].flatMap((part) =>
      this.#end({ type: "part_end", choice: this.choice, part })
    );
    const rest = this.#cargo.atEnd();
    return {
      parts: rest.length === 0 ? parts : [...parts, withSignature({ text: "" }, undefined, rest)],
      citations: renderCitations(this.#texts),
    };
  }

  #at(part: number): string {
    return `candidates[${this.choice}].content.parts[${part}]`;
  }

  #delta(part: number, text: string): readonly JsonObject[] {
    const open = this.#open.get(part);
    if (open === undefined) return [];
    open.text += text;
    switch (open.start.kind) {
      case "text":
      case "refusal":
        return [{ text }];
      case "tool_call":
        return [];
      case "reasoning":
        return this.#paragraphs(open);
    }
  }

  /** Gemini's callers take each piece of thought for a thought of its own: no half ones. */
  #paragraphs(open: OpenPart): readonly JsonObject[] {
    const end = open.text.lastIndexOf("\n\n") + 2;
    if (end < 2) return [];
    return this.#thought(open, end);
  }

  #thought(open: OpenPart, end: number): readonly JsonObject[] {
    const text = open.text.slice(open.shown, end);
    if (!this.showsThoughts || text === "") return [];
    open.shown = end;
    return [{ text, thought: true }];
  }

  #end(event: PartEnd): readonly JsonObject[] {
    const open = this.#open.get(event.part);
    if (open === undefined) return [];
    this.#open.delete(event.part);
    const { proof } = event;
    const own = this.losses.own(event.extra, this.#at(event.part));
    const { kind, call, isSummary } = open.start;
    switch (kind) {
      case "text":
      case "refusal": {
        const { text, citations } = open;
        this.#texts.push({ text, partIndex: this.#texts.length, citations });
        const signed = withOwnMembers(withSignature({ text: "" }, proof, []), own);
        return Object.keys(signed).length > 1 ? [signed] : [];
      }
      case "reasoning": {
        const part: ReasoningPart = {
          type: "reasoning",
          text: open.text,
          isSummary: isSummary === true,
          ...(proof === undefined ? {} : { proof }),
        };
        this.#cargo.hold(part);
        const signature = this.showsThoughts ? nativeSignature(proof) : undefined;
        const rest = this.#thought(open, open.text.length);
        if (signature === undefined) return rest;
        return [{ text: "", thought: true, ...rest[0], thoughtSignature: signature }];
      }
      case "tool_call": {
        const at = this.#at(event.part);
        const named = call ?? { id: "", name: "" };
        const part = withOwnMembers(renderCall(named, open.text, at, this.losses), own);
        return [withSignature(part, proof, this.#cargo.forCall(proof))];
      }
    }
  }
}
