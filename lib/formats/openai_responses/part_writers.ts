/**
 * Write reasoning and tool calls as items of an answer.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { Proof } from "../../domain/conversation/parts.ts";
import { type Cargo, packCarrier } from "../carrier.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import { opaqueOf, reasoningItem } from "./carried_reasoning.ts";
import type { OutputItem, OutputWriter } from "./output_writer.ts";

/** One reasoning item. */
export class ReasoningWriter {
  readonly #item: OutputItem;
  readonly #pieces: string[] = [];
  #isOver = false;

  constructor(output: OutputWriter, private readonly isSummary: boolean) {
    this.#item = output.begin("rs", { type: "reasoning", summary: [], status: "in_progress" });
  }

  add(delta: string): void {
    if (this.#pieces.length === 0) this.#added();
    this.#pieces.push(delta);
    if (this.isSummary) {
      this.#item.tell("response.reasoning_summary_text.delta", { summary_index: 0, delta });
    } else {
      this.#item.tell("response.reasoning_text.delta", { content_index: 0, delta });
    }
  }

  end(proof: Proof | undefined, extra: JsonObject): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const text = this.#pieces.join("");
    if (text !== "") this.#done(text);
    const { isSummary } = this;
    const opaque = opaqueOf(defined({ text, isSummary, proof }));
    this.#item.update({
      status: "completed",
      ...(opaque === null ? {} : { encrypted_content: opaque }),
      ...extra,
    });
    this.#item.done();
  }

  /** Keeps what has come of a reasoning that will never end. */
  abandon(): void {
    if (this.#isOver) return;
    const { isSummary } = this;
    const item = reasoningItem(this.#pieces.join(""), isSummary, { status: "incomplete" });
    this.#item.update(item);
  }

  #added(): void {
    if (this.isSummary) {
      const part = { type: "summary_text", text: "" };
      this.#item.tell("response.reasoning_summary_part.added", { summary_index: 0, part });
    } else {
      const part = { type: "reasoning_text", text: "" };
      this.#item.tell("response.content_part.added", { content_index: 0, part });
    }
  }

  #done(text: string): void {
    if (this.isSummary) {
      const part = { type: "summary_text", text };
      this.#item.tell("response.reasoning_summary_text.done", { summary_index: 0, text });
      this.#item.tell("response.reasoning_summary_part.done", { summary_index: 0, part });
      this.#item.update({ summary: [part] });
    } else {
      const part = { type: "reasoning_text", text };
      this.#item.tell("response.reasoning_text.done", { content_index: 0, text });
      this.#item.tell("response.content_part.done", { content_index: 0, part });
      this.#item.update({ content: [part] });
    }
  }
}

/** Writes a hidden reasoning item that carries a proof for another item. */
export function writeCarrier(output: OutputWriter, cargo: Cargo): void {
  const encrypted_content = packCarrier(cargo);
  const item = { type: "reasoning", summary: [], encrypted_content };
  output.whole("rs", { ...item, status: "in_progress" }, { status: "completed" });
}

type Call = NonNullable<Extract<StreamEvent, { type: "part_start" }>["call"]>;

/**
 * One tool call. A proof stands right before its call, but comes at its end: the item begins with the
 * second fragment, with the end, or when something else begins. Calls that come whole, as all do that
 * have proofs, thus have theirs before them; only a late proof stands behind and names the call.
 */
export class CallWriter {
  #item: OutputItem | null = null;
  readonly #pieces: string[] = [];
  #isOver = false;

  constructor(private readonly output: OutputWriter, private readonly call: Call) {}

  add(delta: string): void {
    if (this.#item === null && this.#pieces.length > 0) this.begin();
    this.#pieces.push(delta);
    if (this.#item !== null) this.#delta(delta);
  }

  /** Begins the item with what there is. */
  begin(): void {
    if (this.#item !== null) return;
    const { id, name, namespace, kind } = this.call;
    this.#item = this.output.begin(
      kind === "custom" ? "ctc" : "fc",
      defined({
        type: kind === "custom" ? "custom_tool_call" : "function_call",
        status: "in_progress",
        call_id: id,
        name,
        namespace,
        [this.#field]: "",
      }),
    );
    for (const piece of this.#pieces) this.#delta(piece);
  }

  end(
    proof: Proof | undefined,
    extra: JsonObject,
    status: "completed" | "incomplete" = "completed",
  ): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const isLate = this.#item !== null;
    if (proof !== undefined && !isLate) writeCarrier(this.output, { proof });
    this.begin();
    this.#done(extra, status);
    if (proof !== undefined && isLate) {
      writeCarrier(this.output, { proof, callId: this.call.id });
    }
  }

  /** Keeps what has come of a call that will never end. */
  abandon(): void {
    if (this.#isOver) return;
    this.#item?.update({ status: "incomplete", [this.#field]: this.#pieces.join("") });
  }

  get #field(): "input" | "arguments" {
    return this.call.kind === "custom" ? "input" : "arguments";
  }

  get #events(): string {
    return this.call.kind === "custom"
      ? "response.custom_tool_call_input"
      : "response.function_call_arguments";
  }

  #delta(delta: string): void {
    this.#item?.tell(`${this.#events}.delta`, { delta });
  }

  #done(extra: JsonObject, status: "completed" | "incomplete"): void {
    const joined = this.#pieces.join("");
    const text = joined === "" && this.call.kind === "function" ? "{}" : joined;
    const named = this.call.kind === "custom" ? {} : { name: this.call.name };
    this.#item?.tell(`${this.#events}.done`, { ...named, [this.#field]: text });
    this.#item?.update({ status, [this.#field]: text, ...extra });
    this.#item?.done();
  }
}
