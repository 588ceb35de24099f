/**
 * A stream of Anthropic's as neutral events. Tolerant of unknown events, blocks that never stop and
 * events after the end.
 *
 * Source: Anthropic, "Streaming messages".
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { StreamParser, WireEvent } from "../../domain/conversation/codec.ts";
import type { Proof } from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { readFinish } from "./finish.ts";
import { readErrorObject } from "./parse_error.ts";
import { answerExtra } from "./parse_response.ts";
import { OpenBlock } from "./open_block.ts";
import { readUsage, tierOf } from "./usage.ts";

/** Reads one stream. */
export class AnthropicStreamParser implements StreamParser {
  readonly #blocks = new Map<number, OpenBlock>();
  #parts = 0;
  /** Everything told of the message so far, as one whole message would tell it. */
  #message: Record<string, unknown> = {};
  #usage: JsonObject = {};
  #proof: Proof | undefined;
  #hasStarted = false;
  #hasFinish = false;
  #isOver = false;

  push(wire: WireEvent): readonly StreamEvent[] {
    if (this.#isOver) return [];
    const data = parseJson(wire.data);
    if (!isObject(data)) return [];
    switch (textAt(data, "type") ?? wire.type) {
      case "message_start":
        return this.#start(objectAt(data, "message") ?? {});
      case "content_block_start":
        return this.#open(indexOf(data), objectAt(data, "content_block") ?? {});
      case "content_block_delta":
        return this.#delta(indexOf(data), objectAt(data, "delta") ?? {});
      case "content_block_stop":
        return this.#close(indexOf(data));
      case "message_delta":
        return this.#messageDelta(data);
      case "message_stop":
        return this.#end();
      case "error":
        this.#isOver = true;
        return [{ type: "error", error: readErrorObject(data, 500) }];
      default:
        return objectAt(data, "error") === undefined ? [] : this.#fail(data);
    }
  }

  /** A stream that gave its reason to stop is whole, also without its last event. */
  end(): readonly StreamEvent[] {
    if (this.#isOver) return [];
    if (this.#hasFinish) return this.#end();
    this.#isOver = true;
    return [{
      type: "error",
      error: {
        kind: "server",
        status: 502,
        message: "The provider's stream ended before the answer was complete.",
        type: "upstream_error",
        code: "upstream_interrupted",
        param: null,
        retryAfterMs: null,
        isOurs: true,
      },
    }];
  }

  #fail(data: JsonObject): StreamEvent[] {
    this.#isOver = true;
    return [{ type: "error", error: readErrorObject(data, 500) }];
  }

  #start(message: JsonObject): StreamEvent[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    const { content, ...rest } = message;
    this.#message = rest;
    this.#usage = objectAt(message, "usage") ?? {};
    const tier = tierOf(this.#usage);
    const whole = Array.isArray(content) ? content.filter(isObject) : [];
    return [
      {
        type: "start",
        id: textAt(message, "id"),
        model: textAt(message, "model"),
        createdAt: null,
        // Its output count is a placeholder of a few tokens.
        ...(isObject(message.usage)
          ? { usage: { ...readUsage(message.usage), completionTokens: null, totalTokens: null } }
          : {}),
        ...(tier === undefined ? {} : { serviceTier: tier }),
      },
      ...whole.flatMap((block, i) => [...this.#open(-1 - i, block), ...this.#close(-1 - i)]),
    ];
  }

  #open(index: number, block: JsonObject): StreamEvent[] {
    const closing = this.#close(index);
    const opened = new OpenBlock(this.#parts, block, this.#proof);
    this.#proof = undefined;
    this.#parts += opened.parts;
    this.#blocks.set(index, opened);
    return [...closing, ...opened.start()];
  }

  #delta(index: number, delta: JsonObject): readonly StreamEvent[] {
    return this.#blocks.get(index)?.delta(delta) ?? [];
  }

  #close(index: number): readonly StreamEvent[] {
    const block = this.#blocks.get(index);
    if (block === undefined) return [];
    this.#blocks.delete(index);
    this.#proof = block.proofForNext;
    return block.end();
  }

  #closeAll(): StreamEvent[] {
    return [...this.#blocks.keys()].flatMap((index) => [...this.#close(index)]);
  }

  #messageDelta(data: JsonObject): StreamEvent[] {
    const events = this.#closeAll();
    const { delta, type: _, usage, ...rest } = data;
    for (const source of [rest, isObject(delta) ? delta : {}]) {
      Object.assign(this.#message, withoutNulls(source));
    }
    const finish = isObject(delta) ? readFinish(delta) : null;
    if (finish !== null) {
      this.#hasFinish = true;
      events.push({ type: "finish", choice: 0, finish });
    }
    if (isObject(usage)) {
      // Counts are totals so far; those that are left out have not changed.
      this.#usage = { ...this.#usage, ...withoutNulls(usage) };
      events.push({ type: "usage", usage: readUsage(this.#usage) });
    }
    return events;
  }

  #end(): StreamEvent[] {
    this.#isOver = true;
    const tier = tierOf(this.#usage);
    const fields = answerExtra({ ...this.#message, usage: this.#usage });
    return [...this.#closeAll(), {
      type: "end",
      ...(tier === undefined ? {} : { serviceTier: tier }),
      ...(fields === null ? {} : { extra: { format: "anthropic_messages", fields } }),
    }];
  }
}

function indexOf(data: JsonObject): number {
  return typeof data.index === "number" ? data.index : 0;
}

function withoutNulls(source: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null));
}
