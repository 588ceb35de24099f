/**
 * Finds the moment when a stream's first real content arrives: not its headers, not comment lines,
 * not the empty chunk that only names the role.
 *
 * @module
 */
import { isObject, parseJson } from "../json/guards.ts";
import { sseEvents } from "../sse/events.ts";

/** A stream that has shown nothing recognisable after this many bytes is taken as begun. */
const GIVE_UP_BYTES = 65_536;

/** Watches one stream until its first content; afterwards it costs nothing. */
export class FirstContent {
  readonly #decoder = new TextDecoder();
  #text = "";
  #found = false;

  /** Whether content has arrived, these bytes included. */
  push(bytes: Uint8Array): boolean {
    if (this.#found) return true;
    this.#text += this.#decoder.decode(bytes, { stream: true });
    this.#found = this.#text.length > GIVE_UP_BYTES || hasContent(this.#text);
    if (this.#found) this.#text = "";
    return this.#found;
  }
}

function hasContent(text: string): boolean {
  for (const { data } of sseEvents(text)) {
    const chunk = parseJson(data);
    if (!isObject(chunk) || !Array.isArray(chunk.choices)) continue;
    if (chunk.choices.some(choiceHasContent)) return true;
  }
  return false;
}

/** Any member of the delta but the role, and any text of a legacy completion. */
function choiceHasContent(choice: unknown): boolean {
  if (!isObject(choice)) return false;
  if (typeof choice.text === "string" && choice.text !== "") return true;
  if (!isObject(choice.delta)) return false;
  return Object.entries(choice.delta).some(([key, value]) =>
    key !== "role" && value !== null && value !== "" &&
    !(Array.isArray(value) && value.length === 0)
  );
}
