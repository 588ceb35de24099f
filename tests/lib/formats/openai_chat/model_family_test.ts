import assert from "node:assert/strict";
import {
  type Effort,
  effortOfBudget,
  familyOf,
  nearestEffort,
} from "../../../../lib/formats/openai_chat/model_family.ts";

const families: [model: string, isReasoning: boolean, neverReasons: boolean][] = [
  ["gpt-4o-mini", false, true],
  ["openai/gpt-4.1", false, true],
  ["gpt-5-chat-latest", false, true],
  ["gpt-5.3-chat-latest", false, true],
  ["gpt-5-mini", true, false],
  ["openai/gpt-5.1-codex", true, false],
  ["o3", true, false],
  ["o4-mini-2025-04-16", true, false],
  ["deepseek-reasoner", false, false],
  ["openai/gpt-oss-120b", false, false],
];

for (const [model, isReasoning, neverReasons] of families) {
  Deno.test(`familyOf knows ${model}`, () => {
    const family = familyOf(model);

    assert.deepEqual([family.isReasoning, family.neverReasons], [isReasoning, neverReasons]);
  });
}

const efforts: [model: string, wanted: Effort, given: Effort | null][] = [
  ["o3", "minimal", "low"],
  ["o3", "max", "high"],
  ["o3", "none", "low"],
  ["gpt-5", "none", "minimal"],
  ["gpt-5", "minimal", "minimal"],
  ["gpt-5.1", "none", "none"],
  ["gpt-5.1", "minimal", "low"],
  ["gpt-5.4", "max", "xhigh"],
  ["qwen3", "none", null],
  ["qwen3", "xhigh", "high"],
];

for (const [model, wanted, given] of efforts) {
  Deno.test(`nearestEffort of '${wanted}' for ${model} is ${given}`, () => {
    assert.equal(nearestEffort(wanted, familyOf(model)), given);
  });
}

Deno.test("effortOfBudget grows with the budget; a negative one leaves the choice", () => {
  const given = [-1, 0, 1024, 4096, 4097, 16_384, 31_999].map(effortOfBudget);

  assert.deepEqual(given, [null, "none", "low", "low", "medium", "medium", "high"]);
});
