import assert from "node:assert/strict";
import fc from "fast-check";
import { TIERS } from "../../../lib/domain/routing.ts";
import { type Case, decide, undecided } from "../../../lib/router/decide.ts";
import { readPrompt } from "../../../lib/router/read_prompt.ts";
import { type RouterOptions, routerSettings } from "../../../lib/router/settings.ts";
import { BODIES, conversations } from "../../support/routed_conversations.ts";
import { routerOptions } from "../../support/router.ts";

const TIER_MODELS = { SIMPLE: "s", MEDIUM: "m", COMPLEX: "c", REASONING: "r" };

function facts(
  text: string,
  change: Partial<Case> = {},
  options: Partial<RouterOptions> = {},
): Case {
  return {
    settings: routerSettings(routerOptions({ tiers: TIER_MODELS, ...options })),
    wish: { strategy: "complexity", decidedBy: "score", tier: null },
    requested: "gpt-4o",
    isModel: true,
    prompt: readPrompt("openai_chat", { messages: [{ role: "user", content: text }] }),
    classified: null,
    held: null,
    whyNot: () => null,
    ...change,
  };
}

Deno.test("decide: the score's tier, its model, and what would have been used", () => {
  const { tier, model, score, scorer, baselineModel, contributions } = decide(
    facts("analyze this"),
  );

  assert.deepEqual([tier, model, score, scorer, baselineModel], [
    "MEDIUM",
    "m",
    0.25,
    "complexity",
    "gpt-4o",
  ]);
  assert.equal(contributions.length, 7);
});

Deno.test("decide: a tier that was asked for is not scored, and an alias is no baseline", () => {
  const wish = { strategy: "complexity", decidedBy: "alias", tier: "COMPLEX" } as const;
  const decided = decide(facts("hello", { wish, requested: "smart", isModel: false }));

  assert.deepEqual([decided.tier, decided.model, decided.score, decided.scorer], [
    "COMPLEX",
    "c",
    null,
    null,
  ]);
  assert.equal(decided.baselineModel, null);
});

Deno.test("decide: the classifier's score goes by the classifier's boundaries", () => {
  const wish = { strategy: "classifier", decidedBy: "score", tier: null } as const;
  const classified = { score: { value: 0.45, contributions: [] } };
  const { tier, scorer, fallbackReason } = decide(facts("hello", { wish, classified }));

  assert.deepEqual([tier, scorer, fallbackReason], ["COMPLEX", "classifier", null]);
});

Deno.test("decide: complexity stands in for a classifier, and the strategy stays what it was", () => {
  const wish = { strategy: "classifier", decidedBy: "score", tier: null } as const;
  const decided = decide(facts("analyze this", { wish, classified: { failure: "It is ill." } }));

  assert.deepEqual(
    [decided.strategy, decided.scorer, decided.tier, decided.fallbackReason],
    ["classifier", "complexity", "MEDIUM", "It is ill."],
  );
});

Deno.test("decide: a session keeps its tier until the score leaves it by the margin", () => {
  const options = { stickiness: 0.3 };
  const kept = decide(facts("analyze this", { held: "SIMPLE" }, options));
  const left = decide(facts("critically evaluate this", { held: "SIMPLE" }, options));
  const loose = decide(facts("analyze this", { held: "SIMPLE" }, { stickiness: 0 }));

  assert.deepEqual([kept.tier, kept.model, kept.heldAgainst], ["SIMPLE", "s", "MEDIUM"]);
  assert.deepEqual([left.tier, left.heldAgainst], ["REASONING", null]);
  assert.deepEqual([loose.tier, loose.heldAgainst], ["MEDIUM", null]);
});

Deno.test("decide: several models of a tier, and the first that can do the job", () => {
  const options = { tiers: { ...TIER_MODELS, MEDIUM: ["m1", "m2", "m3"] } };
  const whyNot = (model: string) => model === "m1" ? "It cannot see images." : null;
  const { model, standIns, excluded, servedBy } = decide(
    facts("analyze this", { whyNot }, options),
  );

  assert.deepEqual([model, standIns, servedBy], ["m2", ["m3"], null]);
  assert.deepEqual(excluded, [{ model: "m1", reason: "It cannot see images." }]);
});

Deno.test("decide: the nearest tier serves when a tier's models cannot", () => {
  const not = (...models: string[]) => (model: string) => models.includes(model) ? "No." : null;
  const of = (...models: string[]) => decide(facts("analyze this", { whyNot: not(...models) }));

  assert.deepEqual([of("m").model, of("m").servedBy, of("m").tier], ["c", "COMPLEX", "MEDIUM"]);
  assert.equal(of("m", "c").model, "s");
  assert.equal(of("m", "c", "s").model, "r");
  const none = of("m", "c", "s", "r");
  assert.deepEqual([none.model, none.servedBy, none.excluded.length], ["m", null, 4]);
  assert.match(none.note ?? "", /tried all the same/);
});

Deno.test("decide: without a model for the tier the requested one stays, if it is one", () => {
  const options = { tiers: { SIMPLE: "s" } };

  assert.equal(decide(facts("analyze this", {}, options)).model, "gpt-4o");
  const alias = decide(facts("analyze this", { requested: "auto", isModel: false }, options));
  assert.deepEqual([alias.model, alias.servedBy], ["s", "SIMPLE"]);
});

Deno.test("decide: the same conversation is decided alike in every format", () => {
  fc.assert(fc.property(conversations, (said) => {
    const decisions = Object.values(BODIES).map(({ format, write }) =>
      JSON.stringify(decide(facts("", { prompt: readPrompt(format, { ...write(said) }) })))
    );
    assert.equal(new Set(decisions).size, 1);
  }));
});

Deno.test("decide: scores have four decimals between 0 and 1, tiers are one of four", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const { score, tier } = decide(facts(text));
    assert.ok(score !== null && score >= 0 && score <= 1 && Number(score.toFixed(4)) === score);
    assert.ok(TIERS.some((name) => name === tier));
  }));
});

Deno.test("undecided leaves the model as it is", () => {
  const { tier, score, model, note } = undecided("gpt-4o", "Off.");

  assert.deepEqual([tier, score, model, note], ["DIRECT", 0, "gpt-4o", "Off."]);
});
