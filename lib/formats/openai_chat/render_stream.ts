/**
 * A neutral stream as chunks for a caller.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext, StreamRenderer } from "../../domain/conversation/codec.ts";
import { CallRestorer } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { Usage } from "../../domain/usage.ts";
import { wantsFunctionCall } from "./answer_pieces.ts";
import { ChunkWriter, DONE } from "./chunk_writer.ts";
import { Losses } from "./losses.ts";
import { errorObject } from "./render_error.ts";
import { RenderedChoice } from "./render_stream_choice.ts";
import { renderUsage } from "./render_usage.ts";

/** A renderer for one stream. */
export function renderStream(context: AnswerContext): StreamRenderer {
  return new ChunkRenderer(context);
}

class ChunkRenderer implements StreamRenderer {
  readonly #losses = new Losses();
  readonly #restorer: CallRestorer;
  readonly #writer: ChunkWriter;
  readonly #choices = new Map<number, RenderedChoice>();
  #usage: Usage | null = null;
  #isOver = false;

  constructor(private readonly context: AnswerContext) {
    this.#restorer = new CallRestorer(context.request);
    this.#writer = new ChunkWriter(context);
  }

  get warnings(): readonly Warning[] {
    return this.#losses.warnings;
  }

  push(event: StreamEvent): string {
    let text = "";
    for (const one of this.#restorer.push(event)) if (!this.#isOver) text += this.#render(one);
    return text;
  }

  #render(event: StreamEvent): string {
    switch (event.type) {
      case "start":
        this.#usage = event.usage ?? this.#usage;
        this.#losses.own(event.extra);
        this.#writer.begin(event);
        // Some clients take the first chunk's role for the sign that the answer has begun.
        return this.#choice(0).role();
      case "usage":
        this.#usage = event.usage;
        return "";
      case "error":
        this.#isOver = true;
        return `data: ${JSON.stringify({ error: errorObject(event.error) })}\n\n`;
      case "end":
        this.#isOver = true;
        return this.#end();
      default:
        return this.#choice(event.choice).push(event);
    }
  }

  #end(): string {
    let text = "";
    if (this.#choices.size === 0) text += this.#choice(0).role();
    for (const choice of this.#choices.values()) text += choice.finish();
    return text + this.#writer.usage(renderUsage(this.#usage)) + DONE;
  }

  #choice(index: number): RenderedChoice {
    if (!this.#writer.hasBegun) this.#writer.begin(null);
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = new RenderedChoice(index, {
        writer: this.#writer,
        losses: this.#losses,
        context: this.context,
        isOlder: wantsFunctionCall(this.context),
      });
      this.#choices.set(index, choice);
    }
    return choice;
  }
}
