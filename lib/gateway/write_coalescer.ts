/**
 * Joins pieces of a stream that arrive faster than a thousand a second.
 *
 * Each write to a caller costs a system call and a wake-up on both sides. A piece that comes when
 * the last write is a millisecond old or more goes out at once, so that a stream at the speed of any
 * model is never held up; pieces that follow sooner wait for the rest of that millisecond and go out
 * together. Bytes and their order do not change. See docs/adr/0004.
 *
 * @module
 */
import type { Clock } from "../domain/ports.ts";

const GAP_MS = 1;
/** More than this does not wait, so that the reader notices a caller who does not keep up. */
const MAX_HELD_BYTES = 65_536;

/** One caller's side of a stream. */
export interface Sink {
  enqueue(bytes: Uint8Array): void;
}

/** Shares one timer among all streams. */
export class WriteCoalescer {
  readonly #waiting = new Set<CoalescedWriter>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly clock: Clock) {}

  writer(sink: Sink): CoalescedWriter {
    return new CoalescedWriter(sink, this.clock, (writer) => this.#schedule(writer));
  }

  #schedule(writer: CoalescedWriter): void {
    this.#waiting.add(writer);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const due = [...this.#waiting];
      this.#waiting.clear();
      for (const each of due) each.flush();
    }, GAP_MS);
  }
}

/** Writes one stream. */
export class CoalescedWriter {
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #lastWriteMs = -Infinity;
  #closed = false;

  constructor(
    private readonly sink: Sink,
    private readonly clock: Clock,
    private readonly schedule: (writer: CoalescedWriter) => void,
  ) {}

  /** @param nowMs this moment on the monotonic clock */
  write(bytes: Uint8Array, nowMs: number): void {
    if (bytes.length === 0 || this.#closed) return;
    if (this.#held.length === 0) {
      if (nowMs - this.#lastWriteMs >= GAP_MS) {
        this.#lastWriteMs = nowMs;
        this.sink.enqueue(bytes);
        return;
      }
      this.schedule(this);
    }
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= MAX_HELD_BYTES) this.flush();
  }

  /** Sends what is held. */
  flush(): void {
    if (this.#held.length === 0 || this.#closed) return;
    const bytes = joined(this.#held, this.#heldBytes);
    this.#held = [];
    this.#heldBytes = 0;
    this.#lastWriteMs = this.clock.monotonic();
    this.sink.enqueue(bytes);
  }

  /** The caller is gone or the stream is over: nothing more may be written. */
  close(): void {
    this.#closed = true;
    this.#held = [];
  }
}

/** One array from many; a single one is returned as it is. */
export function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
