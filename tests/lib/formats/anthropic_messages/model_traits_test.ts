import assert from "node:assert/strict";
import {
  type ModelTraits,
  traitsOf,
} from "../../../../lib/formats/anthropic_messages/model_traits.ts";

const cases: [model: string, expected: Partial<ModelTraits>][] = [
  ["claude-3-haiku-20240307", { maxOutputTokens: 4096, thinking: "none", canPrefill: true }],
  ["claude-3-5-sonnet-20241022", { maxOutputTokens: 8192, thinking: "none", sampling: "all" }],
  ["claude-3-7-sonnet-20250219", { maxOutputTokens: 64_000, thinking: "budget" }],
  ["claude-opus-4-20250514", { maxOutputTokens: 32_000, thinking: "budget", efforts: [] }],
  ["claude-opus-4-1-20250805", { sampling: "one", hasStructuredOutput: true }],
  ["claude-sonnet-4@20250514", { maxOutputTokens: 64_000, hasStructuredOutput: false }],
  ["claude-opus-4-5-20251101", { thinking: "budget", efforts: ["low", "medium", "high"] }],
  ["claude-haiku-4-5", { efforts: [], takesBudget: true, canPrefill: true }],
  ["claude-opus-4-6", { thinking: "adaptive", takesBudget: true, canPrefill: false }],
  ["anthropic/claude-4.7-opus", { takesBudget: false, sampling: "none", thinkingOff: "absent" }],
  ["us.anthropic.claude-opus-4-8-v1:0", { takesBudget: false, maxOutputTokens: 128_000 }],
  ["claude-sonnet-5", { thinkingOff: "disabled", canForceTools: true }],
  ["claude-sonnet-5-5", { thinkingOff: "between_tools", canForceTools: false }],
  ["claude-opus-5-5", { thinkingOff: null, canForceTools: false }],
  ["claude-haiku-5-5", { thinkingOff: "disabled", canForceTools: true }],
  ["claude-fable-5-1", { thinkingOff: null, canForceTools: false }],
  ["claude-mythos-preview", { thinkingOff: null, canForceTools: true, thinking: "adaptive" }],
  ["claude-2.1", { maxOutputTokens: 4096, thinking: "none" }],
  ["claude-next", { thinking: "adaptive", sampling: "none" }],
  ["glm-4.6", { maxOutputTokens: 8192, thinking: "budget", sampling: "all" }],
];
for (const [model, expected] of cases) {
  Deno.test(`traitsOf knows what ${model} takes`, () => {
    const traits = traitsOf(model);

    assert.deepEqual({ ...traits, ...expected }, traits);
  });
}
