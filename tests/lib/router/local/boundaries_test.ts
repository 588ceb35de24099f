import assert from "node:assert/strict";
import fc from "fast-check";
import {
  boundariesForShares,
  quantileAt,
  quantilesOf,
} from "../../../../lib/router/local/boundaries.ts";
import { tierOf } from "../../../../lib/router/tiers.ts";

Deno.test("boundariesForShares gives each tier its share of the scores they were made from", () => {
  const scores = Array.from({ length: 1000 }, (_, at) => ((at * 7919) % 1000) / 1000);

  const boundaries = boundariesForShares(quantilesOf(scores), [50, 25, 15, 10]);

  const tiers = scores.map((score) => tierOf(score, boundaries));
  const count = (tier: string) => tiers.filter((one) => one === tier).length;
  for (const [tier, share] of [["SIMPLE", 500], ["MEDIUM", 250], ["COMPLEX", 150]] as const) {
    assert.ok(Math.abs(count(tier) - share) <= 5, `${tier}: ${count(tier)}`);
  }
});

Deno.test("boundariesForShares rises for any scores and shares", () => {
  const share = fc.double({ min: 0.01, max: 100, noNaN: true });
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(score, { minLength: 1 }),
      fc.tuple(share, share, share, share),
      (scores, shares) => {
        const { simpleMedium, mediumComplex, complexReasoning } = boundariesForShares(
          quantilesOf(scores),
          shares,
        );
        assert.ok(simpleMedium <= mediumComplex && mediumComplex <= complexReasoning);
      },
    ),
  );
});

Deno.test("quantileAt goes between two quantiles in a straight line and never outside", () => {
  const table = [[0, 1], [0.25, 1.5], [0.5, 2], [0.75, 4], [1, 6], [-1, 1], [2, 6]] as const;
  for (const [part, expected] of table) assert.equal(quantileAt([1, 2, 6], part), expected);
});
