import assert from "node:assert/strict";
import fc from "fast-check";
import { coverTime } from "../../../lib/store/time_cover.ts";

const STEPS = [10, 40, 240];

Deno.test("coverTime takes the longest steps, and shorter ones at the edges", () => {
  assert.deepEqual(coverTime(35, 545, STEPS), [
    { stepMs: null, fromMs: 35, toMs: 40 },
    { stepMs: 40, fromMs: 40, toMs: 240 },
    { stepMs: 240, fromMs: 240, toMs: 480 },
    { stepMs: 40, fromMs: 480, toMs: 520 },
    { stepMs: 10, fromMs: 520, toMs: 540 },
    { stepMs: null, fromMs: 540, toMs: 545 },
  ]);
  assert.deepEqual(coverTime(3, 8, STEPS), [{ stepMs: null, fromMs: 3, toMs: 8 }]);
  assert.deepEqual(coverTime(8, 8, STEPS), []);
});

Deno.test("coverTime is the window exactly, of whole steps", () => {
  fc.assert(fc.property(fc.nat(3000), fc.nat(3000), (from, length) => {
    const spans = coverTime(from, from + length, STEPS);

    let at = from;
    for (const { stepMs, fromMs, toMs } of spans) {
      assert.equal(fromMs, at);
      assert.ok(toMs > fromMs);
      if (stepMs !== null) assert.deepEqual([fromMs % stepMs, toMs % stepMs], [0, 0]);
      else assert.ok(toMs - fromMs < 20);
      at = toMs;
    }
    assert.equal(at, from + length);
  }));
});
