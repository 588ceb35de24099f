/**
 * A provider's answer as neutral events: chunks of a stream, or a whole body as the only chunk.
 *
 * Gemini ends a stream by closing it: that it is complete shows by a `finishReason`. Counts and
 * finish reasons may stand in every chunk, and the last ones count.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { StreamParser, WireEvent } from "../../domain/conversation/codec.ts";
import { ownError } from "../../domain/conversation/own_error.ts";
import type { ProviderError } from "../../domain/conversation/provider_error.ts";
import { FlowError } from "../../domain/errors.ts";
import type { Usage } from "../../domain/usage.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { CallIds } from "./call_ids.ts";
import { CandidateReader } from "./candidate_reader.ts";
import { errorIn, readError } from "./errors.ts";
import { readBlock } from "./finish.ts";
import { extraOf } from "./losses.ts";
import { otherMembers } from "./typed_members.ts";
import { readServiceTier, readUsage } from "./usage.ts";

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "candidates",
  "usageMetadata",
  "promptFeedback",
  "modelVersion",
  "responseId",
  "createTime",
  "sdkHttpResponse",
]);

/** Reads one answer. */
export class GeminiStreamParser implements StreamParser {
  readonly #ids = new CallIds();
  readonly #candidates = new Map<number, CandidateReader>();
  #hasStarted = false;
  #hasFailed = false;
  #blocked: JsonObject | null = null;
  #usage: Usage | null = null;
  #serviceTier: string | undefined;
  #own: JsonObject = {};
  #last: JsonObject = {};
  /** Text that is no JSON yet: a list that came in pieces. */
  #unread = "";

  push({ data }: WireEvent): readonly StreamEvent[] {
    if (this.#hasFailed) return [];
    const whole = this.#unread === "" ? data : `${this.#unread}\n${data}`;
    let parsed = parseJson(data);
    if (parsed === undefined && this.#unread !== "") parsed = parseJson(whole);
    if (parsed === undefined) {
      this.#unread = whole;
      return [];
    }
    this.#unread = "";
    const chunks: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    return chunks.flatMap((chunk) => isObject(chunk) ? this.pushChunk(chunk) : []);
  }

  /** The events of one parsed chunk. */
  pushChunk(chunk: JsonObject): StreamEvent[] {
    if (this.#hasFailed) return [];
    const error = errorIn(chunk);
    if (error !== undefined) return this.#fail(readError(error, 500, null));
    if (!isAnswer(chunk)) return [];
    const events = this.#start(chunk);
    this.#last = chunk;
    this.#usage = readUsage(chunk.usageMetadata) ?? this.#usage;
    this.#serviceTier = readServiceTier(chunk.usageMetadata) ?? this.#serviceTier;
    this.#own = { ...this.#own, ...otherMembers(chunk, UNDERSTOOD) };
    if (readBlock(chunk.promptFeedback) !== null) {
      this.#blocked = objectAt(chunk, "promptFeedback") ?? null;
    }
    const candidates = Array.isArray(chunk.candidates) ? chunk.candidates : [];
    candidates.forEach((candidate: unknown, i) => {
      if (!isObject(candidate)) return;
      const index = typeof candidate.index === "number" ? candidate.index : i;
      events.push(...this.#candidate(index).push(candidate, chunk));
    });
    return events;
  }

  end(): readonly StreamEvent[] {
    if (this.#hasFailed) return [];
    const isComplete = this.#blocked !== null ||
      (this.#candidates.size > 0 && [...this.#candidates.values()].every((c) => c.isFinished));
    return isComplete ? this.close() : this.#fail(BROKEN_OFF);
  }

  /** The closing events of an answer, finished or not. */
  close(): StreamEvent[] {
    if (this.#hasFailed) return [];
    const block = readBlock(this.#blocked);
    if (block !== null) this.#candidate(0);
    const events = [...this.#candidates].toSorted(([a], [b]) => a - b)
      .flatMap(([, candidate]) => candidate.close(this.#last, candidate.isFinished ? null : block));
    if (this.#usage !== null) events.push({ type: "usage", usage: this.#usage });
    const own = this.#blocked === null
      ? this.#own
      : { ...this.#own, promptFeedback: this.#blocked };
    const extra = extraOf(own);
    events.push({
      type: "end",
      ...(this.#serviceTier === undefined ? {} : { serviceTier: this.#serviceTier }),
      ...(extra === undefined ? {} : { extra }),
    });
    return events;
  }

  #start(chunk: JsonObject): StreamEvent[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    const usage = readUsage(chunk.usageMetadata);
    return [{
      type: "start",
      id: textAt(chunk, "responseId"),
      model: textAt(chunk, "modelVersion"),
      createdAt: secondsOf(textAt(chunk, "createTime")),
      ...(usage === null ? {} : { usage }),
    }];
  }

  #candidate(index: number): CandidateReader {
    const found = this.#candidates.get(index);
    if (found !== undefined) return found;
    const reader = new CandidateReader(index, this.#ids);
    this.#candidates.set(index, reader);
    return reader;
  }

  #fail(error: ProviderError): StreamEvent[] {
    this.#hasFailed = true;
    return [{ type: "error", error }];
  }
}

/** Whether an object is an answer, or a chunk of one. */
export function isAnswer(chunk: JsonObject): boolean {
  return ["candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId"]
    .some((key) => key in chunk);
}

const BROKEN_OFF = ownError(
  new FlowError(
    "upstream_interrupted",
    "The provider's stream ended before the answer was complete.",
  ),
);

/** RFC 3339 → Unix seconds. */
function secondsOf(time: string | null): number | null {
  const ms = time === null ? NaN : Date.parse(time);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
