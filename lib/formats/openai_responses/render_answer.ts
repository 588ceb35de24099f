/**
 * Writes answers for callers, whole and as a stream.
 *
 * @module
 */
import type { ChatResponse, StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext, StreamRenderer } from "../../domain/conversation/codec.ts";
import { replay } from "../../domain/conversation/replay.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { JsonObject } from "../json/guards.ts";
import { ResponseWriter } from "./response_writer.ts";

/** A whole answer. */
export function renderResponse(
  response: ChatResponse,
  context: AnswerContext,
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const writer = new ResponseWriter(context, () => {});
  for (const event of replay(response)) writer.push(event);
  return { body: writer.response, warnings: writer.warnings };
}

/** A renderer of one stream. */
export function renderStream(context: AnswerContext): StreamRenderer {
  return new ResponseStreamText(context);
}

/** Events as event-stream text, numbered from 0 without gaps; there is no `[DONE]` in this format. */
class ResponseStreamText implements StreamRenderer {
  readonly #writer: ResponseWriter;
  #frames: string[] = [];
  #number = 0;

  constructor(context: AnswerContext) {
    this.#writer = new ResponseWriter(context, ({ type, ...members }) => {
      const data = JSON.stringify({ type, sequence_number: this.#number++, ...members });
      this.#frames.push(`event: ${type}\ndata: ${data}\n\n`);
    });
  }

  get warnings(): readonly Warning[] {
    return this.#writer.warnings;
  }

  push(event: StreamEvent): string {
    this.#writer.push(event);
    const text = this.#frames.join("");
    this.#frames = [];
    return text;
  }
}
