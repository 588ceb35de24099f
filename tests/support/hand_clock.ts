/**
 * A clock that only a test moves.
 *
 * @module
 */
import type { Clock } from "../../lib/domain/ports.ts";

export class HandClock implements Clock {
  #elapsedMs = 0;

  constructor(private readonly startMs = 1_700_000_000_000) {}

  now(): number {
    return this.startMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  advance(ms: number): void {
    this.#elapsedMs += ms;
  }
}
