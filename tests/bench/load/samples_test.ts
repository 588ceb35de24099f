import assert from "node:assert/strict";
import { Samples } from "../../../bench/load/samples.ts";

Deno.test("Samples gives exact percentiles by nearest rank", () => {
  const samples = new Samples();
  for (let ms = 10_000; ms >= 1; ms--) samples.add(ms);
  assert.deepEqual(samples.distribution(), {
    p50: 5000,
    p95: 9500,
    p99: 9900,
    max: 10_000,
    mean: 5000.5,
  });
});

Deno.test("Samples of nothing is all zero", () => {
  assert.deepEqual(new Samples().distribution(), { p50: 0, p95: 0, p99: 0, max: 0, mean: 0 });
});
