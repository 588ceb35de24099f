/**
 * A streamed answer for a caller who speaks Gemini, as with `alt=sse`: chunks that each are an answer,
 * framed with CRLF. Calls are whole in one chunk; the last chunk bears finish and usage.
 *
 * @module
 */
import type { Finish, StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext, StreamRenderer } from "../../domain/conversation/codec.ts";
import type { Extra } from "../../domain/conversation/parts.ts";
import { CallRestorer } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { Usage } from "../../domain/usage.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { CandidateWriter } from "./candidate_writer.ts";
import { renderError } from "./errors.ts";
import { renderFinish } from "./finish.ts";
import { renderLogprobs } from "./logprobs.ts";
import { Losses } from "./losses.ts";
import { showsThoughts } from "./thinking.ts";
import { renderUsage, tierMember } from "./usage.ts";

interface Ending {
  readonly finish: Finish;
  readonly extra: Extra | undefined;
}

/** Writes one stream. */
export class GeminiStreamRenderer implements StreamRenderer {
  readonly #losses = new Losses();
  readonly #writers = new Map<number, CandidateWriter>();
  readonly #endings = new Map<number, Ending>();
  readonly #shows: boolean;
  readonly #restorer: CallRestorer;
  #id: string | null = null;
  #model: string | null = null;
  #own: JsonObject = {};
  #usage: Usage | null = null;
  #tier: string | undefined;

  constructor(private readonly context: AnswerContext) {
    this.#shows = showsThoughts(context.request);
    this.#restorer = new CallRestorer(context.request);
  }

  get warnings(): readonly Warning[] {
    return this.#losses.warnings;
  }

  push(event: StreamEvent): string {
    let out = "";
    for (const one of this.#restorer.push(event)) out += this.#write(one);
    return out;
  }

  #write(event: StreamEvent): string {
    switch (event.type) {
      case "start":
        this.#id = event.id;
        this.#model = event.model;
        this.#usage = event.usage ?? null;
        this.#tier = event.serviceTier;
        this.#own = this.#losses.own(event.extra);
        return "";
      case "part_start":
      case "delta":
      case "citation":
      case "part_end":
      case "whole_part":
        return this.#parts(event.choice, this.#writer(event.choice).push(event));
      case "logprobs": {
        const logprobsResult = renderLogprobs(event.value);
        if (logprobsResult === undefined) return "";
        return this.#frame({ candidates: [{ index: event.choice, logprobsResult }] });
      }
      case "finish":
        this.#endings.set(event.choice, { finish: event.finish, extra: event.extra });
        return "";
      case "usage":
        this.#usage = event.usage;
        return "";
      case "end":
        return this.#end(event);
      case "error":
        return frame(renderError(event.error, "").body);
    }
  }

  #writer(choice: number): CandidateWriter {
    let writer = this.#writers.get(choice);
    if (writer === undefined) {
      writer = new CandidateWriter(choice, this.#shows, this.#losses);
      this.#writers.set(choice, writer);
    }
    return writer;
  }

  #parts(index: number, parts: readonly JsonObject[]): string {
    if (parts.length === 0) return "";
    return this.#frame({ candidates: [{ content: { parts, role: "model" }, index }] });
  }

  #end(event: Extract<StreamEvent, { type: "end" }>): string {
    const own = { ...this.#own, ...this.#losses.own(event.extra) };
    const choices = new Set([...this.#writers.keys(), ...this.#endings.keys()]);
    const isBlocked = isObject(own.promptFeedback) && this.#writers.size === 0;
    const candidates = isBlocked
      ? []
      : [...choices].toSorted((a, b) => a - b).map((choice) => this.#lastOf(choice));
    const usage = {
      ...(this.#usage === null ? {} : renderUsage(this.#usage)),
      ...tierMember(event.serviceTier ?? this.#tier),
    };
    return this.#frame({
      ...(candidates.length === 0 ? {} : { candidates }),
      ...own,
      ...(Object.keys(usage).length === 0 ? {} : { usageMetadata: usage }),
    });
  }

  #lastOf(choice: number): JsonObject {
    const { parts, citations } = this.#writer(choice).close();
    const ending = this.#endings.get(choice);
    return defined({
      // Google's own streams end with an empty text as well.
      content: { parts: parts.length === 0 ? [{ text: "" }] : parts, role: "model" },
      ...(ending === undefined ? {} : renderFinish(ending.finish)),
      index: choice,
      ...citations,
      ...this.#losses.own(ending?.extra, `candidates[${choice}]`),
    });
  }

  #frame(members: JsonObject): string {
    this.#id ??= this.context.newId();
    const model = this.#model === null ? {} : { modelVersion: this.#model };
    return frame({ ...members, ...model, responseId: this.#id });
  }
}

/** One event. */
export function frame(chunk: JsonObject): string {
  return `data: ${JSON.stringify(chunk)}\r\n\r\n`;
}
