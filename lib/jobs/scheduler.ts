/**
 * Background work: each job runs again and again, on its own.
 *
 * @module
 */
import type { Log } from "../domain/ports.ts";

/** Something that is done now and then. */
export interface Job {
  /** For the log, e.g. `retention`. */
  readonly name: string;
  /** Time between the end of one run and the start of the next, ms. */
  readonly periodMs: number;
  /** Time until the first run, ms; default: one period. */
  readonly firstAfterMs?: number;
  /** Ends early when `signal` fires. What it throws is logged. */
  run(signal: AbortSignal): Promise<void>;
}

/** Runs something once after a delay, ms; the function given back prevents it. */
export type Timer = (run: () => void, delayMs: number) => () => void;

/** The longest delay that timers take; they run a longer one at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

const systemTimer: Timer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** Runs jobs until it is stopped. A job never overlaps itself; a failing one runs again next time. */
export class Scheduler {
  readonly #log: Log;
  readonly #timer: Timer;
  readonly #stopping = new AbortController();
  readonly #cancel = new Map<Job, () => void>();
  readonly #running = new Map<Job, Promise<void>>();

  constructor(log: Log, timer: Timer = systemTimer) {
    this.#log = log;
    this.#timer = timer;
  }

  /** Begins with a job. */
  start(job: Job): void {
    this.#wait(job, job.firstAfterMs ?? job.periodMs);
  }

  /** Begins nothing new, asks what runs to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const cancel of this.#cancel.values()) cancel();
    this.#cancel.clear();
    await Promise.all(this.#running.values());
  }

  #wait(job: Job, delayMs: number): void {
    if (this.#stopping.signal.aborted) return;
    const cancel = this.#timer(() => {
      this.#cancel.delete(job);
      this.#running.set(job, this.#run(job));
    }, Math.min(delayMs, MAX_DELAY_MS));
    this.#cancel.set(job, cancel);
  }

  async #run(job: Job): Promise<void> {
    try {
      await job.run(this.#stopping.signal);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      // What fails because it was told to end has not failed.
      if (!this.#stopping.signal.aborted) {
        this.#log.error("A background job failed", { job: job.name, problem });
      }
    }
    this.#running.delete(job);
    this.#wait(job, job.periodMs);
  }
}
