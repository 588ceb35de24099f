import assert from "node:assert/strict";
import fc from "fast-check";
import { TIERS } from "../../../lib/domain/routing.ts";
import { nearestTiers, staysIn, tierOf } from "../../../lib/router/tiers.ts";

const BOUNDARIES = { simpleMedium: 0.25, mediumComplex: 0.5, complexReasoning: 0.75 };

Deno.test("tierOf: a score on a boundary is above it", () => {
  const scores = [0, 0.2499, 0.25, 0.4999, 0.5, 0.7499, 0.75, 1];

  assert.deepEqual(scores.map((score) => TIERS.indexOf(tierOf(score, BOUNDARIES))), [
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
  ]);
});

Deno.test("tierOf never falls when the score rises", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(score, score, (a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const rank = (value: number) => TIERS.indexOf(tierOf(value, BOUNDARIES));
    assert.ok(rank(low) <= rank(high));
  }));
});

Deno.test("staysIn widens a tier by the margin on both sides", () => {
  assert.ok(staysIn("MEDIUM", 0.22, BOUNDARIES, 0.05));
  assert.ok(staysIn("MEDIUM", 0.54, BOUNDARIES, 0.05));
  assert.ok(!staysIn("MEDIUM", 0.55, BOUNDARIES, 0.05));
  assert.ok(!staysIn("MEDIUM", 0.19, BOUNDARIES, 0.05));
  assert.ok(staysIn("REASONING", 1, BOUNDARIES, 0) && staysIn("SIMPLE", 0, BOUNDARIES, 0));
});

Deno.test("nearestTiers goes outwards, the more capable one first", () => {
  assert.deepEqual(nearestTiers("MEDIUM"), ["MEDIUM", "COMPLEX", "SIMPLE", "REASONING"]);
  assert.deepEqual(nearestTiers("REASONING"), ["REASONING", "COMPLEX", "MEDIUM", "SIMPLE"]);
});
