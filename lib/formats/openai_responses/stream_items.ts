/**
 * The items of a provider's stream, from their first event to their last, as parts of a neutral one.
 *
 * @module
 */
import type { StreamedKind, StreamEvent } from "../../domain/conversation/answer.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { readReasoning, SUMMARY_GAP } from "./carried_reasoning.ts";
import { parseAnnotation } from "./parse_content.ts";
import {
  annotationsOf,
  callExtra,
  callOf,
  callText,
  contentExtra,
  logprobsOf,
  partsOfItem,
} from "./parse_output.ts";

/** Where the events go. */
export type Emit = (event: StreamEvent) => void;
/** Gives the numbers of parts, from 0. */
export type NextPart = () => number;

type PartStart = Extract<StreamEvent, { type: "part_start" }>;

/** One part that comes in fragments. Only its length is remembered, to add what fragments left out. */
class FragmentedPart {
  readonly #part: number;
  #length = 0;
  #annotations = 0;
  #logprobs = 0;
  #isOver = false;

  constructor(
    kind: StreamedKind,
    more: Pick<PartStart, "call" | "isSummary">,
    private readonly emit: Emit,
    next: NextPart,
  ) {
    this.#part = next();
    emit({ type: "part_start", choice: 0, part: this.#part, kind, ...more });
  }

  get length(): number {
    return this.#length;
  }

  add(text: unknown): void {
    if (typeof text !== "string" || text === "" || this.#isOver) return;
    this.#length += text.length;
    this.emit({ type: "delta", choice: 0, part: this.#part, text });
  }

  /** The whole text is known: what no fragment brought comes now. */
  complete(text: string): void {
    this.add(text.slice(this.#length));
  }

  annotate(annotation: JsonObject): void {
    if (this.#isOver) return;
    this.#annotations++;
    const citation = parseAnnotation(annotation);
    this.emit({ type: "citation", choice: 0, part: this.#part, citation });
  }

  logprobs(entries: readonly JsonObject[]): void {
    if (entries.length === 0 || this.#isOver) return;
    this.#logprobs += entries.length;
    this.emit({ type: "logprobs", choice: 0, value: { content: entries } });
  }

  /** Annotations and log probabilities of the whole, as far as they have not come. */
  completeLists(entry: JsonObject): void {
    for (const one of annotationsOf(entry).slice(this.#annotations)) this.annotate(one);
    this.logprobs(logprobsOf(entry).slice(this.#logprobs));
  }

  end(more: Pick<Extract<StreamEvent, { type: "part_end" }>, "proof" | "extra"> = {}): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.emit({ type: "part_end", choice: 0, part: this.#part, ...more });
  }
}

/** One item of the answer. `done` must be called once, with the item as it ended. */
export interface StreamItem {
  /** An event that names this item. */
  push(type: string, data: JsonObject): void;
  done(item: JsonObject): void;
  /** The stream is over and the item has not ended. */
  abandon(): void;
}

/** The item that events of this type belong to; items of OpenAI's own tools come whole. */
export function streamItem(item: JsonObject, emit: Emit, next: NextPart): StreamItem {
  switch (item.type) {
    case "message":
      return new MessageItem(item, emit, next);
    case "reasoning":
      return new ReasoningItem(emit, next);
    case "function_call":
    case "custom_tool_call":
      return new CallItem(item, emit, next);
    default:
      return new WholeItem(emit, next);
  }
}

class MessageItem implements StreamItem {
  readonly #parts = new Map<number, FragmentedPart>();
  readonly #entries = new Map<number, JsonObject>();

  constructor(
    private readonly item: JsonObject,
    private readonly emit: Emit,
    private readonly next: NextPart,
  ) {}

  push(type: string, data: JsonObject): void {
    const index = indexOf(data.content_index);
    switch (type) {
      case "response.content_part.added":
        if (isObject(data.part)) this.#part(index, data.part).add(data.part.text);
        return;
      case "response.output_text.delta": {
        const part = this.#part(index, {});
        part.add(data.delta);
        part.logprobs(logprobsOf(data));
        return;
      }
      case "response.refusal.delta":
        return this.#part(index, { type: "refusal" }).add(data.delta);
      case "response.output_text.annotation.added":
        if (isObject(data.annotation)) this.#part(index, {}).annotate(data.annotation);
        return;
      case "response.output_text.done":
        return this.#complete(index, data, {});
      case "response.refusal.done":
        return this.#complete(index, data, { type: "refusal" });
      case "response.content_part.done":
        if (isObject(data.part)) this.#whole(index, data.part);
    }
  }

  /** Only now it is known what the message says of itself. */
  done(item: JsonObject): void {
    const content = Array.isArray(item.content) ? item.content.filter(isObject) : [];
    content.forEach((entry, i) => this.#whole(i, entry));
    const message = { ...this.item, ...item };
    for (const [index, entry] of this.#entries) {
      const extra = contentExtra(entry, index === 0 ? message : null);
      this.#part(index, entry).end(defined({ extra }));
    }
    this.abandon();
  }

  abandon(): void {
    for (const part of this.#parts.values()) part.end();
  }

  #part(index: number, entry: JsonObject): FragmentedPart {
    let part = this.#parts.get(index);
    if (part === undefined) {
      const kind = entry.type === "refusal" ? "refusal" : "text";
      part = new FragmentedPart(kind, {}, this.emit, this.next);
      this.#parts.set(index, part);
    }
    return part;
  }

  #complete(index: number, entry: JsonObject, kind: JsonObject): void {
    const part = this.#part(index, kind);
    const text = kind.type === "refusal" ? entry.refusal : entry.text;
    if (typeof text === "string") part.complete(text);
    if (kind.type !== "refusal") part.completeLists(entry);
  }

  #whole(index: number, entry: JsonObject): void {
    this.#complete(index, entry, entry.type === "refusal" ? entry : {});
    this.#entries.set(index, entry);
  }
}

class ReasoningItem implements StreamItem {
  readonly #parts = new Map<"summary" | "thoughts", FragmentedPart>();
  #entry = -1;

  constructor(private readonly emit: Emit, private readonly next: NextPart) {}

  push(type: string, data: JsonObject): void {
    const isSummary = type.startsWith("response.reasoning_summary");
    const isText = isSummary || type.startsWith("response.reasoning");
    if (!isText || typeof data.delta !== "string" || data.delta === "") return;
    this.#gap(indexOf(isSummary ? data.summary_index : data.content_index), isSummary);
    this.#part(isSummary).add(data.delta);
  }

  /** Entries of one list are joined, here as in a whole answer. */
  #gap(entry: number, isSummary: boolean): void {
    const part = this.#parts.get(isSummary ? "summary" : "thoughts");
    if (entry !== this.#entry && part !== undefined) part.add(SUMMARY_GAP);
    this.#entry = entry;
  }

  done(item: JsonObject): void {
    for (const { text, isSummary, proof } of readReasoning(item).parts) {
      const part = this.#part(isSummary);
      part.complete(text);
      part.end(defined({ proof }));
    }
    this.abandon();
  }

  abandon(): void {
    for (const part of this.#parts.values()) part.end();
  }

  #part(isSummary: boolean): FragmentedPart {
    const key = isSummary ? "summary" : "thoughts";
    let part = this.#parts.get(key);
    if (part === undefined) {
      part = new FragmentedPart("reasoning", { isSummary }, this.emit, this.next);
      this.#parts.set(key, part);
    }
    return part;
  }
}

class CallItem implements StreamItem {
  #part: FragmentedPart | null = null;

  constructor(
    private readonly item: JsonObject,
    private readonly emit: Emit,
    private readonly next: NextPart,
  ) {
    // Without a name nobody could be told who is called: such a call comes whole, at its end.
    if (callOf(item).name !== "") this.#open(item).add(item.arguments ?? item.input);
  }

  push(type: string, data: JsonObject): void {
    if (/^response\.(function_call_arguments|custom_tool_call_input)\.delta$/.test(type)) {
      this.#part?.add(data.delta);
    }
  }

  done(item: JsonObject): void {
    const whole = { ...this.item, ...item };
    const part = this.#part ?? this.#open(whole);
    const text = callText(whole);
    // Calls without arguments: what fills the place of nothing is no fragment.
    if (text !== "{}" || part.length > 0) part.complete(text);
    part.end(defined({ extra: callExtra(whole) }));
  }

  abandon(): void {
    this.#part?.end();
  }

  #open(item: JsonObject): FragmentedPart {
    this.#part = new FragmentedPart("tool_call", { call: callOf(item) }, this.emit, this.next);
    return this.#part;
  }
}

class WholeItem implements StreamItem {
  constructor(private readonly emit: Emit, private readonly next: NextPart) {}

  push(): void {}

  done(item: JsonObject): void {
    for (const value of partsOfItem(item)) {
      if (value.type !== "image" && value.type !== "foreign") continue;
      this.emit({ type: "whole_part", choice: 0, part: this.next(), value });
    }
  }

  abandon(): void {}
}

function indexOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
