import assert from "node:assert/strict";
import fc from "fast-check";
import {
  areaUnder,
  areaUnderRoc,
  recoveryCurve,
  shareFor,
} from "../../../../lib/router/eval/curve.ts";

Deno.test("recoveryCurve goes through the prompts by score and takes equal scores together", () => {
  const curve = recoveryCurve([3, 1, 1, 2], [1, 0, 1, 0]);

  assert.deepEqual(curve, [
    { share: 0, recovered: 0 },
    { share: 0.25, recovered: 0.5 },
    { share: 0.5, recovered: 0.5 },
    { share: 1, recovered: 1 },
  ]);
});

Deno.test("areaUnder is 0.5 when all scores are equal, whatever the gains", () => {
  const gains = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1 })
    .filter((list) => list.reduce((sum, gain) => sum + gain, 0) !== 0);
  fc.assert(fc.property(gains, (list) => {
    assert.equal(areaUnder(recoveryCurve(list.map(() => 0.3), list)), 0.5);
  }));
});

Deno.test("areaUnder of a score and of its opposite add up to 1", () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -1, max: 1 })), {
    minLength: 2,
  }).filter((list) => list.reduce((sum, [, gain]) => sum + gain, 0) !== 0);
  fc.assert(fc.property(rows, (list) => {
    const gains = list.map(([, gain]) => gain);
    const up = areaUnder(recoveryCurve(list.map(([score]) => score), gains));
    const down = areaUnder(recoveryCurve(list.map(([score]) => -score), gains));
    assert.ok(Math.abs(up + down - 1) < 1e-9);
  }));
});

Deno.test("recoveryCurve counts a prompt as often as it is told to", () => {
  const counted = recoveryCurve([2, 1, 0], [1, 0, 1], [2, 0, 1]);

  assert.deepEqual(counted.at(-1), { share: 1, recovered: 1 });
  assert.equal(areaUnder(counted), areaUnder(recoveryCurve([2, 2, 0], [1, 1, 1])));
});

Deno.test("recoveryCurve is empty when both models do equally well", () => {
  assert.deepEqual(recoveryCurve([1, 2], [1, -1]), []);
});

Deno.test("shareFor finds the share in a straight line between two points, 1 when never reached", () => {
  const curve = recoveryCurve([2, 1], [1, 1]);
  const table = [[0, 0], [0.25, 0.25], [0.5, 0.5], [0.8, 0.8], [1.5, 1]] as const;
  for (const [part, share] of table) assert.ok(Math.abs(shareFor(curve, part) - share) < 1e-9);
});

Deno.test("areaUnderRoc is 1 for the right order, 0 for the wrong one, 0.5 for none", () => {
  assert.equal(areaUnderRoc([3, 2, 1], [1, 0, -1]), 1);
  assert.equal(areaUnderRoc([1, 2, 3], [1, 0, -1]), 0);
  assert.equal(areaUnderRoc([1, 1, 1], [1, 0, -1]), 0.5);
  assert.ok(Number.isNaN(areaUnderRoc([1, 2], [1, 1])));
});
