/**
 * Writes a message item: its texts and refusals, which follow each other without anything between.
 *
 * @module
 */
import type { JsonObject } from "../json/guards.ts";
import type { OutputItem } from "./output_writer.ts";

/** One text or refusal of a message. */
export class ContentWriter {
  readonly #pieces: string[] = [];
  readonly #annotations: JsonObject[] = [];
  readonly #logprobs: JsonObject[] = [];
  #chars = 0;
  #extra: JsonObject = {};
  #isOver = false;

  constructor(
    private readonly item: OutputItem,
    private readonly index: number,
    private readonly kind: "text" | "refusal",
    private readonly onChange: () => void,
  ) {
    this.#tell("response.content_part.added", { part: this.value });
  }

  get length(): number {
    return this.#chars;
  }

  /** The part as it stands. */
  get value(): JsonObject {
    const text = this.#pieces.join("");
    if (this.kind === "refusal") return { type: "refusal", refusal: text, ...this.#extra };
    return {
      type: "output_text",
      text,
      annotations: [...this.#annotations],
      logprobs: [...this.#logprobs],
      ...this.#extra,
    };
  }

  add(delta: string): void {
    this.#pieces.push(delta);
    this.#chars += delta.length;
    if (this.kind === "refusal") this.#tell("response.refusal.delta", { delta });
    else this.#tell("response.output_text.delta", { delta, logprobs: [] });
  }

  annotate(annotation: JsonObject): void {
    const annotation_index = this.#annotations.push(annotation) - 1;
    this.#tell("response.output_text.annotation.added", { annotation_index, annotation });
  }

  /** They stand in the whole response also when they come behind the text's end. */
  addLogprobs(entries: readonly JsonObject[]): void {
    this.#logprobs.push(...entries);
    if (this.#isOver) this.onChange();
  }

  end(extra: JsonObject): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#extra = extra;
    const { value } = this;
    if (this.kind === "refusal") this.#tell("response.refusal.done", { refusal: value.refusal });
    else this.#tell("response.output_text.done", { text: value.text, logprobs: value.logprobs });
    this.#tell("response.content_part.done", { part: value });
    this.onChange();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  #tell(type: string, members: JsonObject): void {
    this.item.tell(type, { content_index: this.index, ...members });
  }
}

/** One message item. */
export class MessageWriter {
  readonly #parts: ContentWriter[] = [];
  #isClosing = false;
  #isMarked = false;
  #isOver = false;

  constructor(private readonly item: OutputItem) {}

  /** Whether another text may still go into it. */
  get isOpen(): boolean {
    return !this.#isClosing && !this.#isMarked;
  }

  part(kind: "text" | "refusal"): ContentWriter {
    const part = new ContentWriter(this.item, this.#parts.length, kind, () => this.#update());
    this.#parts.push(part);
    return part;
  }

  /** What the message says of itself beside its content; texts that follow are not meant by it. */
  mark(members: JsonObject): void {
    if (Object.keys(members).length === 0) return;
    this.item.update(members);
    this.#isMarked = true;
  }

  /** No text comes any more; the item ends when its parts have. */
  close(status: "completed" | "incomplete"): void {
    if (this.#isOver) return;
    this.#isClosing = true;
    this.item.update({ status });
    this.#finish();
  }

  /** Keeps what has come of a message that will never end. */
  abandon(): void {
    if (this.#isOver) return;
    this.item.update({ status: "incomplete", content: this.#parts.map(({ value }) => value) });
  }

  #update(): void {
    this.item.update({ content: this.#parts.map(({ value }) => value) });
    if (this.#isClosing) this.#finish();
  }

  #finish(): void {
    if (this.#isOver || this.#parts.some(({ isOver }) => !isOver)) return;
    this.#isOver = true;
    this.item.done();
  }
}
