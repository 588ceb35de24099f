/**
 * Enforces the time limits of all exchanges with one timer. A timer per request, and one more per
 * piece of a stream, would cost more than the work that they guard.
 *
 * @module
 */
import type { Clock } from "../domain/ports.ts";
import type { Exchange } from "./exchange.ts";

/** How exactly limits are kept, ms. */
const TICK_MS = 100;

/** Watches exchanges until they are over; the timer runs only while there are any. */
export class Watchdog {
  readonly #watched = new Set<Exchange>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly clock: Clock) {}

  watch(exchange: Exchange): void {
    this.#watched.add(exchange);
    this.#timer ??= setInterval(() => this.#look(), TICK_MS);
  }

  /** Exchanges under way. */
  get count(): number {
    return [...this.#watched].filter((exchange) => exchange.phase !== "over").length;
  }

  #look(): void {
    const now = this.clock.monotonic();
    for (const exchange of this.#watched) {
      exchange.enforceLimits(now);
      if (exchange.phase === "over") this.#watched.delete(exchange);
    }
    if (this.#watched.size === 0) this.stop();
  }

  /** Stops the timer; the next `watch` starts it again. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
