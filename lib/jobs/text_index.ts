/**
 * Brings the index of words over the bodies up to date, a little at a time.
 *
 * @module
 */
import type { Store } from "../store/store.ts";
import type { Job } from "./scheduler.ts";

export interface TextIndexOptions {
  readonly store: Pick<Store, "indexBodies">;
  /** Resolves after so many ms; rejects as soon as the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds from an arbitrary start. */
  readonly monotonic: () => number;
}

/** Fewer steps with more rows cost less; more rows would keep log rows waiting. */
const STEP = { maxRows: 250, maxBytes: 2 * 1024 * 1024 };
const PERIOD_MS = 2000;
/** Times as long as a step took that the writer is left to others. */
const REST = 3;

/** The job. */
export function textIndexJob(options: TextIndexOptions): Job {
  return {
    name: "text index",
    periodMs: PERIOD_MS,
    run: (signal) => catchUp(options, signal),
  };
}

/** Indexes what waits, with pauses. */
export async function catchUp(
  { store, pause, monotonic }: TextIndexOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const start = monotonic();
    const { isComplete } = await store.indexBodies(STEP);
    if (isComplete) return;
    await pause(Math.max(10, (monotonic() - start) * REST), signal);
  }
}
