/**
 * From many short runs to one line for each target: medians, since a busy machine makes outliers,
 * and differences and ratios within the same round, since all targets of a round saw the same
 * machine.
 *
 * @module
 */
import type { Measured } from "./measure.ts";

/** Runs of one scenario: target name → one entry for each round, in order. */
export type Rounds = Readonly<Record<string, readonly Measured[]>>;

/** Percentiles in ms. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** One target in one scenario. */
export interface Line {
  readonly target: string;
  readonly requestsPerSecond: number;
  /** Throughput as a multiple of the bare pass-through's; null without one. */
  readonly timesBare: number | null;
  readonly latency: Percentiles;
  /** Over the direct call; null for the direct call itself. */
  readonly added: Percentiles | null;
  readonly firstByteP50: number;
  readonly eventsPerSecond: number;
  readonly cpuMicrosPerRequest: number | null;
  readonly residentMb: number | null;
  /** Answers that were not 200, and requests without one. */
  readonly failed: number;
  readonly requests: number;
}

/** The middle value; the mean of both middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** One line for each target that has runs. */
export function summarize(rounds: Rounds): readonly Line[] {
  const direct = rounds["direct"];
  const bare = rounds["bare"];
  return Object.entries(rounds).filter(([, runs]) => runs.length > 0).map(([target, runs]) => {
    const mid = (pick: (run: Measured) => number): number => median(runs.map(pick));
    const added = (key: keyof Percentiles): number =>
      median(runs.map((run, round) => {
        const floor = direct?.[round]?.load.latency[key] ?? NaN;
        return run.load.latency[key] - floor;
      }));
    const known = (pick: (run: Measured) => number | null): number | null => {
      const values = runs.map(pick).filter((value) => value !== null);
      return values.length === 0 ? null : median(values);
    };
    return {
      target,
      requestsPerSecond: mid((run) => run.load.requestsPerSecond),
      timesBare: bare === undefined ? null : median(
        runs.map((run, round) =>
          run.load.requestsPerSecond / (bare[round]?.load.requestsPerSecond ?? NaN)
        ),
      ),
      latency: {
        p50: mid((run) => run.load.latency.p50),
        p95: mid((run) => run.load.latency.p95),
        p99: mid((run) => run.load.latency.p99),
      },
      added: target === "direct" || direct === undefined
        ? null
        : { p50: added("p50"), p95: added("p95"), p99: added("p99") },
      firstByteP50: mid((run) => run.load.firstByte.p50),
      eventsPerSecond: mid((run) => run.load.eventsPerSecond),
      cpuMicrosPerRequest: known((run) => run.cpuMicrosPerRequest),
      residentMb: known((run) => run.residentMb),
      failed: runs.reduce((sum, { load }) => sum + load.requests - load.ok, 0),
      requests: runs.reduce((sum, { load }) => sum + load.requests, 0),
    };
  });
}

/** How many times the throughput of `other` the target has, in the middle round; null if unknown. */
export function throughputRatio(rounds: Rounds, target: string, other: string): number | null {
  const runs = rounds[target] ?? [];
  const others = rounds[other] ?? [];
  if (runs.length === 0 || others.length === 0) return null;
  return median(
    runs.map((run, round) =>
      run.load.requestsPerSecond / (others[round]?.load.requestsPerSecond ?? NaN)
    ),
  );
}
