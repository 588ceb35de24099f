/**
 * The list of an answer's items while it is written, and the events that tell of each step.
 *
 * @module
 */
import type { NewId } from "../../domain/ports.ts";
import type { JsonObject } from "../json/guards.ts";

/** An event without its sequence number. */
export type Tell = (event: JsonObject & { readonly type: string }) => void;

/** An item under way: `output_index` and `item_id` as its events name it. */
export class OutputItem {
  constructor(
    private readonly output: JsonObject[],
    private readonly index: number,
    readonly id: string,
    private readonly say: Tell,
  ) {}

  /** An event of this item. */
  tell(type: string, members: JsonObject): void {
    this.say({ type, item_id: this.id, output_index: this.index, ...members });
  }

  /** What the item says from now on. */
  update(members: JsonObject): void {
    this.output[this.index] = { ...this.output[this.index], ...members };
  }

  /** The item as it stands. */
  get value(): JsonObject {
    return this.output[this.index] ?? {};
  }

  done(): void {
    this.say({
      type: "response.output_item.done",
      output_index: this.index,
      item: this.value,
    });
  }
}

/** All items of one answer. */
export class OutputWriter {
  readonly #output: JsonObject[] = [];

  constructor(private readonly newId: NewId, private readonly say: Tell) {}

  /** The items so far, in order. */
  get items(): readonly JsonObject[] {
    return this.#output;
  }

  /** An id in OpenAI's shape: `msg_0190…`. */
  id(prefix: string): string {
    return `${prefix}_${this.newId().replaceAll("-", "")}`;
  }

  /** Begins an item with what is known of it. */
  begin(prefix: string, members: JsonObject): OutputItem {
    const value: JsonObject = { id: this.id(prefix), ...members };
    const index = this.#output.push(value) - 1;
    this.say({ type: "response.output_item.added", output_index: index, item: value });
    return new OutputItem(this.#output, index, String(value.id), this.say);
  }

  /** Adds an item that came whole. */
  whole(prefix: string, begun: JsonObject, ended: JsonObject, event?: string): void {
    const item = this.begin(prefix, begun);
    item.update(ended);
    if (event !== undefined) item.tell(event, {});
    item.done();
  }
}
