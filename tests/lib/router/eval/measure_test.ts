import assert from "node:assert/strict";
import { gainsOf, measure, rowsWith } from "../../../../lib/router/eval/measure.ts";
import type { OutcomeRow } from "../../../../lib/router/eval/outcomes_file.ts";

const PAIR = { strong: "big", weak: "small" };

function row(big: number, small: number, costs: readonly [string, number][] = []): OutcomeRow {
  return {
    text: "",
    bench: "all",
    outcomes: new Map([["big", big], ["small", small]]),
    costs: new Map(costs),
  };
}

/** Every second prompt needs the big model. */
const ROWS = Array.from({ length: 200 }, (_, at) => row(1, at % 2, [["big", 10], ["small", 1]]));

Deno.test("measure finds a perfect scorer perfect, with half of the prompts at the strong model", () => {
  const { apgr, cpt50, cpt80, auc, equalQuality } = measure(
    ROWS,
    PAIR,
    ROWS.map(({ outcomes }) => 1 - outcomes.get("small")!),
  );

  assert.equal(apgr.value, 0.75);
  assert.equal(cpt50.value, 0.25);
  assert.ok(Math.abs(cpt80.value - 0.4) < 1e-9);
  assert.equal(auc, 1);
  assert.ok(apgr.low > 0.65 && apgr.low <= apgr.value && apgr.value <= apgr.high);
  assert.ok(Math.abs(equalQuality.share - 0.45) < 1e-9);
  assert.deepEqual([equalQuality.cost, equalQuality.allStrongCost], [90 * 10 + 110, 2000]);
});

Deno.test("measure gives the same figures each time", () => {
  const scores = ROWS.map((_, at) => (at * 37) % 11);

  assert.deepEqual(measure(ROWS, PAIR, scores), measure(ROWS, PAIR, scores));
});

Deno.test("measure reckons no cost when one is missing", () => {
  const { equalQuality } = measure([...ROWS, row(1, 0)], PAIR, new Float64Array(201), 10);

  assert.equal(equalQuality.cost, null);
});

Deno.test("rowsWith and gainsOf keep the rows that hold both models", () => {
  const other = { ...row(1, 0), outcomes: new Map([["big", 1]]) };
  const rows = rowsWith([row(1, 0.25), other], PAIR);

  assert.deepEqual([...gainsOf(rows, PAIR)], [0.75]);
});
