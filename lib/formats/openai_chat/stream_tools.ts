/**
 * The tool calls of one streamed choice, as events.
 *
 * @module
 */
import type { StreamEvent } from "../../domain/conversation/answer.ts";
import type { Proof } from "../../domain/conversation/parts.ts";
import { type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { madeUpCallId } from "./call_ids.ts";
import { textOf } from "./parse_calls.ts";
import { thoughtSignature } from "./reasoning_fields.ts";
import { hasCompleteArguments, ToolCalls } from "./tool_calls.ts";

interface StreamedCall {
  readonly number: number;
  readonly kind: "function" | "custom";
  /** Null until its name is known. */
  part: number | null;
  hasEnded: boolean;
  /** Arguments that came before the name. */
  early: string;
}

/** What the calls need of their choice. */
export interface CallsPlace {
  readonly choice: number;
  readonly responseId: () => string | null;
  /** The next part number. */
  readonly nextPart: () => number;
  /** Ends what is open beside the calls. */
  readonly closeOthers: () => StreamEvent[];
}

/** Reads the calls of one choice; any number of them may be open at a time. */
export class StreamedCalls {
  readonly #fragments = new ToolCalls();
  readonly #calls = new Map<JsonObject, StreamedCall>();

  constructor(private readonly place: CallsPlace) {}

  get any(): boolean {
    return this.#calls.size > 0;
  }

  /** One element of `delta.tool_calls`. */
  push(fragment: JsonObject): StreamEvent[] {
    const custom = objectAt(fragment, "custom");
    const inner = custom ?? objectAt(fragment, "function");
    const text = textOf(custom === undefined ? inner?.arguments : inner?.input);
    const { custom: _, ...rest } = fragment;
    const record = this.#fragments.add(
      inner === undefined ? rest : { ...rest, function: { name: inner.name, arguments: text } },
    );
    let call = this.#calls.get(record);
    if (call === undefined) {
      const isCustom = custom !== undefined || fragment.type === "custom";
      const kind = isCustom ? "custom" : "function";
      call = { number: this.#calls.size, kind, part: null, hasEnded: false, early: "" };
      this.#calls.set(record, call);
    }
    return this.#shown(record, call, text);
  }

  #shown(record: JsonObject, call: StreamedCall, text: string): StreamEvent[] {
    const { choice } = this.place;
    const name = textAt(objectAt(record, "function"), "name");
    if (call.part === null && name === null) {
      call.early += text;
      return [];
    }
    const events = call.part === null ? this.#start(record, call, name ?? "") : [];
    const delta = call.early + text;
    call.early = "";
    // What follows a whole JSON object is white space, or nonsense that nobody could use.
    if (delta !== "" && !call.hasEnded && call.part !== null) {
      events.push({ type: "delta", choice, part: call.part, text: delta });
    }
    return events;
  }

  #start(record: JsonObject, call: StreamedCall, name: string): StreamEvent[] {
    const { choice } = this.place;
    const events = [...this.place.closeOthers(), ...this.endComplete()];
    call.part = this.place.nextPart();
    const id = textAt(record, "id") ??
      madeUpCallId({ responseId: this.place.responseId(), choice, number: call.number });
    events.push({
      type: "part_start",
      choice,
      part: call.part,
      kind: "tool_call",
      call: { id, name, kind: call.kind },
    });
    return events;
  }

  /** Ends the calls whose arguments can only be complete, before something else begins. */
  endComplete(): StreamEvent[] {
    return [...this.#calls].flatMap(([record, call]) =>
      call.part !== null && hasCompleteArguments(record) ? this.#end(record, call) : []
    );
  }

  /**
   * Ends all calls; one that never got a name is shown without.
   *
   * @param proof of the message as a whole, for the first call that has none
   */
  endAll(proof?: Proof): StreamEvent[] {
    const events: StreamEvent[] = [];
    for (const [record, call] of this.#calls) {
      if (call.part === null) {
        events.push(...this.#start(record, call, ""));
        events.push(...this.#shown(record, call, ""));
      }
      events.push(...this.#end(record, call, call.number === 0 ? proof : undefined));
    }
    return events;
  }

  #end(record: JsonObject, call: StreamedCall, ofMessage?: Proof): StreamEvent[] {
    if (call.hasEnded || call.part === null) return [];
    call.hasEnded = true;
    const proof = thoughtSignature(record) ?? ofMessage;
    return [{
      type: "part_end",
      choice: this.place.choice,
      part: call.part,
      ...(proof === undefined ? {} : { proof }),
    }];
  }
}
