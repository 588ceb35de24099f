/**
 * Writes chunks of a chat stream: the same head every time, one choice each.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { JsonObject } from "../json/guards.ts";
import { tierMember } from "./answer_head.ts";
import { isObject } from "../json/guards.ts";

type Start = Extract<StreamEvent, { type: "start" }>;

/** What ends a good stream. */
export const DONE = "data: [DONE]\n\n";

/** Writes the frames of one stream. */
export class ChunkWriter {
  #head: string;
  readonly #created: number;
  /** Whether the caller asked for the closing chunk with the counts. */
  readonly #showsUsage: boolean;

  constructor(private readonly context: AnswerContext) {
    const { body, nowS } = context;
    const options = body.stream_options;
    this.#showsUsage = isObject(options) && options.include_usage === true;
    this.#created = nowS;
    this.#head = "";
  }

  /** Takes over what the provider says of its answer; without it, the rest is made up. */
  begin(start: Start | null): void {
    const { newId, request } = this.context;
    const head = JSON.stringify({
      id: start?.id ?? `chatcmpl-${newId()}`,
      object: "chat.completion.chunk",
      created: start?.createdAt ?? this.#created,
      model: start?.model ?? request.model,
      ...tierMember(start?.serviceTier),
    });
    this.#head = `data: ${head.slice(0, -1)},"choices":`;
  }

  get hasBegun(): boolean {
    return this.#head !== "";
  }

  /** A chunk with one choice. `rest`: log probabilities, a finish. */
  chunk(choice: number, delta: JsonObject, rest: JsonObject = {}): string {
    const one = { index: choice, delta, logprobs: null, finish_reason: null, ...rest };
    return `${this.#head}[${JSON.stringify(one)}]${this.#showsUsage ? ',"usage":null' : ""}}\n\n`;
  }

  /** The chunk with the counts, for a caller who asked for it. */
  usage(usage: JsonObject | null): string {
    if (!this.#showsUsage || usage === null) return "";
    return `${this.#head}[],"usage":${JSON.stringify(usage)}}\n\n`;
  }
}
