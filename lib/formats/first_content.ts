/**
 * Finds the moment when a stream's first real content arrives: not its headers, not comment lines,
 * not the events that only open it.
 *
 * @module
 */
import { parseJson } from "./json/guards.ts";
import { EventCutter } from "./sse/event_cutter.ts";
import { sseEvents } from "./sse/events.ts";

/** A stream whose data has shown nothing recognisable for so long is taken as begun, characters. */
const GIVE_UP_CHARS = 65_536;

const decoder = new TextDecoder();

/** Watches one stream until its first content; afterwards it costs nothing. */
export class FirstContent {
  readonly #cutter = new EventCutter();
  #dataChars = 0;
  #found = false;

  /** @param hasContent whether the parsed data of one event shows something of the answer */
  constructor(private readonly hasContent: (data: unknown) => boolean) {}

  /** Whether a whole event with content has arrived, these bytes included. */
  push(bytes: Uint8Array): boolean {
    if (this.#found) return true;
    this.#found = this.#cutter.push(bytes).some((event) => this.#shows(decoder.decode(event)));
    return this.#found;
  }

  #shows(event: string): boolean {
    for (const { data } of sseEvents(event)) {
      this.#dataChars += data.length;
      if (this.#dataChars > GIVE_UP_CHARS || this.hasContent(parseJson(data))) return true;
    }
    return false;
  }
}
