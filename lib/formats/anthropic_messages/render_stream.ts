/**
 * A stream in Anthropic's form.
 *
 * Source: Anthropic, "Streaming messages".
 *
 * @module
 */
import type { Finish, StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext, StreamRenderer } from "../../domain/conversation/codec.ts";
import { CallRestorer } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { Usage } from "../../domain/usage.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { AnswerBlocks } from "./answer_blocks.ts";
import { writeFinish } from "./finish.ts";
import { Losses } from "./losses.ts";
import type { BlockEvent } from "./part_writers.ts";
import { errorEventData } from "./render_error.ts";
import { messageId, warnOfFinish, warnOfLogprobs } from "./render_response.ts";
import { anthropicTier, writeUsage } from "./usage.ts";

type Start = Extract<StreamEvent, { type: "start" }>;
type End = Extract<StreamEvent, { type: "end" }>;

const UNTOLD: Start = { type: "start", id: null, model: null, createdAt: null };

/** Writes one stream. */
export class AnthropicStreamRenderer implements StreamRenderer {
  readonly #losses = new Losses();
  readonly #restorer: CallRestorer;
  readonly #blocks: AnswerBlocks;
  #index = -1;
  #hasStarted = false;
  #isOver = false;
  #finish: Finish | null = null;
  #usage: Usage | null = null;
  #tier: string | undefined;

  constructor(private readonly context: AnswerContext) {
    this.#restorer = new CallRestorer(context.request);
    this.#blocks = new AnswerBlocks(this.#losses, context.newId);
  }

  get warnings(): readonly Warning[] {
    return this.#losses.list;
  }

  push(event: StreamEvent): string {
    let text = "";
    for (const one of this.#restorer.push(event)) text += this.#write(one);
    return text;
  }

  #write(event: StreamEvent): string {
    if (this.#isOver) return "";
    if (event.type === "error") {
      this.#isOver = true;
      return frame("error", errorEventData(event.error));
    }
    if (event.type === "start") return this.#start(event);
    const opening = this.#start(UNTOLD);
    switch (event.type) {
      case "finish":
        if (event.choice === 0) this.#finish = event.finish;
        break;
      case "usage":
        this.#usage = event.usage;
        break;
      case "logprobs":
        warnOfLogprobs(this.#losses);
        break;
      case "end":
        return opening + this.#end(event);
      default:
        return opening + this.#frames(this.#blocks.push(event));
    }
    return opening;
  }

  #start({ id, model, usage, serviceTier, extra }: Start): string {
    if (this.#hasStarted) return "";
    this.#hasStarted = true;
    this.#usage = usage ?? null;
    this.#tier = serviceTier;
    const { usage: otherUsage, ...fields } = this.#losses.extra(extra, undefined);
    const message = {
      id: messageId(id, this.context),
      type: "message",
      role: "assistant",
      model: this.context.shownModel ?? model ?? this.context.request.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      ...fields,
      usage: this.#writtenUsage(otherUsage),
    };
    return frame("message_start", { type: "message_start", message }) +
      frame("ping", { type: "ping" });
  }

  #end({ serviceTier, extra }: End): string {
    this.#isOver = true;
    this.#tier = serviceTier ?? this.#tier;
    const closing = this.#frames(this.#blocks.end());
    warnOfFinish(this.#finish, this.#losses);
    const { usage, stop_details, container, ...fields } = this.#losses.extra(extra, undefined);
    const { service_tier: _, ...totals } = this.#writtenUsage(usage);
    const delta = {
      type: "message_delta",
      delta: {
        ...writeFinish(this.#finish, this.#blocks.hasToolUse),
        ...(stop_details === undefined ? {} : { stop_details }),
        ...(container === undefined ? {} : { container }),
      },
      usage: totals,
      ...fields,
    };
    return closing + frame("message_delta", delta) +
      frame("message_stop", { type: "message_stop" });
  }

  #writtenUsage(other: unknown): JsonObject {
    return {
      ...writeUsage(this.#usage, anthropicTier(this.#tier)),
      ...(isObject(other) ? other : {}),
    };
  }

  #frames(events: readonly BlockEvent[]): string {
    let text = "";
    for (const event of events) {
      if (event.type === "start") this.#index++;
      const type = `content_block_${event.type}`;
      const index = this.#index;
      switch (event.type) {
        case "start":
          text += frame(type, { type, index, content_block: event.block });
          break;
        case "delta":
          text += frame(type, { type, index, delta: event.delta });
          break;
        case "stop":
          text += frame(type, { type, index });
          break;
      }
    }
    return text;
  }
}

/** One event as text. */
export function frame(type: string, data: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
