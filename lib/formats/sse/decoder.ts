/**
 * Turns the bytes of a provider's stream into events, wherever the network cut them.
 *
 * @module
 */
import type { WireEvent } from "../../domain/conversation/codec.ts";
import { EventCutter } from "./event_cutter.ts";

const LINE_END = /\r\n|\r|\n/;
const decoder = new TextDecoder();

/**
 * Decodes one stream. Beyond the standard (WHATWG HTML §9.2.6) it takes what providers send: a last
 * event without its blank line, and JSON that stands bare between events (Gemini's way to fail in
 * the middle, or to stream without `alt=sse`).
 */
export class SseDecoder {
  readonly #cutter = new EventCutter();

  /** The events that these bytes complete. Comments are dropped. */
  push(bytes: Uint8Array): WireEvent[] {
    const events: WireEvent[] = [];
    for (const block of this.#cutter.push(bytes)) addEvents(events, decoder.decode(block));
    return events;
  }

  /** What was left unfinished when the bytes ended. */
  flush(): WireEvent[] {
    const events: WireEvent[] = [];
    addEvents(events, decoder.decode(this.#cutter.flush()));
    return events;
  }
}

/** One block is mostly one event; a bare JSON value may stand before or behind it. */
function addEvents(events: WireEvent[], block: string): void {
  let type = "message";
  let data: string[] = [];
  let bare: string[] = [];
  const flushBare = () => {
    const text = bare.join("\n").trim();
    if (text !== "") events.push({ type: "message", data: text });
    bare = [];
  };
  for (const line of block.split(LINE_END)) {
    if (line.startsWith("data:")) {
      flushBare();
      data.push(line.charCodeAt(5) === 0x20 ? line.slice(6) : line.slice(5));
    } else if (line.startsWith("event:")) {
      flushBare();
      type = line.slice(6).trim();
    } else if (line === "") {
      flushBare();
      if (data.length > 0) events.push({ type, data: data.join("\n") });
      type = "message";
      data = [];
    } else if (!isIgnored(line)) {
      bare.push(line);
    }
  }
  flushBare();
  if (data.length > 0) events.push({ type, data: data.join("\n") });
}

function isIgnored(line: string): boolean {
  return line.startsWith(":") || line.startsWith("id:") || line.startsWith("retry:");
}
