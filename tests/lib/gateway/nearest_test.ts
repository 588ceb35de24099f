import assert from "node:assert/strict";
import { nearest } from "../../../lib/gateway/nearest.ts";

const MODELS = [
  "openai/gpt-4o",
  "openai/gpt-4o-mini",
  "anthropic/claude-sonnet-4-5",
  "together/deepseek-ai/DeepSeek-V3",
  "ollama/a",
];

const cases: [wanted: string, expected: string[]][] = [
  ["gpt4o", ["openai/gpt-4o"]],
  ["GPT-4O-MINI", ["openai/gpt-4o-mini", "openai/gpt-4o"]],
  ["openai/gpt-4o-minni", ["openai/gpt-4o-mini", "openai/gpt-4o"]],
  ["claude-sonet-4-5", ["anthropic/claude-sonnet-4-5"]],
  ["deepseek-v3", ["together/deepseek-ai/DeepSeek-V3"]],
  ["claude-sonnet-4-5-20250929", ["anthropic/claude-sonnet-4-5"]],
  ["llama-3.1-8b", []],
  ["a-quite-different-name", []],
  ["", ["ollama/a"]],
];
for (const [wanted, expected] of cases) {
  Deno.test(`nearest to "${wanted}" is ${expected.join(", ") || "nothing"}`, () => {
    assert.deepEqual(nearest(wanted, MODELS, 3), expected);
  });
}

Deno.test("nearest gives no more than it was asked for, equals in order of the alphabet", () => {
  const names = ["p/model-c", "p/model-a", "p/model-b"];

  assert.deepEqual(nearest("model-x", names, 2), ["p/model-a", "p/model-b"]);
});

Deno.test("nearest looks through thousands of names for the longest one without effort", () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `provider/some-model-name-${i}`);

  assert.deepEqual(nearest("x".repeat(256), names, 3), []);
});
