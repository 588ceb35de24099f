import assert from "node:assert/strict";
import fc from "fast-check";
import * as prometheus from "prom-client";
import { Histogram } from "../../../lib/telemetry/histogram.ts";

const BOUNDS = [0.0001, 0.5, 2];

Deno.test("Histogram renders exactly what prom-client's histogram renders", async () => {
  const value = fc.oneof(
    fc.constantFrom(...BOUNDS, -1, 0),
    fc.double({ noNaN: true, min: -9, max: 9 }),
  );
  await fc.assert(fc.asyncProperty(fc.array(value), fc.array(value), async (first, second) => {
    const registry = new prometheus.Registry();
    const config = { name: "t_seconds", help: "h", labelNames: ["a", "b"], registers: [registry] };
    const theirs = new prometheus.Histogram({ ...config, buckets: BOUNDS });
    const ours = new Histogram("t_seconds", "h", BOUNDS);
    for (const [a, values] of [["x", first], ["y", second]] as const) {
      const labels = { a, b: "/v1" };
      const tally = ours.tally(labels);
      theirs.zero(labels);
      for (const one of values) {
        tally.observe(one);
        theirs.observe(labels, one);
      }
    }
    assert.equal(ours.render(), await registry.metrics());
  }));
});

Deno.test("Tally leaves out what is no number", () => {
  const tally = new Histogram("t", "h", BOUNDS).tally({});
  for (const value of [NaN, Infinity, 1]) tally.observe(value);
  assert.deepEqual([tally.sum, tally.counts], [1, [0, 0, 1, 0]]);
});
