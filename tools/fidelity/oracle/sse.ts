/**
 * Reads an event stream that is whole (WHATWG HTML, "Server-sent events"), with two liberties that
 * recordings need: a last event without its blank line counts, and JSON that stands bare between events
 * counts as data.
 *
 * @module
 */
import { isRecord, type Json } from "./json.ts";

/** One event; `data` is null for what is no JSON object (`[DONE]`). */
export interface ReadEvent {
  readonly type: string;
  readonly text: string;
  readonly data: Json | null;
}

/** All events of a stream. */
export function readEvents(bytes: Uint8Array | string): ReadEvent[] {
  const whole = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  const events: ReadEvent[] = [];
  let type = "message";
  let data: string[] = [];
  let bare: string[] = [];
  const flush = (): void => {
    const text = data.length > 0 ? data.join("\n") : bare.join("\n");
    if (text.trim() !== "") events.push({ type, text, data: jsonOf(text) });
    type = "message";
    data = [];
    bare = [];
  };
  for (const line of whole.split(/\r\n|\n|\r/)) {
    if (line === "") {
      // A bare JSON text may hold blank lines; it ends where it parses.
      if (bare.length === 0 || jsonOf(bare.join("\n")) !== null) flush();
      continue;
    }
    if (line.startsWith(":")) continue;
    const found = /^(data|event|id|retry)(?:: ?(.*))?$/s.exec(line);
    if (found === null) bare.push(line);
    else if (found[1] === "data") {
      if (bare.length > 0) flush();
      data.push(found[2] ?? "");
    } else if (found[1] === "event") type = found[2] ?? "";
  }
  flush();
  return events;
}

function jsonOf(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null; // `[DONE]`, or not JSON
  }
}
