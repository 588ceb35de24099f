/**
 * Finds the moment when a stream's first real content arrives: not its headers, not comment lines,
 * not the empty chunk that only names the role.
 *
 * @module
 */
import { isObject, parseJson } from "../json/guards.ts";
import { EventCutter } from "../sse/event_cutter.ts";
import { sseEvents } from "../sse/events.ts";

/** A stream whose data has shown nothing recognisable for so long is taken as begun, characters. */
const GIVE_UP_CHARS = 65_536;

const decoder = new TextDecoder();

/** Watches one stream until its first content; afterwards it costs nothing. */
export class FirstContent {
  readonly #cutter = new EventCutter();
  #dataChars = 0;
  #found = false;

  /** Whether a whole event with content has arrived, these bytes included. */
  push(bytes: Uint8Array): boolean {
    if (this.#found) return true;
    this.#found = this.#cutter.push(bytes).some((event) => this.#shows(decoder.decode(event)));
    return this.#found;
  }

  #shows(event: string): boolean {
    for (const { data } of sseEvents(event)) {
      this.#dataChars += data.length;
      if (this.#dataChars > GIVE_UP_CHARS || hasContent(parseJson(data))) return true;
    }
    return false;
  }
}

function hasContent(chunk: unknown): boolean {
  return isObject(chunk) && Array.isArray(chunk.choices) && chunk.choices.some(choiceHasContent);
}

/** Text, a list or an object in any member of the delta but the role; text of a legacy completion. */
function choiceHasContent(choice: unknown): boolean {
  if (!isObject(choice)) return false;
  if (typeof choice.text === "string" && choice.text !== "") return true;
  if (!isObject(choice.delta)) return false;
  return Object.entries(choice.delta).some(([key, value]) => key !== "role" && isContent(value));
}

function isContent(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  return Array.isArray(value) ? value.length > 0 : isObject(value);
}
