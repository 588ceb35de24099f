import assert from "node:assert/strict";
import { seededRandom } from "../../../../lib/router/eval/seeded_random.ts";
import { crossValidate, type Example } from "../../../../lib/router/learn/cross_validate.ts";

const BLOCKS = [
  { size: 1, variances: [10] },
  { size: 1, variances: [1e-3, 1e-1] },
  { size: 1, variances: [1e-3, 1e-1] },
];

/** The gain follows the feature by `signal`; the prior is chance. */
function examples(count: number, signal: number): readonly Example[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, () => {
    const feature = random() * 2 - 1;
    const gain = random() < 0.3 + signal * feature ? 1 : 0;
    const features = Float64Array.of(1, feature, random() * 2 - 1);
    return { text: "", factor: 1, target: gain, weight: 1, gain, features };
  });
}

const meanGain = (list: readonly Example[]) =>
  list.reduce((sum, { gain }) => sum + gain, 0) / list.length;

Deno.test("crossValidate sees a gain over the prior where there is one", () => {
  const list = examples(300, 0.3);

  const { low, learnedApgr, priorApgr, difference } = crossValidate(list, BLOCKS, meanGain(list));

  assert.ok(low > 0 && learnedApgr > 0.6);
  assert.ok(Math.abs(learnedApgr - priorApgr - difference) < 1e-9);
});

Deno.test("crossValidate is stricter with few prompts", () => {
  const few = examples(99, 0), many = examples(100, 0);

  assert.equal(crossValidate(few, BLOCKS, meanGain(few)).confidence, 0.9);
  assert.equal(crossValidate(many, BLOCKS, meanGain(many)).confidence, 0.5);
});
