/**
 * One choice of a stream of chunks, as events.
 *
 * @module
 */
import type { StreamedKind, StreamEvent } from "../../domain/conversation/answer.ts";
import type { Citation, Part, Proof } from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { readAnnotations } from "./annotations.ts";
import { logprobsIn } from "./answer_head.ts";
import { imageParts } from "./assistant_parts.ts";
import { appendPart } from "./content_parts.ts";
import { readFinish } from "./finish.ts";
import { readOtherPart } from "./parse_response.ts";
import { readProviderDetails } from "./reasoning_details.ts";
import { reasoningText, thinkingText, thoughtSignature } from "./reasoning_fields.ts";
import { StreamedAudio } from "./stream_audio.ts";
import { StreamedCalls } from "./stream_tools.ts";

interface OpenPart {
  readonly part: number;
  readonly kind: Exclude<StreamedKind, "tool_call">;
  text: string;
}

/** Reads the chunks of one choice. */
export class StreamedChoice {
  #next = 0;
  /** Of text, reasoning and refusal one is open at a time. */
  #open: OpenPart | null = null;
  /** What OpenRouter tells of the open reasoning. */
  #details: unknown[] = [];
  #citations: Citation[] = [];
  #proof: Proof | undefined;
  #finish: string | null = null;
  #filters: unknown;
  readonly #audio = new StreamedAudio();
  readonly #calls: StreamedCalls;

  constructor(private readonly index: number, responseId: () => string | null) {
    this.#calls = new StreamedCalls({
      choice: index,
      responseId,
      nextPart: () => this.#next++,
      closeOthers: () => this.#close(),
    });
  }

  /** Whether the provider said why the choice ended. */
  get hasFinished(): boolean {
    return this.#finish !== null;
  }

  push(choice: JsonObject): StreamEvent[] {
    // A provider that does not stream sends its whole message in one chunk.
    const delta = objectAt(choice, "delta") ?? objectAt(choice, "message");
    const events = delta === undefined ? [] : this.#readDelta(delta);
    const logprobs = logprobsIn(choice);
    if (logprobs !== null) events.push({ type: "logprobs", choice: this.index, value: logprobs });
    this.#finish = textAt(choice, "finish_reason") ?? this.#finish;
    this.#filters = choice.content_filter_results ?? this.#filters;
    return events;
  }

  /**
   * Ends all that is open, and the choice.
   *
   * @param sources of the answer as a whole
   */
  finish(sources: readonly Citation[]): StreamEvent[] {
    this.#citations.push(...sources);
    const events: StreamEvent[] = [];
    if (this.#citations.length > 0 && this.#open?.kind !== "text") {
      events.push(...this.#start("text"));
    }
    const proofOfCall = this.#open?.kind === "text" ? undefined : this.#proof;
    events.push(...this.#close(), ...this.#calls.endAll(proofOfCall));
    const audio = this.#audio.part;
    if (audio !== null) events.push(this.#whole(audio));
    if (this.#finish !== null) {
      const finish = readFinish(this.#finish, this.#calls.any, this.#filters);
      events.push({ type: "finish", choice: this.index, finish });
    }
    return events;
  }

  #readDelta(delta: JsonObject): StreamEvent[] {
    const events = this.#readReasoning(delta);
    this.#proof = thoughtSignature(delta) ?? this.#proof;
    events.push(...this.#readContent(delta.content));
    events.push(...this.#text("refusal", textAt(delta, "refusal") ?? ""));
    for (const citation of readAnnotations(delta.annotations)) {
      if (this.#open?.kind !== "text") this.#citations.push(citation);
      else events.push({ type: "citation", choice: this.index, part: this.#open.part, citation });
    }
    for (const image of imageParts(delta.images)) events.push(...this.#close(), this.#whole(image));
    this.#audio.push(delta.audio);
    const calls: readonly unknown[] = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
    for (const call of calls) if (isObject(call)) events.push(...this.#calls.push(call));
    const older = objectAt(delta, "function_call");
    if (older !== undefined) events.push(...this.#calls.push({ index: 0, function: older }));
    return events;
  }

  #readReasoning(delta: JsonObject): StreamEvent[] {
    const list = Array.isArray(delta.reasoning_details) ? delta.reasoning_details : [];
    const told = readProviderDetails(list.filter(saysSomething));
    const text = reasoningText(delta) ?? told?.text ?? "";
    if (told === null) return this.#text("reasoning", text);
    const events = this.#open?.kind === "reasoning" ? [] : this.#start("reasoning", told.isSummary);
    for (const detail of list.filter(saysSomething)) appendPart(this.#details, mergeable(detail));
    // Gateways tell the whole once more, with its proof, when the reasoning is complete.
    const isRepeated = reasoningText(delta) === null && this.#open?.text === text;
    return isRepeated ? events : [...events, ...this.#text("reasoning", text)];
  }

  #readContent(content: unknown): StreamEvent[] {
    if (typeof content === "string") return this.#text("text", content);
    if (!Array.isArray(content)) return [];
    return content.filter(isObject).flatMap((part) => {
      if (part.type === "thinking") return this.#text("reasoning", thinkingText(part));
      const read = readOtherPart(part);
      if (read.type === "text") return this.#text("text", read.text);
      return isWhole(read) ? [...this.#close(), this.#whole(read)] : [];
    });
  }

  #text(kind: OpenPart["kind"], text: string): StreamEvent[] {
    if (text === "") return [];
    const events = this.#open?.kind === kind ? [] : this.#start(kind);
    if (this.#open === null) return events;
    this.#open.text += text;
    return [...events, { type: "delta", choice: this.index, part: this.#open.part, text }];
  }

  #start(kind: OpenPart["kind"], isSummary = false): StreamEvent[] {
    const events = [...this.#close(), ...this.#calls.endComplete()];
    const part = this.#next++;
    this.#open = { part, kind, text: "" };
    events.push({
      type: "part_start",
      choice: this.index,
      part,
      kind,
      ...(kind === "reasoning" ? { isSummary } : {}),
    });
    return events;
  }

  #close(): StreamEvent[] {
    if (this.#open === null) return [];
    const { part, kind } = this.#open;
    this.#open = null;
    const choice = this.index;
    const held = kind === "text" ? this.#citations.splice(0) : [];
    const proof = this.#proofOf(kind);
    return [
      ...held.map((citation) => ({ type: "citation" as const, choice, part, citation })),
      { type: "part_end", choice, part, ...(proof === undefined ? {} : { proof }) },
    ];
  }

  #proofOf(kind: OpenPart["kind"]): Proof | undefined {
    if (kind === "text") {
      const proof = this.#proof;
      this.#proof = undefined;
      return proof;
    }
    if (kind !== "reasoning" || this.#details.length === 0) return undefined;
    const details = this.#details;
    this.#details = [];
    return { format: "openai_chat", value: { reasoning_details: details } };
  }

  #whole(value: Whole): StreamEvent {
    return { type: "whole_part", choice: this.index, part: this.#next++, value };
  }
}

type Whole = Extract<StreamEvent, { type: "whole_part" }>["value"];

function isWhole(part: Part): part is Whole {
  return ["image", "audio", "file", "foreign"].includes(part.type);
}

/** OpenRouter fills chunks with details that hold neither text nor proof. */
function saysSomething(detail: unknown): boolean {
  return ["text", "summary", "signature", "data"].some((key) => textAt(detail, key) !== null);
}

/** A signature that comes by itself belongs to the text before it. */
function mergeable(detail: unknown): unknown {
  const isBare = isObject(detail) && detail.type === "reasoning.text" &&
    typeof detail.text !== "string";
  return isBare ? { ...detail, text: "" } : detail;
}
