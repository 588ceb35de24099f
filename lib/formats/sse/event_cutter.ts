/**
 * Cuts a byte stream into whole server-sent events without changing a byte.
 *
 * @module
 */

const LF = 0x0a, CR = 0x0d;

/** Collects bytes until a blank line ends an event. */
export class EventCutter {
  #held: Uint8Array = new Uint8Array(0);

  /** The events that these bytes complete, each with its closing blank line. */
  push(bytes: Uint8Array): Uint8Array[] {
    const data = this.#held.length === 0 ? bytes : concat(this.#held, bytes);
    const events: Uint8Array[] = [];
    let start = 0;
    for (let end = eventEnd(data, start); end > 0; end = eventEnd(data, start)) {
      events.push(data.subarray(start, end));
      start = end;
    }
    this.#held = data.slice(start);
    return events;
  }

  /** What is left when the stream ends: an event without its blank line, or nothing. */
  flush(): Uint8Array {
    const rest = this.#held;
    this.#held = new Uint8Array(0);
    return rest;
  }
}

/**
 * Offset behind the first blank line at or after `from`, 0 when there is none yet. A CR at the very
 * end decides nothing: an LF may still follow and belong to it.
 */
function eventEnd(data: Uint8Array, from: number): number {
  let lineStart = from;
  for (let at = from; at < data.length; at++) {
    const byte = data[at];
    if (byte !== LF && byte !== CR) continue;
    let next = at + 1;
    if (byte === CR) {
      if (next === data.length) return 0;
      if (data[next] === LF) next++;
    }
    if (at === lineStart && at > from) return next;
    at = next - 1;
    lineStart = next;
  }
  return 0;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
