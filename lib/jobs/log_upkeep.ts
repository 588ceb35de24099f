/**
 * Brings the sums over the log and the index of its words up to date, a little at a time.
 *
 * @module
 */
import type { Store } from "../store/store.ts";
import type { Job } from "./scheduler.ts";

export interface LogUpkeepOptions {
  readonly store: Pick<Store, "sumRows" | "indexBodies">;
  /** Resolves after so many ms; rejects as soon as the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds from an arbitrary start. */
  readonly monotonic: () => number;
}

/** Fewer steps with more rows cost less; more rows would keep log rows waiting. */
const SUM_ROWS = 500;
const INDEX_STEP = { maxRows: 250, maxBytes: 2 * 1024 * 1024 };
const PERIOD_MS = 2000;
/** Times as long as a step took that the writer is left to others. */
const REST = 3;

/** The job. */
export function logUpkeepJob(options: LogUpkeepOptions): Job {
  const { store } = options;
  return {
    name: "log upkeep",
    periodMs: PERIOD_MS,
    run: async (signal) => {
      await catchUp(() => store.sumRows(SUM_ROWS), options, signal);
      await catchUp(() => store.indexBodies(INDEX_STEP), options, signal);
    },
  };
}

/** Repeats a step until there is nothing left to do, with pauses. */
async function catchUp(
  step: () => Promise<{ readonly isComplete: boolean }>,
  { pause, monotonic }: LogUpkeepOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const start = monotonic();
    if ((await step()).isComplete) return;
    await pause(Math.max(10, (monotonic() - start) * REST), signal);
  }
}
