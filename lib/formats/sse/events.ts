/**
 * Server-sent events as text (WHATWG HTML §9.2.6): lines end in LF, CRLF or CR, a blank line ends
 * an event, lines that begin with a colon are comments.
 *
 * @module
 */

/** One event: its type, `message` when none is named, and its data lines joined by LF. */
export interface SseEvent {
  readonly type: string;
  readonly data: string;
}

const LINE_END = /\r\n|\r|\n/;

/**
 * All events of a whole stream. A last event without its blank line counts, as vendors' own clients
 * take it; comments do not.
 */
export function* sseEvents(text: string): Generator<SseEvent> {
  let type = "message";
  let data: string[] = [];
  for (const line of text.split(LINE_END)) {
    if (line === "") {
      if (data.length > 0) yield { type, data: data.join("\n") };
      type = "message";
      data = [];
    } else if (line.startsWith("data:")) {
      data.push(line.charCodeAt(5) === 0x20 ? line.slice(6) : line.slice(5));
    } else if (line.startsWith("event:")) {
      type = line.slice(6).trim();
    }
  }
  if (data.length > 0) yield { type, data: data.join("\n") };
}
