/**
 * Puts the parts of an answer in the one row of blocks that Anthropic's format knows: one is open at a
 * time, what comes for others meanwhile waits.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { NewId } from "../../domain/ports.ts";
import { CallIds } from "./call_ids.ts";
import type { Losses } from "./losses.ts";
import {
  type BlockEvent,
  CallWriter,
  type PartWriter,
  TextWriter,
  ThinkingWriter,
  wholeBlock,
} from "./part_writers.ts";

type PartStart = Extract<StreamEvent, { type: "part_start" }>;
type WholePart = Extract<StreamEvent, { type: "whole_part" }>;
type PartPiece = Extract<StreamEvent, { type: "delta" | "citation" | "part_end" }>;

interface Slot {
  readonly part: number;
  readonly writer: PartWriter;
  readonly waiting: PartPiece[];
}

/** Orders the blocks of one answer. */
export class AnswerBlocks {
  readonly #slots: Slot[] = [];
  readonly #ids = new CallIds();
  #hasToolUse = false;

  constructor(private readonly losses: Losses, private readonly newId: NewId) {}

  /** Whether any tool call has begun. */
  get hasToolUse(): boolean {
    return this.#hasToolUse;
  }

  /** What this event makes of the blocks; events that are no part's make nothing. */
  push(event: StreamEvent): readonly BlockEvent[] {
    if (!("part" in event)) return [];
    if (event.choice !== 0) {
      this.losses.droppedAll(
        "choices",
        "Anthropic's format holds one answer; the others are gone.",
      );
      return [];
    }
    switch (event.type) {
      case "part_start":
        this.#slots.push({ part: event.part, writer: this.#writerFor(event), waiting: [] });
        return [];
      case "whole_part":
        this.#slots.push(this.#whole(event));
        return this.#slots.length === 1 ? this.#next() : [];
      default: {
        const slot = this.#slots.find(({ part }) => part === event.part);
        if (slot === undefined) return [];
        if (slot === this.#slots[0]) return this.#write(slot, event);
        slot.waiting.push(event);
        return [];
      }
    }
  }

  /** The answer is over: parts that never ended end here. */
  end(): readonly BlockEvent[] {
    const events: BlockEvent[] = [];
    for (let slot = this.#slots[0]; slot !== undefined; slot = this.#slots[0]) {
      events.push(...this.#write(slot, { type: "part_end", choice: 0, part: slot.part }));
    }
    return events;
  }

  #write(slot: Slot, event: PartPiece): readonly BlockEvent[] {
    switch (event.type) {
      case "delta":
        return slot.writer.text(event.text);
      case "citation":
        return slot.writer.citation(event.citation);
      case "part_end": {
        if (event.extra?.format !== "anthropic_messages") {
          this.losses.extra(event.extra, "content");
        }
        this.#slots.shift();
        return [...slot.writer.end(event.proof), ...this.#next()];
      }
    }
  }

  /** The part whose turn it is catches up. */
  #next(): readonly BlockEvent[] {
    const slot = this.#slots[0];
    if (slot === undefined) return [];
    return slot.waiting.splice(0).flatMap((event) => [...this.#write(slot, event)]);
  }

  #writerFor({ kind, call, isSummary }: PartStart): PartWriter {
    switch (kind) {
      case "text":
      case "refusal":
        return new TextWriter(this.losses);
      case "reasoning":
        return new ThinkingWriter(isSummary === true);
      case "tool_call": {
        this.#hasToolUse = true;
        const made = call ?? { id: "", name: "", kind: "function" as const };
        const id = this.#ids.next(made.id === "" ? `toolu_${plain(this.newId())}` : made.id);
        return new CallWriter(id, made, this.losses);
      }
    }
  }

  #whole({ part, value }: WholePart): Slot {
    const ended: PartPiece = { type: "part_end", choice: 0, part };
    return { part, writer: this.#wholeWriter(value), waiting: [ended] };
  }

  #wholeWriter(value: WholePart["value"]): PartWriter {
    const nothing = () => [];
    if (value.type === "foreign" && value.format === "anthropic_messages") {
      return { text: nothing, citation: nothing, end: () => wholeBlock(value.value) };
    }
    if (value.type === "audio" && value.transcript !== undefined) {
      this.losses.adapted(
        "content",
        "Anthropic's answers hold no sound; its transcript stands there.",
      );
      const block = { type: "text", text: value.transcript };
      return { text: nothing, citation: nothing, end: () => wholeBlock(block) };
    }
    const what = value.type === "foreign"
      ? `'${String(value.value.type ?? "a part of the provider's own")}'`
      : `parts of type '${value.type}'`;
    this.losses.dropped("content", `Anthropic's answers have no place for ${what}.`);
    return { text: nothing, citation: nothing, end: nothing };
  }
}

/** An id without dashes, as Anthropic's look. */
export function plain(id: string): string {
  return id.replaceAll("-", "");
}
