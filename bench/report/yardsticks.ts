/**
 * What this gateway holds itself to, judged on one run.
 *
 * @module
 */
import type { Line, Rounds } from "./summarize.ts";
import { summarize, throughputRatio } from "./summarize.ts";

/** One goal and how it went; `met` null when the run did not measure it. */
export interface Yardstick {
  readonly goal: string;
  readonly found: string;
  readonly met: boolean | null;
}

/** More failed requests than this share, and a scenario is not met, whatever its times. */
const MOST_FAILED = 0.001;

/** Judges by scenario name. */
export function judge(rounds: ReadonlyMap<string, Rounds>): readonly Yardstick[] {
  const of = (scenario: string): Rounds => rounds.get(scenario) ?? {};
  const flowLine = (scenario: string): Line | undefined =>
    summarize(of(scenario)).find((line) => line.target === "flow");
  const ratio = (goal: string, scenario: string, other: string, least: number): Yardstick => {
    const found = throughputRatio(of(scenario), "flow", other);
    const whole = answersWell(flowLine(scenario));
    return {
      goal: `${goal} ≥ ${least} × ${other}`,
      found: found === null ? "–" : `${found.toFixed(2)} ×`,
      met: found === null ? null : found >= least && whole,
    };
  };
  const open = flowLine("open-300")?.added ?? null;
  const openWhole = answersWell(flowLine("open-300"));
  const bareOpen = summarize(of("open-300")).find((line) => line.target === "bare")?.added ?? null;
  const memory = [...rounds.keys()].map((name) => flowLine(name)?.residentMb ?? null)
    .filter((value) => value !== null);
  return [
    ratio("throughput non-stream, 16 callers", "plain-16", "bare", 0.8),
    ratio("throughput unpaced stream of 200, 16 callers", "stream-16", "bare", 0.8),
    ratio("throughput paced stream of 200, 64 callers", "paced-64", "bare", 0.8),
    ratio("throughput non-stream, 16 callers", "plain-16", "portkey", 8),
    ratio("throughput non-stream, 16 callers", "plain-16", "litellm", 15),
    {
      goal: "added p50 at 300 requests/s ≤ 1 ms",
      found: open === null ? "–" : `${open.p50.toFixed(2)} ms`,
      met: open === null ? null : open.p50 <= 1 && openWhole,
    },
    {
      goal: "added p99 at 300 requests/s ≤ 2 × bare",
      found: open === null || bareOpen === null
        ? "–"
        : `${open.p99.toFixed(2)} ms against ${bareOpen.p99.toFixed(2)} ms`,
      met: open === null || bareOpen === null
        ? null
        : open.p99 <= 2 * Math.max(bareOpen.p99, 0) && openWhole,
    },
    {
      goal: "RSS ≤ 200 MB",
      found: memory.length === 0 ? "–" : `${Math.max(...memory).toFixed(0)} MB`,
      met: memory.length === 0 ? null : Math.max(...memory) <= 200,
    },
  ];
}

const answersWell = (line: Line | undefined): boolean =>
  line !== undefined && line.failed <= line.requests * MOST_FAILED;
