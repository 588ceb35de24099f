/**
 * Log entries that wait, oldest first.
 *
 * @module
 */
import type { LogEntry } from "../store/log_entry.ts";

/** Bytes of an entry's bodies. */
export function bodyBytes(entry: LogEntry): number {
  return (entry.requestBody?.length ?? 0) + (entry.responseBody?.length ?? 0);
}

/** A queue that knows how many bytes of bodies it holds. */
export class EntryQueue {
  #entries: LogEntry[] = [];
  /** Entries before it have been taken. */
  #head = 0;
  #bytes = 0;

  get size(): number {
    return this.#entries.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#bytes += bodyBytes(entry);
  }

  /** Puts entries back in front of all others. */
  putBack(entries: readonly LogEntry[]): void {
    this.#entries = [...entries, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    for (const entry of entries) this.#bytes += bodyBytes(entry);
  }

  /** Takes the oldest entry; undefined when there is none. */
  takeOldest(): LogEntry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#head++;
    this.#bytes -= bodyBytes(entry);
    // Now and then the taken part is cut off, so that taking costs the same however many wait.
    if (this.#head >= 1024 && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** Takes the oldest entries up to a number and a weight, at least one if there is one. */
  takeBatch(maxRows: number, maxBytes: number): LogEntry[] {
    const batch: LogEntry[] = [];
    let bytes = 0;
    while (batch.length < maxRows) {
      const next = this.#entries[this.#head];
      if (next === undefined) break;
      bytes += bodyBytes(next);
      if (batch.length > 0 && bytes > maxBytes) break;
      batch.push(next);
      this.takeOldest();
    }
    return batch;
  }
}
