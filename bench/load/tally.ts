/**
 * Adds up what happened to the requests of a load run.
 *
 * @module
 */
import type { Exchanged } from "./connection.ts";
import { type Distribution, Samples } from "./samples.ts";

/** What happened, warm-up left out except in the sums. */
export interface LoadResult {
  readonly requests: number;
  readonly ok: number;
  readonly errors: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errorSamples: readonly string[];
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Fewest and most events in one answer. */
  readonly eventsPerAnswer: readonly [number, number];
  readonly bytes: number;
  /** To the last byte, ms. */
  readonly latency: Distribution;
  /** To the first body byte, ms. */
  readonly firstByte: Distribution;
  /** Open loop: how late requests were sent, ms; contained in the other times. */
  readonly lag: Distribution;
  /** CPU time of the load generator itself, seconds. */
  readonly cpuSeconds: number;
  /** Over all answers with status 200, warm-up included: what must stand in the target's log. */
  readonly answered: {
    readonly rows: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
  };
}

/** Collects outcomes; `result` says what they amount to. */
export class Tally {
  errors = 0;
  #ok = 0;
  #bytes = 0;
  #events = 0;
  #fewest = Infinity;
  #most = 0;
  #statuses: Record<string, number> = {};
  #errorSamples: string[] = [];
  #latency = new Samples();
  #firstByte = new Samples();
  #lag = new Samples();
  readonly #answered = { rows: 0, promptTokens: 0, completionTokens: 0 };

  add(
    dueAt: number,
    sentAt: number,
    exchanged: Exchanged,
    prompt: { readonly promptTokens: number; readonly completionTokens: number },
  ): void {
    const { status } = exchanged;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#bytes += exchanged.bytes;
    this.#events += exchanged.events;
    this.#fewest = Math.min(this.#fewest, exchanged.events);
    this.#most = Math.max(this.#most, exchanged.events);
    this.#latency.add(exchanged.doneAt - dueAt);
    this.#firstByte.add(exchanged.firstByteAt - dueAt);
    this.#lag.add(sentAt - dueAt);
    if (status !== 200) return;
    this.#ok++;
    this.#answered.rows++;
    this.#answered.promptTokens += prompt.promptTokens;
    this.#answered.completionTokens += prompt.completionTokens;
  }

  fail(thrown: unknown): void {
    this.errors++;
    if (this.#errorSamples.length < 5) this.#errorSamples.push(String(thrown));
  }

  /** Forgets the warm-up, but for the sums. */
  restart(): void {
    this.errors =
      this.#ok =
      this.#bytes =
      this.#events =
      this.#most =
        0;
    this.#fewest = Infinity;
    this.#statuses = {};
    this.#latency = new Samples();
    this.#firstByte = new Samples();
    this.#lag = new Samples();
  }

  result(seconds: number, cpuSeconds: number): LoadResult {
    const answers = Object.values(this.#statuses).reduce((sum, count) => sum + count, 0);
    return {
      requests: answers + this.errors,
      ok: this.#ok,
      errors: this.errors,
      statuses: this.#statuses,
      errorSamples: this.#errorSamples,
      seconds,
      requestsPerSecond: answers / seconds,
      events: this.#events,
      eventsPerSecond: this.#events / seconds,
      eventsPerAnswer: [this.#fewest === Infinity ? 0 : this.#fewest, this.#most],
      bytes: this.#bytes,
      latency: this.#latency.distribution(),
      firstByte: this.#firstByte.distribution(),
      lag: this.#lag.distribution(),
      cpuSeconds,
      answered: { ...this.#answered },
    };
  }
}
