/**
 * A provider's stream of chunks in neutral form.
 *
 * Finish, counts and the end are told when the provider's own end comes: some say why they stopped
 * twice, and some report an error afterwards.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { StreamParser, WireEvent } from "../../domain/conversation/codec.ts";
import { ownError } from "../../domain/conversation/own_error.ts";
import type { Citation } from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import { countAt, isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";
import { readSources } from "./annotations.ts";
import { type AnswerHead, readHead, usageIn } from "./answer_head.ts";
import { errorInBody } from "./parse_error.ts";
import { StreamedChoice } from "./stream_choice.ts";
import { reportsError } from "./upstream_error.ts";

/** A parser for one stream. */
export function parseStream(): StreamParser {
  return new ChunkParser();
}

class ChunkParser implements StreamParser {
  #head: AnswerHead = { id: null, model: null, createdAt: null };
  #hasStarted = false;
  #isOver = false;
  #sources: readonly Citation[] = [];
  readonly #choices = new Map<number, StreamedChoice>();

  push({ type, data }: WireEvent): readonly StreamEvent[] {
    if (this.#isOver) return [];
    const text = data.trim();
    if (text === "[DONE]") return this.#finish(this.#choices.size > 0);
    const parsed = parseJson(text);
    const body: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    if (type === "error" || (isObject(body) && reportsError(body))) {
      this.#isOver = true;
      return [{
        type: "error",
        error: errorInBody(isObject(body) ? body : { message: text }, null),
      }];
    }
    return isObject(body) ? this.#readChunk(body) : [];
  }

  end(): readonly StreamEvent[] {
    if (this.#isOver) return [];
    const choices = [...this.#choices.values()];
    return this.#finish(choices.length > 0 && choices.every((choice) => choice.hasFinished));
  }

  #readChunk(chunk: JsonObject): StreamEvent[] {
    this.#learn(chunk);
    const sources = readSources(chunk);
    if (sources.length > 0) this.#sources = sources;
    const list: readonly unknown[] = Array.isArray(chunk.choices) ? chunk.choices : [];
    const choices = list.filter(isObject);
    const usage = usageIn(chunk);
    // Azure's first chunk has no choices and names nothing.
    const events = choices.length > 0 || usage !== null ? this.#start() : [];
    for (const choice of choices) {
      events.push(...this.#choice(countAt(choice, "index") ?? 0).push(choice));
    }
    if (usage !== null) events.push({ type: "usage", usage });
    return events;
  }

  /** Every chunk repeats the head; only the tier may come or change later. */
  #learn(chunk: JsonObject): void {
    const { id, model, createdAt } = this.#head;
    if (this.#hasStarted && id !== null && model !== null) {
      const serviceTier = textAt(chunk, "service_tier");
      if (serviceTier !== null) this.#head = { ...this.#head, serviceTier };
      return;
    }
    const head = readHead(chunk);
    this.#head = {
      ...this.#head,
      ...head,
      id: id ?? head.id,
      model: model ?? head.model,
      createdAt: createdAt ?? head.createdAt,
    };
  }

  #start(): StreamEvent[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    return [{ type: "start", ...this.#head }];
  }

  #choice(index: number): StreamedChoice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = new StreamedChoice(index, () => this.#head.id);
      this.#choices.set(index, choice);
    }
    return choice;
  }

  #finish(isClean: boolean): StreamEvent[] {
    this.#isOver = true;
    if (!isClean) {
      const message = this.#choices.size === 0
        ? "The provider's stream ended without an answer."
        : "The provider's stream broke off: it never said why the answer ends.";
      return [{ type: "error", error: ownError(new FlowError("upstream_interrupted", message)) }];
    }
    const events: StreamEvent[] = [];
    for (const choice of this.#choices.values()) events.push(...choice.finish(this.#sources));
    const { serviceTier } = this.#head;
    events.push({ type: "end", ...(serviceTier === undefined ? {} : { serviceTier }) });
    return events;
  }
}
