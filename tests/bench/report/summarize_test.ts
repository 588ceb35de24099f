import assert from "node:assert/strict";
import { type LoadResult, Tally } from "../../../bench/load/tally.ts";
import type { Measured } from "../../../bench/report/measure.ts";
import { median, summarize, throughputRatio } from "../../../bench/report/summarize.ts";
import { judge } from "../../../bench/report/yardsticks.ts";

const NOTHING: LoadResult = new Tally().result(1, 0);

function run(
  requestsPerSecond: number,
  p50: number,
  residentMb: number | null = null,
  ok = 10,
): Measured {
  const latency = { ...NOTHING.latency, p50, p95: 2 * p50, p99: 3 * p50 };
  return {
    load: { ...NOTHING, requests: 10, ok, requestsPerSecond, latency },
    cpuMicrosPerRequest: null,
    residentMb,
  };
}

const ROUNDS = {
  direct: [run(100, 1), run(50, 2), run(100, 1)],
  bare: [run(50, 2), run(20, 5), run(40, 2)],
  flow: [run(45, 3), run(20, 6), run(32, 2.5)],
};

Deno.test("median takes the middle, or the mean of both middle ones", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

Deno.test("summarize compares within each round, then takes the median", () => {
  const flow = summarize(ROUNDS).find((line) => line.target === "flow");
  assert.equal(flow?.timesBare, 0.9, "of 0.9, 1 and 0.8");
  assert.deepEqual(flow?.added, { p50: 2, p95: 4, p99: 6 }, "of 2, 4 and 1.5 for p50");
  assert.equal(flow?.failed, 0);
  assert.equal(summarize(ROUNDS)[0]?.added, null, "nothing is added to the direct call");
});

Deno.test("throughputRatio is null for what was not run", () => {
  assert.equal(throughputRatio(ROUNDS, "flow", "bare"), 0.9);
  assert.equal(throughputRatio(ROUNDS, "flow", "portkey"), null);
});

Deno.test("judge says met, not met, or not run", () => {
  const slow = { ...ROUNDS, flow: [run(10, 9, 201), run(10, 9, 150), run(10, 9, 201)] };
  const failing = { ...ROUNDS, flow: [run(45, 3, null, 5), run(45, 3), run(45, 3)] };
  const met = (rounds: typeof ROUNDS) =>
    judge(new Map([["plain-16", rounds]])).map((stick) => stick.met);
  assert.deepEqual(met(ROUNDS), [true, null, null, null, null, null, null, null]);
  assert.deepEqual(met(slow), [false, null, null, null, null, null, null, false]);
  assert.deepEqual(met(failing)[0], false, "fast, but not answered");
});
