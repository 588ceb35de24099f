/**
 * One choice of a stream for a caller.
 *
 * @module
 */
import type { Finish, StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { Citation, Part, Proof } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import {
  annotationsOf,
  audioEntry,
  callProof,
  imageEntry,
  tellUnshown,
  textProof,
} from "./answer_pieces.ts";
import type { ChunkWriter } from "./chunk_writer.ts";
import { writeFinish } from "./finish.ts";
import type { Losses } from "./losses.ts";
import { detailsOfPart } from "./reasoning_details.ts";
import { wholeLogprobs } from "./render_response.ts";

/** The events that belong to one choice. */
export type ChoiceEvent = Exclude<
  StreamEvent,
  { readonly type: "start" | "usage" | "end" | "error" }
>;
type PartStart = Extract<StreamEvent, { type: "part_start" }>;
type WholePart = Extract<StreamEvent, { type: "whole_part" }>;

interface ShownPart {
  readonly start: PartStart;
  /** Number of the tool call, or of the reasoning, within the choice. */
  readonly number: number;
  /** Where its text begins in the message. */
  readonly offset: number;
  length: number;
  /** Of reasoning, which is told once more with its proof. */
  readonly pieces: string[];
  readonly citations: Citation[];
}

/** What the choices of a stream share. */
export interface StreamParts {
  readonly writer: ChunkWriter;
  readonly losses: Losses;
  readonly context: AnswerContext;
  /** The caller knows `function_call` only. */
  readonly isOlder: boolean;
}

/** Writes the chunks of one choice. */
export class RenderedChoice {
  readonly #parts = new Map<number, ShownPart>();
  readonly #shown: Pick<Part, "type">[] = [];
  #hasRole = false;
  #offset = 0;
  #counts = { tool_call: 0, reasoning: 0, text: 0, refusal: 0, image: 0, audio: 0 };
  #finish: Finish | null = null;

  constructor(private readonly index: number, private readonly stream: StreamParts) {}

  /** The first chunk, which says who speaks; nothing when it went out. */
  role(): string {
    if (this.#hasRole) return "";
    this.#hasRole = true;
    // Null like OpenAI before a tool call: what has no text must not end as an empty one.
    return this.#chunk({ role: "assistant", content: null, refusal: null });
  }

  push(event: ChoiceEvent): string {
    return this.role() + this.#write(event);
  }

  /** The chunk that says why the choice ended. */
  finish(): string {
    const role = this.role();
    const { finish_reason: reason, ...native } = writeFinish(this.#finish, this.#shown);
    const written = this.stream.isOlder && reason === "tool_calls" ? "function_call" : reason;
    const open = [...this.#parts.keys()].map((part) => this.#end(part, undefined)).join("");
    const nothing = this.#shown.length === 0 ? this.#chunk({ content: "" }) : "";
    return role + open + nothing +
      this.stream.writer.chunk(this.index, {}, { finish_reason: written, ...native });
  }

  #write(event: ChoiceEvent): string {
    switch (event.type) {
      case "part_start":
        return this.#start(event);
      case "delta":
        return this.#delta(event.part, event.text);
      case "citation":
        this.#parts.get(event.part)?.citations.push(event.citation);
        return "";
      case "part_end":
        return this.#end(event.part, event.proof);
      case "whole_part":
        return this.#whole(event.value);
      case "logprobs":
        return this.stream.writer.chunk(this.index, {}, { logprobs: wholeLogprobs(event.value) });
      case "finish":
        this.#finish = event.finish;
        return "";
    }
  }

  #start(start: PartStart): string {
    const number = this.#counts[start.kind]++;
    this.#parts.set(start.part, {
      start,
      number,
      offset: this.#offset,
      length: 0,
      pieces: [],
      citations: [],
    });
    this.#shown.push({ type: start.kind });
    if (start.kind !== "tool_call") return "";
    const { id, name, kind } = start.call ?? { id: "", name: "", kind: "function" as const };
    if (this.stream.isOlder) {
      if (number === 0) return this.#chunk({ function_call: { name, arguments: "" } });
      const message = "Only the first call is shown: 'functions' know one at a time.";
      this.stream.losses.dropped("functions", message);
      return "";
    }
    const inner = kind === "custom"
      ? { custom: { name, input: "" } }
      : { function: { name, arguments: "" } };
    return this.#chunk({ tool_calls: [{ index: number, id, type: kind, ...inner }] });
  }

  #delta(number: number, text: string): string {
    const part = this.#parts.get(number);
    if (part === undefined || text === "") return "";
    part.length += text.length;
    switch (part.start.kind) {
      case "text":
        this.#offset += text.length;
        return this.#chunk({ content: text });
      case "refusal":
        return this.#chunk({ refusal: text });
      case "reasoning":
        part.pieces.push(text);
        return this.#chunk({ reasoning_content: text });
      case "tool_call":
        return this.#arguments(part, text);
    }
  }

  #arguments({ start, number }: ShownPart, text: string): string {
    if (this.stream.isOlder) {
      return number === 0 ? this.#chunk({ function_call: { arguments: text } }) : "";
    }
    const inner = start.call?.kind === "custom"
      ? { custom: { input: text } }
      : { function: { arguments: text } };
    return this.#chunk({ tool_calls: [{ index: number, ...inner }] });
  }

  #end(number: number, proof: Proof | undefined): string {
    const part = this.#parts.get(number);
    if (part === undefined) return "";
    this.#parts.delete(number);
    switch (part.start.kind) {
      case "text":
        return this.#endText(part, proof);
      case "reasoning": {
        const isSummary = part.start.isSummary === true;
        const told = { text: part.pieces.join(""), isSummary, ...(proof && { proof }) };
        return this.#details(detailsOfPart(told, part.number));
      }
      case "tool_call":
        return this.#endCall(part, proof);
      case "refusal":
        return "";
    }
  }

  #endText({ citations, offset, length }: ShownPart, proof: Proof | undefined): string {
    const { losses } = this.stream;
    const annotations = annotationsOf(citations, { offset, length }, losses);
    const members = {
      ...(annotations.length === 0 ? {} : { annotations }),
      ...textProof(proof, losses),
    };
    return Object.keys(members).length === 0 ? "" : this.#chunk(members);
  }

  #endCall(part: ShownPart, proof: Proof | undefined): string {
    const { call } = part.start;
    // Clients parse what they collected: nothing at all is no JSON.
    const empty = part.length === 0 && call?.kind !== "custom" ? this.#arguments(part, "{}") : "";
    if (this.stream.isOlder) return empty;
    const { beside, details } = callProof(call?.id ?? "", proof);
    // The AI SDK takes no call without its `function`, also when there is nothing to add to it.
    const inner = call?.kind === "custom"
      ? { custom: { input: "" } }
      : { function: { arguments: "" } };
    const signed = Object.keys(beside).length === 0
      ? ""
      : this.#chunk({ tool_calls: [{ index: part.number, ...inner, ...beside }] });
    return empty + signed + this.#details(details);
  }

  #details(details: readonly JsonObject[]): string {
    return details.length === 0 ? "" : this.#chunk({ reasoning_details: details });
  }

  #whole(part: WholePart["value"]): string {
    const { context, losses } = this.stream;
    this.#shown.push({ type: part.type });
    const image = part.type === "image" ? imageEntry(part, this.#counts.image++) : null;
    if (image !== null) return this.#chunk({ images: [image] });
    const sound = part.type === "audio" && this.#counts.audio++ === 0
      ? audioEntry(part, context)
      : null;
    if (sound !== null) return this.#chunk({ audio: sound });
    tellUnshown(part, losses);
    return "";
  }

  #chunk(delta: JsonObject): string {
    return this.stream.writer.chunk(this.index, delta);
  }
}
