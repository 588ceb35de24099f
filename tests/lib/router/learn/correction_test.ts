import assert from "node:assert/strict";
import {
  corrected,
  type Correction,
  CORRECTION_VERSION,
  parseCorrection,
} from "../../../../lib/router/learn/correction.ts";
import { toScore } from "../../../../lib/router/local/model.ts";
import { shippedModel } from "../../../../lib/router/local/shipped_model.ts";

const prior = shippedModel();
const TEXTS = ["Hi", "Prove that the sum of two odd integers is even.", "x = {1}; y = {2};"];

const CORRECTION: Correction = {
  version: CORRECTION_VERSION,
  pair: { strong: "big", weak: "small" },
  prompts: 300,
  weights: Array.from(
    { length: prior.weights.weights.length + 1 },
    (_, at) => Math.sin(at) / 10,
  ),
  mean: 0.05,
  spread: 0.2,
  priorMean: -0.3,
  priorSpread: 0.8,
};

Deno.test("corrected scores by the learned weights, with the prior's average and spread", () => {
  const model = corrected(prior, CORRECTION);
  for (const text of TEXTS) {
    const raw = prior.features(text)
      .reduce((sum, value, at) => sum + value * CORRECTION.weights[at]!, 0);
    const expected = toScore(-0.3 + (raw - 0.05) / 0.2 * 0.8);

    assert.ok(Math.abs(model.score(text).value - expected) < 1e-9, text);
  }
});

Deno.test("corrected gives the prior back when only the prior's score counts", () => {
  const weights = CORRECTION.weights.map((_, at) => at === prior.weights.weights.length ? 1 : 0);
  const model = corrected(prior, { ...CORRECTION, weights, mean: -0.3, spread: 0.8 });
  for (const text of TEXTS) {
    assert.ok(Math.abs(model.score(text).value - prior.score(text).value) < 1e-9, text);
  }
});

Deno.test("parseCorrection reads its own JSON and refuses what is none", () => {
  assert.deepEqual(parseCorrection(JSON.parse(JSON.stringify(CORRECTION))), CORRECTION);
  const table = [
    [null, "it must be an object"],
    [{ ...CORRECTION, version: 2 }, '"version" must be 1'],
    [{ ...CORRECTION, pair: {} }, '"pair" must name'],
    [{ ...CORRECTION, weights: ["1"] }, '"weights" must be numbers'],
    [{ ...CORRECTION, mean: null }, '"mean" must be a number'],
    [{ ...CORRECTION, spread: 0 }, "spreads must be greater than 0"],
  ] as const;
  for (const [value, what] of table) {
    assert.throws(() => parseCorrection(value), (error: Error) => error.message.includes(what));
  }
});

Deno.test("corrected refuses a correction of another model's features", () => {
  assert.throws(() => corrected(prior, { ...CORRECTION, weights: [1] }), /it has 1 weights/);
});
