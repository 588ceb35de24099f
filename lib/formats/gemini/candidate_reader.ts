/**
 * Reads one candidate of a provider's answer, chunk by chunk.
 *
 * @module
 */
import type { Finish, StreamEvent } from "../../domain/conversation/answer.ts";
import type { Extra, Proof } from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { argumentsText } from "./arguments.ts";
import type { CallIds } from "./call_ids.ts";
import { CandidateFacts } from "./candidate_facts.ts";
import { readFinish } from "./finish.ts";
import { readLogprobs } from "./logprobs.ts";
import { extraOf } from "./losses.ts";
import { mediaPart, sourceOfUri } from "./media.ts";
import { readSignature } from "./signatures.ts";
import { StreamedCall } from "./streamed_call.ts";
import { otherMembers } from "./typed_members.ts";

interface OpenText {
  readonly part: number;
  readonly kind: "text" | "reasoning";
  readonly pieces: string[];
  proof?: Proof;
  extra?: Extra;
}

const OF_TEXT: ReadonlySet<string> = new Set(["text", "thought", "thoughtSignature"]);
const OF_CALL: ReadonlySet<string> = new Set(["functionCall", "thoughtSignature"]);
const CALL_MEMBERS: ReadonlySet<string> = new Set([
  "id",
  "name",
  "args",
  "partialArgs",
  "willContinue",
]);

/** Turns the chunks of one candidate into events. */
export class CandidateReader {
  #parts = 0;
  #open: OpenText | null = null;
  #streamed: StreamedCall | null = null;
  #hasCalls = false;
  #last: JsonObject = {};
  readonly #facts = new CandidateFacts();

  constructor(private readonly choice: number, private readonly ids: CallIds) {}

  /** The events of one chunk; `response` is the chunk as a whole. */
  push(candidate: JsonObject, response: JsonObject): StreamEvent[] {
    const events: StreamEvent[] = [];
    const content = objectAt(candidate, "content");
    const parts = Array.isArray(content?.parts) ? content.parts : [];
    for (const part of parts) if (isObject(part)) this.#addPart(events, part, response);
    const logprobs = readLogprobs(candidate.logprobsResult);
    if (logprobs !== undefined) {
      events.push({ type: "logprobs", choice: this.choice, value: logprobs });
    }
    this.#facts.add(candidate);
    if (textAt(candidate, "finishReason") !== null) this.#last = candidate;
    return events;
  }

  /** The closing events; `response` is the last chunk. */
  close(response: JsonObject, finish: Finish | null = null): StreamEvent[] {
    const events: StreamEvent[] = [];
    this.#endStreamed(events, response);
    this.#endText(events);
    const found = finish ?? readFinish(this.#last, this.#hasCalls);
    if (found !== null) {
      const extra = extraOf(this.#facts.own);
      const event = { type: "finish" as const, choice: this.choice, finish: found };
      events.push(extra === undefined ? event : { ...event, extra });
    }
    return events;
  }

  get isFinished(): boolean {
    return "finishReason" in this.#last;
  }

  #addPart(events: StreamEvent[], part: JsonObject, response: JsonObject): void {
    const call = objectAt(part, "functionCall");
    if (call !== undefined) return this.#addCall(events, part, call, response);
    this.#endStreamed(events, response);
    if (typeof part.text === "string") return this.#addText(events, part, part.text);
    const { proof } = readSignature(part.thoughtSignature);
    const value = wholePart(part, proof);
    if (value === null) return;
    this.#endText(events);
    events.push({ type: "whole_part", choice: this.choice, part: this.#parts++, value });
  }

  /**
   * Text goes on from chunk to chunk. Its signature comes with any piece, mostly the first or an empty
   * last one; a second signature begins another part.
   */
  #addText(events: StreamEvent[], part: JsonObject, text: string): void {
    const { proof } = readSignature(part.thoughtSignature);
    const kind = part.thought === true ? "reasoning" : "text";
    const extra = extraOf(otherMembers(part, OF_TEXT));
    if (text === "" && proof === undefined && extra === undefined) return;
    const isOther = this.#open?.kind !== kind ||
      (proof !== undefined && this.#open.proof !== undefined);
    if (isOther) this.#endText(events);
    const open = this.#open ?? this.#beginText(events, kind);
    if (text !== "") {
      open.pieces.push(text);
      events.push({ type: "delta", choice: this.choice, part: open.part, text });
    }
    if (proof !== undefined) open.proof = proof;
    if (extra !== undefined) open.extra = extra;
  }

  #beginText(events: StreamEvent[], kind: OpenText["kind"]): OpenText {
    const open: OpenText = { part: this.#parts++, kind, pieces: [] };
    const summary = kind === "reasoning" ? { isSummary: true } : {};
    events.push({ type: "part_start", choice: this.choice, part: open.part, kind, ...summary });
    this.#open = open;
    return open;
  }

  #endText(events: StreamEvent[]): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const { part, kind, pieces, proof, extra } = open;
    const at = { choice: this.choice, part };
    if (kind === "text") {
      for (const citation of this.#facts.citationsIn(pieces.join(""))) {
        events.push({ type: "citation", ...at, citation });
      }
    }
    events.push({ type: "part_end", ...at, ...defined({ proof, extra }) });
  }

  #addCall(
    events: StreamEvent[],
    part: JsonObject,
    call: JsonObject,
    response: JsonObject,
  ): void {
    const name = textAt(call, "name");
    if (name !== null) {
      this.#endStreamed(events, response);
      if (call.willContinue !== true && call.partialArgs === undefined) {
        this.#emitCall(events, part, call, name, response);
        return;
      }
      this.#streamed = new StreamedCall(
        name,
        textAt(call, "id") ?? undefined,
        part.thoughtSignature,
      );
    }
    this.#streamed?.add(call.partialArgs);
    if (call.willContinue !== true) this.#endStreamed(events, response);
  }

  #endStreamed(events: StreamEvent[], response: JsonObject): void {
    const streamed = this.#streamed;
    if (streamed === null) return;
    this.#streamed = null;
    const { id, name, args, signature } = streamed;
    const call = { name, args, ...(id === undefined ? {} : { id }) };
    this.#emitCall(events, { thoughtSignature: signature }, call, name, response);
  }

  #emitCall(
    events: StreamEvent[],
    part: JsonObject,
    call: JsonObject,
    name: string,
    response: JsonObject,
  ): void {
    this.#endText(events);
    this.#hasCalls = true;
    const given = textAt(call, "id") ?? undefined;
    const id = this.ids.next(given, this.choice, response, call);
    const { proof } = readSignature(part.thoughtSignature);
    const at = { choice: this.choice, part: this.#parts++ };
    const rest = otherMembers(call, CALL_MEMBERS);
    const extra = extraOf({
      ...otherMembers(part, OF_CALL),
      ...(Object.keys(rest).length === 0 ? {} : { functionCall: rest }),
    });
    events.push(
      { type: "part_start", ...at, kind: "tool_call", call: { id, name, kind: "function" } },
      { type: "delta", ...at, text: argumentsText(call.args) },
      { type: "part_end", ...at, ...defined({ proof, extra }) },
    );
  }
}

type WholeValue = Extract<StreamEvent, { type: "whole_part" }>["value"];

/** Bytes, places, and what only Gemini knows; null for an empty part. */
function wholePart(part: JsonObject, proof: Proof | undefined): WholeValue | null {
  const media = part.thought === true ? null : mediaOf(part);
  if (media !== null) return proof === undefined ? media : { ...media, proof };
  const { thoughtSignature: _, ...content } = part;
  return Object.keys(content).length === 0
    ? null
    : { type: "foreign", format: "gemini", value: part };
}

function mediaOf(part: JsonObject): ReturnType<typeof mediaPart> | null {
  const inline = objectAt(part, "inlineData");
  const data = textAt(inline, "data");
  if (data !== null) {
    const mediaType = textAt(inline, "mimeType") ?? "application/octet-stream";
    return mediaPart({ kind: "base64", mediaType, data }, mediaType);
  }
  const file = objectAt(part, "fileData");
  const uri = textAt(file, "fileUri");
  if (uri === null) return null;
  const mediaType = textAt(file, "mimeType");
  return mediaPart(sourceOfUri(uri, mediaType), mediaType);
}
