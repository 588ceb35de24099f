/**
 * Keeps the request log within an age and a size, and deletes stored responses that have expired.
 *
 * @module
 */
import type { Clock, Log } from "../domain/ports.ts";
import type { LogPruner } from "../store/log_pruning.ts";
import type { Job } from "./scheduler.ts";

export interface RetentionOptions {
  readonly pruner: LogPruner;
  readonly clock: Clock;
  readonly log: Log;
  /** Log rows older than this go, days; 0 keeps them for ever. */
  readonly maxAgeDays: number;
  /** Bytes that the database may take; 0 is no limit. */
  readonly maxBytes: number;
  readonly periodMs: number;
}

/** What one run deleted. */
export interface RetentionReport {
  /** Rows with their bodies. */
  readonly rowsTooOld: number;
  /** Stored responses whose time was over. */
  readonly responsesExpired: number;
  /** Bodies whose rows were kept. */
  readonly bodiesForSize: number;
  readonly responsesForSize: number;
  readonly rowsForSize: number;
}

const DAY_MS = 86_400_000;
/** Rows in one step: some ten milliseconds of the writer's time. */
const STEP_ROWS = 250;
/** Pages of 16 KiB given back in one step. */
const STEP_PAGES = 125;
/** A long first wait would let a database that is restarted often grow without end. */
const FIRST_AFTER_MS = 60_000;

/** The job; it logs what it deleted. */
export function retentionJob(options: RetentionOptions): Job {
  return {
    name: "retention",
    periodMs: options.periodMs,
    firstAfterMs: Math.min(FIRST_AFTER_MS, options.periodMs),
    run: async (signal) => {
      const report = await applyRetention(options, signal);
      if (Object.values(report).every((count) => count === 0)) return;
      options.log.info("Stored data was deleted to keep within age and size", {
        rows_too_old: report.rowsTooOld,
        responses_expired: report.responsesExpired,
        bodies_for_size: report.bodiesForSize,
        responses_for_size: report.responsesForSize,
        rows_for_size: report.rowsForSize,
      });
    },
  };
}

/**
 * Deletes what is too old, then, while too much is left, the oldest bodies, after them the oldest
 * stored responses and last the oldest rows. Works in small steps; other writes come between them.
 */
export async function applyRetention(
  options: RetentionOptions,
  signal: AbortSignal,
): Promise<RetentionReport> {
  const { pruner, clock, maxAgeDays } = options;
  const before = clock.now() - maxAgeDays * DAY_MS;
  const rowsTooOld = maxAgeDays === 0
    ? 0
    : await deleteAll(() => pruner.deleteRowsBefore(before, STEP_ROWS), signal);
  const responsesExpired = await deleteAll(
    () => pruner.deleteExpiredResponses(clock.now(), STEP_ROWS),
    signal,
  );
  const budget = await sizeBudget(options);
  const tooLarge = async () => budget !== null && await pruner.usedBytes() > budget;
  const bodiesForSize = await deleteWhile(
    tooLarge,
    () => pruner.deleteOldestBodies(STEP_ROWS),
    signal,
  );
  const responsesForSize = await deleteWhile(
    tooLarge,
    () => pruner.deleteOldestResponses(STEP_ROWS),
    signal,
  );
  const rowsForSize = await deleteWhile(
    tooLarge,
    () => pruner.deleteOldestRows(STEP_ROWS),
    signal,
  );
  while (!signal.aborted && await pruner.giveBack(STEP_PAGES));
  return { rowsTooOld, responsesExpired, bodiesForSize, responsesForSize, rowsForSize };
}

/**
 * Bytes for the database without its write-ahead log; null for no limit. Deleting makes that log
 * longer, not shorter, so however long it is the database keeps half of the whole.
 */
async function sizeBudget({ maxBytes, pruner }: RetentionOptions): Promise<number | null> {
  if (maxBytes === 0) return null;
  return Math.max(maxBytes - await pruner.walBytes(), maxBytes / 2);
}

function deleteAll(step: () => Promise<number>, signal: AbortSignal): Promise<number> {
  return deleteWhile(() => Promise.resolve(true), step, signal);
}

/** Repeats a step while it is needed and deletes something; tells how many in all. */
async function deleteWhile(
  needed: () => Promise<boolean>,
  step: () => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  while (!signal.aborted && await needed()) {
    const deleted = await step();
    if (deleted === 0) break;
    total += deleted;
  }
  return total;
}
