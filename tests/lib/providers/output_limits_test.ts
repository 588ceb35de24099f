import assert from "node:assert/strict";
import { outputLimitOf } from "../../../lib/providers/output_limits.ts";

const cases: [model: string, tokens: number | null][] = [
  ["gpt-4o", 16_384],
  ["gpt-4o-mini-2024-07-18", 16_384],
  ["openai/gpt-4.1-nano", 32_768],
  ["gpt-4", 8192],
  ["gpt-4-turbo-2024-04-09", 4096],
  ["gpt-5-mini", 128_000],
  ["gpt-5.1", 128_000],
  ["gpt-5.2-chat-latest", 16_384],
  ["o4-mini", 100_000],
  ["models/gemini-2.5-flash", 65_536],
  ["gemini-3-pro-preview", 65_536],
  ["gpt-oss-120b", null],
  ["claude-sonnet-4-5", null],
  ["my-model", null],
];
for (const [model, tokens] of cases) {
  Deno.test(`outputLimitOf knows ${tokens ?? "no limit"} for ${model}`, () => {
    assert.equal(outputLimitOf(model), tokens);
  });
}
