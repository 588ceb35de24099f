/**
 * One run of one load against one target: the load generator in a process of its own, and what the
 * target's process used meanwhile.
 *
 * @module
 */
import { cpuSeconds, residentMb, runCommand } from "../process.ts";
import type { LoadScenario } from "../scenarios.ts";
import type { RunningTarget } from "../targets/target.ts";
import type { LoadResult } from "../load/tally.ts";
import { runWrk } from "../load/wrk.ts";

const LOAD = new URL("../load.ts", import.meta.url).pathname;

/** Which program makes the load. `wrk` does closed loops only. */
export type Driver = "deno" | "wrk";

/** How long and how. */
export interface MeasureOptions {
  readonly seconds: number;
  readonly warmup: number;
  readonly driver: Driver;
}

/** One run's numbers. */
export interface Measured {
  readonly load: LoadResult;
  /** CPU time of the target for each request, microseconds; null for the simulator itself. */
  readonly cpuMicrosPerRequest: number | null;
  /** Resident memory at the end, MB. */
  readonly residentMb: number | null;
}

/** Runs the load to its end. */
export async function measure(
  target: RunningTarget,
  scenario: LoadScenario,
  options: MeasureOptions,
): Promise<Measured> {
  const before = target.pid === null ? null : await cpuSeconds(target.pid);
  const load = options.driver === "wrk" && scenario.rate === null
    ? await runWrk(target, scenario, options.seconds)
    : await runDeno(target, scenario, options);
  await target.mustRun();
  const after = target.pid === null ? null : await cpuSeconds(target.pid);
  const requests = Math.max(1, load.answered.rows);
  return {
    load,
    cpuMicrosPerRequest: before === null || after === null
      ? null
      : (after - before) * 1e6 / requests,
    residentMb: target.pid === null ? null : await residentMb(target.pid),
  };
}

async function runDeno(
  target: RunningTarget,
  scenario: LoadScenario,
  options: MeasureOptions,
): Promise<LoadResult> {
  const headers = Object.entries(target.headers).flatMap(([name, value]) => [
    "--header",
    `${name}:${value}`,
  ]);
  const output = await runCommand(Deno.execPath(), [
    "run",
    "-A",
    LOAD,
    "--url",
    target.url,
    "--model",
    target.model(scenario.provider),
    ...(scenario.stream ? ["--stream"] : []),
    "--prompt-bytes",
    String(scenario.promptBytes),
    "--concurrency",
    String(scenario.concurrency),
    ...(scenario.rate === null ? [] : ["--rate", String(scenario.rate)]),
    "--seconds",
    String(options.seconds),
    "--warmup",
    String(options.warmup),
    ...headers,
  ]);
  const result: LoadResult = JSON.parse(output);
  return result;
}
