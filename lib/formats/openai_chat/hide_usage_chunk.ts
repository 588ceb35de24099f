/**
 * Keeps the usage chunk that only the gateway asked for out of a caller's stream: clients that did
 * not ask for it index `choices[0]` and would fail on its empty list.
 *
 * @module
 */
import { isObject, parseJson } from "../json/guards.ts";
import { EventCutter } from "../sse/event_cutter.ts";

const decoder = new TextDecoder();
const NOTHING: Uint8Array = new Uint8Array(0);

/** A stateful filter of one stream; bytes of all other events pass unchanged and in order. */
export class UsageChunkFilter {
  readonly #cutter = new EventCutter();

  /** The bytes that may go on to the caller now: whole events only. */
  push(bytes: Uint8Array): Uint8Array {
    // Nearly every piece is one whole event with content: it is seen to be so without being cut.
    if (this.#cutter.isBetweenEvents && endsEvent(bytes) && !holdsEmptyList(bytes)) return bytes;
    const events = this.#cutter.push(bytes);
    const kept = events.filter((event) => !isUsageChunk(event));
    if (kept.length === 0) return NOTHING;
    if (kept.length === 1) return kept[0]!;
    const out = new Uint8Array(kept.reduce((sum, event) => sum + event.length, 0));
    let at = 0;
    for (const event of kept) {
      out.set(event, at);
      at += event.length;
    }
    return out;
  }

  /** What is left when the stream ends. */
  flush(): Uint8Array {
    const rest = this.#cutter.flush();
    return isUsageChunk(rest) ? NOTHING : rest;
  }
}

const LF = 0x0a, CR = 0x0d, OPEN = 0x5b, CLOSE = 0x5d;

/** Whether the bytes end in a blank line. A lone CR at the end decides nothing. */
function endsEvent(bytes: Uint8Array): boolean {
  const end = bytes.length;
  if (bytes[end - 1] !== LF) return false;
  return bytes[end - 2] === LF ||
    (bytes[end - 2] === CR && bytes[end - 3] === LF && bytes[end - 4] === CR);
}

/** Whether `[]`, with or without blanks in it, stands anywhere: a usage chunk has one. */
function holdsEmptyList(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(CLOSE); at >= 0; at = bytes.indexOf(CLOSE, at + 1)) {
    let before = at - 1;
    while (before >= 0 && bytes[before]! <= 0x20) before--;
    if (bytes[before] === OPEN) return true;
  }
  return false;
}

/** `{"choices":[], "usage":{…}}` and nothing that a caller would miss. */
function isUsageChunk(event: Uint8Array): boolean {
  const text = decoder.decode(event);
  // Most events hold "usage":null or none at all; only the rare candidate is worth parsing.
  if (!/"usage"\s*:\s*\{/.test(text) || !/"choices"\s*:\s*\[\s*\]/.test(text)) return false;
  const data = text.split(/\r\n|\r|\n/).filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5)).join("\n");
  const chunk = parseJson(data);
  return isObject(chunk) && Array.isArray(chunk.choices) && chunk.choices.length === 0 &&
    isObject(chunk.usage) && !("error" in chunk);
}
