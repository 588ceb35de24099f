import assert from "node:assert/strict";
import type { ReasoningWish, Sampling } from "../../../../lib/domain/conversation/request.ts";
import {
  renderReasoningWish,
  renderSampling,
} from "../../../../lib/formats/openai_chat/render_settings.ts";
import { chatRequest, foreignRequest, rendering } from "../../../support/chat_format.ts";

const sample = (sampling: Sampling, model = "m") => {
  const one = rendering(foreignRequest({ sampling }), {}, model);
  return { members: renderSampling(one), fields: one.losses.warnings.map(({ field }) => field) };
};

Deno.test("renderSampling leaves out what reasoning models refuse, with a warning each", () => {
  const sampling = { temperature: 0.2, topP: 0.9, seed: 1, stop: ["x"], maxOutputTokens: 9 };

  assert.deepEqual(sample(sampling, "o3"), {
    members: { seed: 1, stop: ["x"], max_completion_tokens: 9 },
    fields: ["temperature", "top_p"],
  });
  assert.deepEqual(sample(sampling).members, {
    temperature: 0.2,
    top_p: 0.9,
    seed: 1,
    stop: ["x"],
    max_tokens: 9,
  });
});

Deno.test("renderSampling keeps a default that reasoning models take", () => {
  assert.deepEqual(sample({ temperature: 1, topP: 1 }, "gpt-5"), {
    members: { temperature: 1, top_p: 1 },
    fields: [],
  });
});

Deno.test("renderSampling has no top_k for callers of other formats", () => {
  const one = rendering(foreignRequest({ format: "gemini", sampling: { topK: 40 } }));

  assert.deepEqual(renderSampling(one), {});
  assert.equal(one.losses.warnings[0]?.field, "generationConfig.topK");
});

Deno.test("renderSampling keeps what an own caller sent, in its spelling", () => {
  const sent = { temperature: 0.2, top_k: 5, max_tokens: 9 };

  assert.deepEqual(renderSampling(rendering(chatRequest(sent), {}, "o3")), sent);
  assert.deepEqual(
    renderSampling(rendering(chatRequest({ max_tokens: 9 }), {
      maxTokensField: "max_completion_tokens",
    })),
    { max_completion_tokens: 9 },
  );
});

Deno.test("renderSampling lowers a limit to what the model can put out", () => {
  const one = rendering(foreignRequest({ sampling: { maxOutputTokens: 32_000 } }));
  const limited = { ...one, target: { ...one.target, maxOutputTokens: 16_384 } };

  assert.deepEqual(renderSampling(limited), { max_tokens: 16_384 });
  assert.equal(one.losses.warnings[0]?.kind, "adapted");
});

const wishes: [wish: ReasoningWish, model: string, members: unknown, warnings: number][] = [
  [{ effort: "high" }, "o3", { reasoning_effort: "high" }, 0],
  [{ effort: "max" }, "o3", { reasoning_effort: "high" }, 1],
  [{ budgetTokens: 31_999 }, "m", { reasoning_effort: "high" }, 1],
  [{ budgetTokens: -1 }, "m", {}, 0],
  [{ effort: "high" }, "gpt-4o", {}, 1],
  [{ effort: "none" }, "gpt-4o", {}, 0],
  [{ effort: "none" }, "qwen3", {}, 1],
  [{ effort: "low", summary: "auto" }, "o3", { reasoning_effort: "low" }, 1],
  [{ summary: "none" }, "o3", {}, 0],
];

for (const [wish, model, members, warnings] of wishes) {
  Deno.test(`renderReasoningWish writes ${JSON.stringify(wish)} for ${model}`, () => {
    const one = rendering(foreignRequest({ reasoning: wish }), {}, model);

    assert.deepEqual(renderReasoningWish(one), members);
    assert.equal(one.losses.warnings.length, warnings);
  });
}

const own: [sent: Record<string, unknown>, written: unknown][] = [
  [{ reasoning_effort: "none" }, { reasoning_effort: "none" }],
  [{ reasoning: { max_tokens: 9, exclude: true } }, {
    reasoning: { max_tokens: 9, exclude: true },
  }],
  [{ reasoning: { enabled: true, summary: "auto" } }, {
    reasoning: { enabled: true, summary: "auto" },
  }],
  [{ thinking: { type: "enabled", clear: true } }, {}],
  [{ thinking: { type: "enabled", clear: true }, reasoning_effort: "low" }, {
    reasoning_effort: "low",
  }],
  [{}, {}],
];

for (const [sent, written] of own) {
  Deno.test(`renderReasoningWish writes an own caller's ${JSON.stringify(sent)} back`, () => {
    assert.deepEqual(renderReasoningWish(rendering(chatRequest(sent))), written);
  });
}
