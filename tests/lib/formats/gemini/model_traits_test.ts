import assert from "node:assert/strict";
import { modelTraits } from "../../../../lib/formats/gemini/model_traits.ts";

for (
  const [model, thinking, isThird, needsSignatures] of [
    ["gemini-3-pro-preview", "level", true, true],
    ["models/gemini-3.1-flash-lite", "level", true, true],
    ["gemini-2.5-flash", "budget", false, false],
    ["gemini-2.5-flash-image", "none", false, false],
    ["gemini-2.0-flash", "none", false, false],
    ["gemini-1.5-pro", "none", false, false],
    ["gemma-3-27b-it", "none", false, false],
    ["gemini-flash-latest", "budget", false, true],
    ["a-name-of-our-own", "budget", false, false],
  ] as const
) {
  Deno.test(`modelTraits of ${model}`, () => {
    const traits = modelTraits(model);

    assert.equal(traits.thinking, thinking);
    assert.equal(traits.isThird, isThird);
    assert.equal(traits.needsSignatures, needsSignatures);
  });
}

Deno.test("modelTraits knows how much each family can be told to think", () => {
  const range = (model: string) => {
    const { minBudget, maxBudget, canStopThinking } = modelTraits(model);
    return [minBudget, maxBudget, canStopThinking];
  };

  assert.deepEqual(range("gemini-2.5-pro"), [128, 32_768, false]);
  assert.deepEqual(range("gemini-2.5-flash"), [1, 24_576, true]);
  assert.deepEqual(range("gemini-2.5-flash-lite"), [512, 24_576, true]);
  assert.deepEqual(modelTraits("gemini-3-pro-preview").levels, ["low", "high"]);
  assert.deepEqual(modelTraits("gemini-3.1-pro-preview").levels, ["low", "medium", "high"]);
});
