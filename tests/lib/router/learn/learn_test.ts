import assert from "node:assert/strict";
import { areaUnder, recoveryCurve } from "../../../../lib/router/eval/curve.ts";
import { seededRandom } from "../../../../lib/router/eval/seeded_random.ts";
import { corrected } from "../../../../lib/router/learn/correction.ts";
import { learn, LEAST_PROMPTS } from "../../../../lib/router/learn/learn.ts";
import type { Outcome } from "../../../../lib/router/learn/outcomes.ts";
import { shippedModel } from "../../../../lib/router/local/shipped_model.ts";

const PAIR = { strong: "big", weak: "small" };
const SUBJECTS = [
  "court contract law damages plaintiff liability appeal",
  "cell protein gene disease enzyme membrane bacteria",
  "music film actor album band director song",
  "triangle integer equation radius circle polynomial prime",
] as const;

interface Made {
  readonly text: string;
  readonly big: number;
  readonly small: number;
}

/** Prompts of four subjects; the small model fails at `hard` ones, or by chance. */
function prompts(count: number, seed: number, hard: number | null): readonly Made[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const subject = Math.floor(random() * SUBJECTS.length);
    const words = SUBJECTS[subject]!.split(" ");
    const chosen = Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]!);
    const fails = hard === null ? random() < 0.3 : random() < (subject === hard ? 0.8 : 0.15);
    return { text: `${chosen.join(" ")} ${at} ${seed}`, big: 1, small: fails ? 0 : 1 };
  });
}

const paired = (made: readonly Made[], flipped = 0): readonly Outcome[] => {
  const random = seededRandom(99);
  return made.flatMap(({ text, big, small }) =>
    ([["big", big], ["small", small]] as const).map(([model, value]) => ({
      text,
      model,
      value: random() < flipped ? 1 - value : value,
      signal: "verdict" as const,
    }))
  );
};

const prior = shippedModel();
function areaOn(made: readonly Made[], model: typeof prior): number {
  const scores = made.map(({ text }) => model.score(text).value);
  return areaUnder(recoveryCurve(scores, made.map(({ big, small }) => big - small)));
}

Deno.test("learn adopts what holds on prompts that it has not seen", () => {
  const held = prompts(600, 2, 1);

  const lesson = learn(paired(prompts(300, 1, 1)), PAIR, prior);

  assert.ok(lesson.isAdopted, lesson.reason);
  assert.ok(lesson.correction !== null);
  const after = areaOn(held, corrected(prior, lesson.correction));
  assert.ok(after > areaOn(held, prior) + 0.1 && after > 0.65, `${after}`);
});

Deno.test("learn adopts in spite of 20 % of outcomes turned round", () => {
  const held = prompts(600, 2, 2);

  const lesson = learn(paired(prompts(600, 1, 2), 0.2), PAIR, prior);

  assert.ok(lesson.isAdopted && lesson.correction !== null, lesson.reason);
  assert.ok(areaOn(held, corrected(prior, lesson.correction)) > areaOn(held, prior) + 0.05);
});

Deno.test("learn learns where each prompt was answered by one of the models only", () => {
  const random = seededRandom(4);
  const single = paired(prompts(2000, 1, 0)).filter((_, at) => {
    const keepsFirst = at % 2 === 0 ? random() < 0.5 : null;
    return keepsFirst ?? true;
  });
  const held = prompts(600, 2, 0);

  const lesson = learn(single, PAIR, prior);

  assert.ok(lesson.correction !== null, lesson.reason);
  assert.ok(areaOn(held, corrected(prior, lesson.correction)) > areaOn(held, prior) + 0.05);
});

Deno.test("learn seldom adopts anything when outcomes are chance, and never from 50 of them", () => {
  const many = Array.from(
    { length: 10 },
    (_, seed) => learn(paired(prompts(50, seed + 1, null)), PAIR, prior),
  );

  assert.ok(many.filter(({ isAdopted }) => isAdopted).length <= 2);
  for (const { figures, isAdopted } of many) assert.equal(isAdopted, figures!.low > 0);
});

Deno.test("learn declines in words with too few prompts, and when the strong model is no better", () => {
  const table = [
    [paired(prompts(LEAST_PROMPTS - 1, 1, 1)), `${LEAST_PROMPTS - 1} prompts are too few`],
    [
      paired(prompts(60, 1, 1).map((made) => ({ ...made, big: made.small }))),
      "big does no better than small here",
    ],
  ] as const;
  for (const [outcomes, reason] of table) {
    const lesson = learn(outcomes, PAIR, prior);

    assert.equal(lesson.correction, null);
    assert.equal(lesson.isAdopted, false);
    assert.ok(lesson.reason.startsWith(reason), lesson.reason);
  }
});

Deno.test("learn gives the same correction for the same outcomes, whatever other models did", () => {
  const outcomes = paired(prompts(120, 1, 3));
  const others = outcomes.map((outcome) => ({ ...outcome, model: "retired" }));

  assert.deepEqual(learn([...outcomes, ...others], PAIR, prior), learn(outcomes, PAIR, prior));
});
