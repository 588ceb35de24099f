/**
 * Puts the events of a stream together into the whole answer that they amount to.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Usage } from "../usage.ts";
import type { ChatResponse, Choice, Finish, StreamEvent } from "./answer.ts";
import type { Citation, Extra, Part, Proof } from "./parts.ts";
import type { ProviderError } from "./provider_error.ts";

type PartStart = Extract<StreamEvent, { type: "part_start" }>;

interface OpenPart {
  readonly start: PartStart;
  readonly pieces: string[];
  readonly citations: Citation[];
  proof?: Proof;
  extra?: Extra;
}

interface OpenChoice {
  readonly parts: Map<number, OpenPart | Part>;
  finish: Finish | null;
  extra: Extra | null;
  logprobs: Record<string, unknown> | null;
}

/** Collects events; `response` may be read at any time. */
export class Accumulator {
  #start: Extract<StreamEvent, { type: "start" }> | null = null;
  #usage: Usage | null = null;
  #serviceTier: string | undefined;
  #extra: Extra | undefined;
  #error: ProviderError | null = null;
  readonly #choices = new Map<number, OpenChoice>();

  push(event: StreamEvent): void {
    switch (event.type) {
      case "start":
        this.#start = event;
        this.#serviceTier = event.serviceTier;
        this.#extra = event.extra;
        this.#usage = event.usage ?? this.#usage;
        break;
      case "part_start":
        this.#choice(event.choice).parts.set(event.part, {
          start: event,
          pieces: [],
          citations: [],
        });
        break;
      case "delta":
        this.#open(event)?.pieces.push(event.text);
        break;
      case "citation":
        this.#open(event)?.citations.push(event.citation);
        break;
      case "part_end": {
        const open = this.#open(event);
        if (open !== undefined && event.proof !== undefined) open.proof = event.proof;
        if (open !== undefined && event.extra !== undefined) open.extra = event.extra;
        break;
      }
      case "whole_part":
        this.#choice(event.choice).parts.set(event.part, event.value);
        break;
      case "logprobs": {
        const choice = this.#choice(event.choice);
        choice.logprobs = withLogprobs(choice.logprobs, event.value);
        break;
      }
      case "finish": {
        const choice = this.#choice(event.choice);
        choice.finish = event.finish;
        choice.extra = event.extra ?? choice.extra;
        break;
      }
      case "usage":
        this.#usage = event.usage;
        break;
      case "error":
        this.#error = event.error;
        break;
      case "end":
        this.#serviceTier = event.serviceTier ?? this.#serviceTier;
        this.#extra = joined(this.#extra, event.extra);
        break;
    }
  }

  /** What has come so far; parts that have not ended count as they are. */
  get response(): ChatResponse {
    const start = this.#start;
    return {
      id: start?.id ?? null,
      model: start?.model ?? null,
      createdAt: start?.createdAt ?? null,
      choices: [...this.#choices].sort(([a], [b]) => a - b).map(([index, open]) =>
        choiceOf(index, open)
      ),
      usage: this.#usage,
      ...(this.#serviceTier === undefined ? {} : { serviceTier: this.#serviceTier }),
      ...(this.#extra === undefined ? {} : { extra: this.#extra }),
      ...(this.#error === null ? {} : { error: this.#error }),
    };
  }

  #choice(index: number): OpenChoice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = { parts: new Map(), finish: null, extra: null, logprobs: null };
      this.#choices.set(index, choice);
    }
    return choice;
  }

  #open({ choice, part }: { choice: number; part: number }): OpenPart | undefined {
    const found = this.#choice(choice).parts.get(part);
    return found !== undefined && "start" in found ? found : undefined;
  }
}

/** The whole answer of a finished list of events. */
export function accumulate(events: Iterable<StreamEvent>): ChatResponse {
  const accumulator = new Accumulator();
  for (const event of events) accumulator.push(event);
  return accumulator.response;
}

function joined(before: Extra | undefined, after: Extra | undefined): Extra | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  return { format: after.format, fields: { ...before.fields, ...after.fields } };
}

function choiceOf(index: number, open: OpenChoice): Choice {
  const parts = [...open.parts].sort(([a], [b]) => a - b).map(([, part]) =>
    "start" in part ? partOf(part) : part
  );
  return {
    index,
    parts,
    finish: open.finish,
    ...(open.logprobs === null ? {} : { logprobs: open.logprobs }),
    ...(open.extra === null ? {} : { extra: open.extra }),
  };
}

function partOf({ start, pieces, citations, proof, extra }: OpenPart): Part {
  const text = pieces.join("");
  const rest = {
    ...(proof === undefined ? {} : { proof }),
    ...(extra === undefined ? {} : { extra }),
  };
  switch (start.kind) {
    case "text":
      return { type: "text", text, ...(citations.length === 0 ? {} : { citations }), ...rest };
    case "refusal":
      return { type: "refusal", text, ...(extra === undefined ? {} : { extra }) };
    case "reasoning":
      return { type: "reasoning", text, isSummary: start.isSummary === true, ...rest };
    case "tool_call": {
      const call = start.call ?? { id: "", name: "", kind: "function" as const };
      const isEmpty = text === "" && call.kind === "function";
      return { type: "tool_call", ...call, arguments: isEmpty ? "{}" : text, ...rest };
    }
  }
}

function withLogprobs(
  before: Record<string, unknown> | null,
  value: JsonObject,
): Record<string, unknown> {
  const merged = { ...before };
  for (const [key, list] of Object.entries(value)) {
    const earlier = merged[key];
    merged[key] = Array.isArray(earlier) && Array.isArray(list) ? [...earlier, ...list] : list;
  }
  return merged;
}
