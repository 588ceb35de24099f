import assert from "node:assert/strict";
import type { ChatRequest, ReasoningWish } from "../../../../lib/domain/conversation/request.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import {
  readThinking,
  renderThinking,
  showsThoughts,
} from "../../../../lib/formats/gemini/thinking.ts";

const asking = (
  reasoning: ReasoningWish,
  format: ChatRequest["format"] = "openai_chat",
): ChatRequest => ({ format, model: "m", stream: false, messages: [], sampling: {}, reasoning });

for (
  const [config, expected] of [
    [{ thinkingBudget: 512 }, { budgetTokens: 512 }],
    [{ thinkingBudget: 0 }, { effort: "none" }],
    [{ thinkingBudget: -1, includeThoughts: true }, { budgetTokens: -1, summary: "auto" }],
    [{ thinkingLevel: "HIGH", includeThoughts: false }, { effort: "high", summary: "none" }],
    [{ thinkingLevel: "THINKING_LEVEL_UNSPECIFIED" }, undefined],
    [{}, undefined],
  ] as const
) {
  Deno.test(`readThinking reads ${JSON.stringify(config)}`, () => {
    assert.deepEqual(readThinking(config, "c"), expected);
  });
}

for (
  const [model, wish, expected, warns] of [
    ["gemini-2.5-flash", { effort: "low" }, { thinkingBudget: 1024 }, false],
    ["gemini-2.5-flash", { effort: "none" }, { thinkingBudget: 0 }, false],
    ["gemini-2.5-pro", { effort: "none" }, { thinkingBudget: 128 }, true],
    ["gemini-2.5-flash", { effort: "max" }, { thinkingBudget: 24_576 }, false],
    ["gemini-2.5-flash", { budgetTokens: 31_999 }, { thinkingBudget: 24_576 }, true],
    ["gemini-2.5-flash", { budgetTokens: -1 }, { thinkingBudget: -1 }, false],
    ["gemini-2.5-flash", { summary: "auto" }, { includeThoughts: true }, false],
    ["gemini-3-flash", { effort: "minimal" }, { thinkingLevel: "MINIMAL" }, false],
    ["gemini-3-flash", { effort: "none" }, { thinkingLevel: "MINIMAL" }, true],
    ["gemini-3-pro", { effort: "medium" }, { thinkingLevel: "HIGH" }, true],
    ["gemini-3-pro", { effort: "xhigh" }, { thinkingLevel: "HIGH" }, true],
    ["gemini-3-flash", { budgetTokens: 31_999 }, { thinkingLevel: "HIGH" }, true],
    ["gemini-3-flash", { budgetTokens: -1 }, undefined, false],
    ["gemini-2.0-flash", { effort: "high" }, undefined, true],
    ["gemini-2.0-flash", { effort: "none" }, undefined, false],
  ] as const
) {
  Deno.test(`renderThinking asks ${model} for ${JSON.stringify(wish)}`, () => {
    const losses = new Losses();

    assert.deepEqual(renderThinking(asking(wish), model, losses), expected);
    assert.equal(losses.warnings.length > 0, warns);
    assert.ok(losses.warnings.every(({ field }) => field === "reasoning_effort"));
  });
}

for (
  const [reasoning, format, expected] of [
    [{ effort: "high" }, "openai_chat", false],
    [{ effort: "high", summary: "detailed" }, "openai_responses", true],
    [{ summary: "none", budgetTokens: 9 }, "anthropic_messages", false],
    [{ budgetTokens: 2048 }, "anthropic_messages", true],
    [{ effort: "none", summary: "auto" }, "gemini", false],
  ] as const
) {
  Deno.test(`showsThoughts to ${format} asking ${JSON.stringify(reasoning)}: ${expected}`, () => {
    assert.equal(showsThoughts(asking(reasoning, format)), expected);
  });
}
