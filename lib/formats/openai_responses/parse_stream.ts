/**
 * Reads a provider's stream. Tolerant of what providers and mocks do: no sequence numbers, ids that
 * change from event to event, missing fragments, missing `done` events, `[DONE]` at the end.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { StreamParser, WireEvent } from "../../domain/conversation/codec.ts";
import { ownError } from "../../domain/conversation/own_error.ts";
import type { ProviderError } from "../../domain/conversation/provider_error.ts";
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";
import { readUsage } from "../openai_chat/usage.ts";
import { readFinish } from "./finish.ts";
import { headOf } from "./parse_response.ts";
import { errorIn } from "./provider_error.ts";
import { type StreamItem, streamItem } from "./stream_items.ts";

/** A parser of one stream. */
export function parseStream(): StreamParser {
  return new ResponsesStream();
}

/** The type of the item that an event speaks of, where its beginning was not told. */
const TYPES: readonly [event: RegExp, item: string][] = [
  [/^response\.(content_part|output_text|refusal)\./, "message"],
  [/^response\.reasoning/, "reasoning"],
  [/^response\.function_call_arguments\./, "function_call"],
  [/^response\.custom_tool_call_input\./, "custom_tool_call"],
];

class ResponsesStream implements StreamParser {
  #events: StreamEvent[] = [];
  readonly #items = new Map<string, StreamItem>();
  readonly #over = new Set<string>();
  #last = "";
  #parts = 0;
  #hasBegun = false;
  #isOver = false;
  #saidDone = false;
  #error: ProviderError | null = null;
  readonly #holds = { call: false, refusal: false };

  push(event: WireEvent): readonly StreamEvent[] {
    if (this.#isOver) return [];
    if (event.data.trim() === "[DONE]") this.#saidDone = true;
    const data = parseJson(event.data);
    if (isObject(data)) this.#read(textAt(data, "type") ?? event.type, data);
    return this.#taken();
  }

  end(): readonly StreamEvent[] {
    if (this.#isOver) return [];
    const isGood = this.#saidDone && this.#error === null && this.#over.size > 0 &&
      this.#over.size === this.#items.size;
    if (isGood) this.#close({ status: "completed" });
    else this.#fail(this.#error ?? INTERRUPTED);
    return this.#taken();
  }

  #taken(): readonly StreamEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #emit = (event: StreamEvent): void => {
    if (event.type === "part_start") {
      if (event.kind === "tool_call") this.#holds.call = true;
      if (event.kind === "refusal") this.#holds.refusal = true;
    }
    this.#events.push(event);
  };

  #read(type: string, data: JsonObject): void {
    switch (type) {
      case "response.created":
      case "response.in_progress":
      case "response.queued":
        return this.#begin(data.response);
      case "response.completed":
      case "response.done":
      case "response.incomplete":
        return this.#close(isObject(data.response) ? data.response : { status: "completed" });
      case "response.failed":
      case "response.cancelled":
        return this.#close({ status: "failed", ...(isObject(data.response) ? data.response : {}) });
      case "error":
        this.#error = errorIn(data);
        return;
      case "response.output_item.added":
        if (isObject(data.item)) this.#open(this.#key(data, data.item), data.item);
        return;
      case "response.output_item.done":
        if (isObject(data.item)) this.#done(this.#key(data, data.item), data.item);
        return;
    }
    if (isObject(data.error) && !type.startsWith("response.")) this.#error = errorIn(data);
    else this.#pass(type, data);
  }

  #begin(response: unknown): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#emit({ type: "start", ...headOf(isObject(response) ? response : {}) });
  }

  /** Places are told reliably, ids are not; without either it is the item spoken of last. */
  #key(data: JsonObject, item?: JsonObject): string {
    const { output_index: index } = data;
    const id = textAt(data, "item_id") ?? textAt(item, "id");
    if (typeof index === "number") this.#last = `#${index}`;
    else if (id !== null) this.#last = id;
    else if (item !== undefined && this.#over.has(this.#last)) this.#last += "+";
    return this.#last;
  }

  #open(key: string, item: JsonObject): StreamItem {
    this.#begin(undefined);
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    const opened = streamItem(item, this.#emit, () => this.#parts++);
    this.#items.set(key, opened);
    return opened;
  }

  #done(key: string, item: JsonObject): void {
    const open = this.#open(key, item);
    if (this.#over.has(key)) return;
    this.#over.add(key);
    open.done(item);
  }

  #pass(type: string, data: JsonObject): void {
    const itemType = TYPES.find(([pattern]) => pattern.test(type))?.[1];
    if (itemType === undefined) return;
    const isThought = isObject(data.part) && data.part.type === "reasoning_text";
    const key = this.#key(data);
    const item = this.#open(key, { type: isThought ? "reasoning" : itemType, id: data.item_id });
    if (!this.#over.has(key)) item.push(type, data);
  }

  #close(response: JsonObject): void {
    this.#begin(response);
    this.#addMissing(response.output);
    for (const [key, item] of this.#items) if (!this.#over.has(key)) item.abandon();
    const finish = readFinish(response, this.#holds);
    if (finish !== null) this.#emit({ type: "finish", choice: 0, finish });
    if (isObject(response.usage)) this.#emit({ type: "usage", usage: readUsage(response.usage) });
    const failure = isObject(response.error) ? errorIn({ error: response.error }) : null;
    if (failure !== null || response.status === "failed" || this.#error !== null) {
      return this.#finish({ type: "error", error: this.#error ?? failure ?? UNEXPLAINED });
    }
    const tier = textAt(response, "service_tier");
    this.#finish(tier === null ? { type: "end" } : { type: "end", serviceTier: tier });
  }

  /**
   * Items that only the whole response tells, or whose end was never told. Where as many were told as
   * there are, all are known, whatever their places and ids.
   */
  #addMissing(output: unknown): void {
    if (!Array.isArray(output)) return;
    const isComplete = this.#items.size >= output.length && this.#over.size === this.#items.size;
    if (isComplete) return;
    const hasPlaces = [...this.#items.keys()].every((key) => key.startsWith("#"));
    output.forEach((item: unknown, i) => {
      if (!isObject(item)) return;
      const key = hasPlaces ? `#${i}` : textAt(item, "id") ?? "";
      if (hasPlaces || this.#items.has(key)) this.#done(key, item);
    });
  }

  #fail(error: ProviderError): void {
    this.#begin(undefined);
    for (const [key, item] of this.#items) if (!this.#over.has(key)) item.abandon();
    this.#finish({ type: "error", error });
  }

  #finish(event: StreamEvent): void {
    this.#isOver = true;
    this.#emit(event);
  }
}

const INTERRUPTED = ownError(
  new FlowError(
    "upstream_interrupted",
    "The provider's stream ended before it said how the answer ended.",
  ),
);

const UNEXPLAINED: ProviderError = errorIn({ error: {} });
