import assert from "node:assert/strict";
import { seededRandom } from "../../../../lib/router/eval/seeded_random.ts";
import {
  gatherEvidence,
  type Outcome,
  SIGNAL_WEIGHTS,
  SIGNALS,
} from "../../../../lib/router/learn/outcomes.ts";

const PAIR = { strong: "big", weak: "small" };
const verdict = (text: string, model: string, value: number): Outcome => ({
  text,
  model,
  value,
  signal: "verdict",
});

Deno.test("SIGNAL_WEIGHTS trust a verdict most", () => {
  for (const signal of SIGNALS) {
    assert.ok(SIGNAL_WEIGHTS[signal] > 0 && SIGNAL_WEIGHTS[signal] <= SIGNAL_WEIGHTS.verdict);
  }
});

Deno.test("gatherEvidence takes the difference where both models answered", () => {
  const outcomes = [verdict("a", "big", 1), verdict("a", "small", 0.25), verdict("a", "other", 0)];

  assert.deepEqual(gatherEvidence(outcomes, PAIR, () => 0), [
    { text: "a", factor: 1, target: 0.75, weight: 1, gain: 0.75 },
  ]);
});

Deno.test("gatherEvidence averages several outcomes of one answer by the trust in each", () => {
  const outcomes: Outcome[] = [
    verdict("a", "big", 1),
    { text: "a", model: "big", value: 0, signal: "retry" },
    { text: "a", model: "small", value: 0, signal: "retry" },
  ];

  const [evidence] = gatherEvidence(outcomes, PAIR, () => 0);

  assert.equal(evidence!.gain, 1 / 1.25);
  assert.equal(evidence!.weight, SIGNAL_WEIGHTS.retry);
});

Deno.test("gatherEvidence guesses the gain rightly on average where one model answered", () => {
  const random = seededRandom(2);
  const outcomes = Array.from({ length: 4000 }, (_, at) => {
    const isStrong = random() < 0.3;
    return verdict(`${at}`, isStrong ? "big" : "small", random() < (isStrong ? 0.8 : 0.5) ? 1 : 0);
  });

  const evidence = gatherEvidence(outcomes, PAIR, (text) => Number(text));

  const mean = evidence.reduce((sum, { gain }) => sum + gain, 0) / evidence.length;
  assert.equal(evidence.length, 4000);
  assert.ok(Math.abs(mean - 0.3) < 0.05, `${mean}`);
});
