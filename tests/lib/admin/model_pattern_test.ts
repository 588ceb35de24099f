import assert from "node:assert/strict";
import fc from "fast-check";
import { modelMatcher } from "../../../lib/admin/model_pattern.ts";

Deno.test("modelMatcher holds patterns against bare and prefixed names", () => {
  const cases: [string, string, string, boolean][] = [
    ["gpt-4o", "openai", "gpt-4o", true],
    ["GPT-4O", "openai", "gpt-4o", true],
    ["gpt-4", "openai", "gpt-4o", false],
    ["openai/gpt-4o", "openai", "gpt-4o", true],
    ["azure/gpt-4o", "openai", "gpt-4o", false],
    ["gpt-*", "openai", "gpt-4o", true],
    ["openai/*", "openai", "a/b", true],
    ["*", "openai", "anything", true],
    ["o?", "openai", "o3", true],
    ["o?", "openai", "o3-mini", false],
    ["qwen2.5", "qwen", "qwen2x5", false],
    ["a(b", "x", "a(b", true],
    ["[ab]", "x", "a", false],
    ["**x**", "p", "axb", true],
  ];
  for (const [pattern, provider, modelId, expected] of cases) {
    assert.equal(modelMatcher(pattern)({ provider, modelId }), expected, `${pattern} ${modelId}`);
  }
});

Deno.test("modelMatcher takes every name without wildcards as itself", () => {
  fc.assert(fc.property(fc.string().filter((text) => !/[*?]/.test(text)), (text) => {
    const modelId = text.trim();
    assert.ok(modelMatcher(modelId)({ provider: "p", modelId }));
  }));
});
