/**
 * Writes an answer in this format, event by event. A whole answer is what the events amount to, so
 * that streamed and whole answers cannot differ.
 *
 * @module
 */
import type { Finish, StreamEvent } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { ProviderError } from "../../domain/conversation/provider_error.ts";
import { CallRestorer } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { urlOfSource } from "../openai_chat/media.ts";
import { statusOf } from "./finish.ts";
import { generatedImage } from "./generated_image.ts";
import { Losses } from "./losses.ts";
import { type ContentWriter, MessageWriter } from "./message_writer.ts";
import { OutputWriter, type Tell } from "./output_writer.ts";
import { OWN } from "./own_members.ts";
import { CallWriter, ReasoningWriter, writeCarrier } from "./part_writers.ts";
import { errorEventMembers, failedError } from "./provider_error.ts";
import { renderAnnotation } from "./render_content.ts";
import { type Progress, responseObject } from "./response_object.ts";

type Of<T extends StreamEvent["type"]> = Extract<StreamEvent, { type: T }>;
type Place = Pick<Of<"delta">, "choice" | "part">;

/** A text or refusal; it begins with its first fragment, since a text may be its proof only. */
interface OpenText {
  readonly kind: "text" | "refusal";
  content: ContentWriter | null;
  message: MessageWriter | null;
}

/** Writes one answer. */
export class ResponseWriter {
  readonly #losses = new Losses();
  readonly #output: OutputWriter;
  readonly #restorer: CallRestorer;
  readonly #texts = new Map<number, OpenText>();
  readonly #thoughts = new Map<number, ReasoningWriter>();
  readonly #calls = new Map<number, CallWriter>();
  /** A call whose item has not begun. */
  #held: CallWriter | null = null;
  #message: MessageWriter | null = null;
  #lastText: ContentWriter | null = null;
  #hasRefusal = false;
  #finish: Finish | null = null;
  #progress: Progress | null = null;
  #isOver = false;

  constructor(private readonly context: AnswerContext, private readonly tell: Tell) {
    this.#output = new OutputWriter(context.newId, tell);
    this.#restorer = new CallRestorer(context.request);
  }

  get warnings(): readonly Warning[] {
    return this.#losses.warnings;
  }

  /** The response as it stands. */
  get response(): JsonObject {
    return responseObject({ ...this.#begun(), output: this.#output.items }, this.context);
  }

  push(event: StreamEvent): void {
    for (const one of this.#restorer.push(event)) this.#push(one);
  }

  #push(event: StreamEvent): void {
    if (this.#isOver) return;
    if ("choice" in event && event.choice !== 0) {
      this.#losses.dropped(`choices[${event.choice}]`, "This format gives one answer only.");
      return;
    }
    switch (event.type) {
      case "start":
        this.#start(event);
        return;
      case "part_start":
        return this.#startPart(event);
      case "delta":
        return this.#delta(event);
      case "citation":
        return this.#cite(event);
      case "part_end":
        return this.#endPart(event);
      case "whole_part":
        return this.#whole(event);
      case "logprobs":
        return this.#logprobs(event.value);
      case "finish":
        this.#finish = event.finish;
        return;
      case "usage":
        this.#set({ usage: event.usage });
        return;
      case "end":
        return this.#end(event.serviceTier);
      case "error":
        return this.#fail(event.error);
    }
  }

  /** What is known so far; an answer that fails before its start has one all the same. */
  #begun(): Progress {
    return this.#progress ?? this.#start({ type: "start", id: null, model: null, createdAt: null });
  }

  #set(members: Partial<Progress>): void {
    this.#progress = { ...this.#begun(), ...members };
  }

  #start(event: Of<"start">): Progress {
    if (this.#progress !== null) {
      const { usage } = event;
      if (usage !== undefined) this.#set({ usage });
      return this.#progress;
    }
    const { request, nowS } = this.context;
    // Ids of other formats would look odd where callers store and send them back.
    const isOwnId = event.id?.startsWith("resp_") === true;
    const progress: Progress = {
      id: isOwnId && event.id !== null ? event.id : this.#output.id("resp"),
      createdAt: event.createdAt ?? nowS,
      model: event.model ?? request.model,
      status: "in_progress",
      incomplete_details: null,
      output: [],
      usage: event.usage ?? null,
      serviceTier: event.serviceTier,
      error: null,
    };
    this.#progress = progress;
    const response = responseObject({ ...progress, usage: null }, this.context);
    this.tell({ type: "response.created", response });
    this.tell({ type: "response.in_progress", response });
    return progress;
  }

  /** Clients that ask for summaries (Codex) show those alone, and would hide another model's thoughts. */
  #wantsSummary(): boolean {
    const summary = this.context.request.reasoning?.summary;
    return summary !== undefined && summary !== "none";
  }

  #startPart({ part, kind, call, isSummary }: Of<"part_start">): void {
    this.#begun();
    this.#release();
    if (kind === "text" || kind === "refusal") {
      this.#texts.set(part, { kind, content: null, message: null });
      return;
    }
    this.#closeMessage("completed");
    if (kind === "reasoning") {
      const asSummary = isSummary === true || this.#wantsSummary();
      this.#thoughts.set(part, new ReasoningWriter(this.#output, asSummary));
      return;
    }
    const writer = new CallWriter(this.#output, call ?? { id: "", name: "", kind: "function" });
    this.#calls.set(part, writer);
    this.#held = writer;
  }

  #delta({ part, text }: Of<"delta">): void {
    const open = this.#texts.get(part);
    if (open !== undefined) this.#content(open).add(text);
    this.#thoughts.get(part)?.add(text);
    this.#calls.get(part)?.add(text);
  }

  #cite({ part, citation }: Of<"citation">): void {
    const open = this.#texts.get(part);
    if (open === undefined) return;
    const content = this.#content(open);
    const annotation = renderAnnotation(citation, content.length);
    if (annotation !== null) content.annotate(annotation);
    else this.#losses.dropped("output", "Citations without an address have no place here.");
  }

  #endPart(event: Of<"part_end">): void {
    const { part, proof } = event;
    const open = this.#texts.get(part);
    if (open !== undefined) return this.#endText(open, event);
    const extra = this.#losses.own(event.extra, "output");
    this.#thoughts.get(part)?.end(proof, extra);
    const call = this.#calls.get(part);
    call?.end(proof, extra);
    if (call === this.#held) this.#held = null;
  }

  #endText(open: OpenText, { proof, extra }: Of<"part_end">): void {
    const { phase, item, ...own } = this.#losses.own(extra, "output");
    if (open.content !== null || proof === undefined) {
      const content = this.#content(open);
      open.message?.mark({
        ...(phase === undefined ? {} : { phase }),
        ...(isObject(item) ? item : {}),
      });
      content.end(own);
    }
    if (proof === undefined) return;
    this.#closeMessage("completed");
    writeCarrier(this.#output, { proof, isTrailing: true });
  }

  /** Texts that follow each other share one message. */
  #content(open: OpenText): ContentWriter {
    if (open.content !== null) return open.content;
    this.#release();
    if (this.#message?.isOpen !== true) {
      this.#closeMessage("completed");
      const members = { type: "message", role: "assistant", status: "in_progress", content: [] };
      this.#message = new MessageWriter(this.#output.begin("msg", members));
    }
    open.message = this.#message;
    open.content = this.#message.part(open.kind);
    if (open.kind === "refusal") this.#hasRefusal = true;
    else this.#lastText = open.content;
    return open.content;
  }

  #whole({ value, ...place }: Of<"whole_part">): void {
    this.#begun();
    this.#release();
    if (value.type === "audio" && value.transcript !== undefined) {
      this.#losses.adapted("output", "Speech is given as its transcript.");
      return this.#plainText(place, value.transcript);
    }
    this.#closeMessage("completed");
    if (value.type === "foreign" && value.format === OWN) {
      this.#output.whole("item", value.value, value.value);
    } else if (value.type === "image") {
      const id = this.#output.id("ig");
      const item = generatedImage(value, id);
      const url = urlOfSource(value.source);
      if (item === null && url !== null) {
        this.#losses.adapted("output", "A picture that has an address only is given as a link.");
        return this.#plainText(place, `![](${url})`);
      }
      if (value.proof !== undefined) writeCarrier(this.#output, { proof: value.proof });
      const begun = { type: "image_generation_call", id, status: "in_progress", result: null };
      const event = "response.image_generation_call.completed";
      if (item !== null) this.#output.whole("ig", begun, item, event);
    } else {
      const what = value.type === "foreign" ? String(value.value.type) : value.type;
      this.#losses.dropped("output", `The Responses format has no '${what}' in answers.`);
    }
  }

  #plainText({ part }: Place, text: string): void {
    const place = { choice: 0, part };
    this.#push({ type: "part_start", ...place, kind: "text" });
    this.#push({ type: "delta", ...place, text });
    this.#push({ type: "part_end", ...place });
  }

  #logprobs(value: JsonObject): void {
    const entries = Array.isArray(value.content) ? value.content.filter(isObject) : [];
    this.#lastText?.addLogprobs(
      entries.map((entry) => ({ bytes: [], top_logprobs: [], ...entry })),
    );
  }

  /** The held call begins: something comes after it. */
  #release(): void {
    this.#held?.begin();
    this.#held = null;
  }

  #closeMessage(status: "completed" | "incomplete"): void {
    this.#message?.close(status);
    this.#message = null;
  }

  #end(serviceTier: string | undefined): void {
    this.#begun();
    if (serviceTier !== undefined) this.#set({ serviceTier });
    const { status, incomplete_details } = statusOf(this.#finish, this.#hasRefusal);
    this.#endOpen(status === "completed" ? "completed" : "incomplete");
    if (this.#finish?.reason === "pause") {
      this.#losses.adapted(
        "status",
        "The provider paused the turn; send the answer back to go on.",
      );
    }
    const message = this.#finish?.detail ??
      `The model's output could not be used: ${
        this.#finish?.raw ?? "the provider did not say why"
      }.`;
    const error = status === "failed" ? { code: "server_error", message } : null;
    this.#set({ status, incomplete_details, error });
    this.#isOver = true;
    this.tell({ type: `response.${status}`, response: this.response });
  }

  /** Ends parts that the provider left open. */
  #endOpen(status: "completed" | "incomplete"): void {
    for (const [, open] of this.#texts) open.content?.end({});
    for (const [, thought] of this.#thoughts) thought.end(undefined, {});
    for (const [, call] of this.#calls) call.end(undefined, {}, status);
    this.#held = null;
    this.#closeMessage(status);
  }

  /** What was open never ends: a broken answer must not look like a good one. */
  #fail(error: ProviderError): void {
    this.#begun();
    this.#message?.abandon();
    for (const [, thought] of this.#thoughts) thought.abandon();
    for (const [, call] of this.#calls) call.abandon();
    this.#set({ status: "failed", error: failedError(error) });
    this.#isOver = true;
    this.tell({ type: "error", ...errorEventMembers(error) });
    this.tell({ type: "response.failed", response: this.response });
  }
}
