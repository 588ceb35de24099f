import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE, type Usage } from "../../../../lib/domain/usage.ts";
import { readUsage } from "../../../../lib/formats/openai_chat/usage.ts";

const shapes: [who: string, usage: unknown, expected: Partial<Usage>][] = [
  ["OpenAI", {
    prompt_tokens: 2006,
    completion_tokens: 300,
    total_tokens: 2306,
    prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 10 },
    completion_tokens_details: { reasoning_tokens: 128, audio_tokens: 7 },
  }, {
    promptTokens: 2006,
    completionTokens: 300,
    totalTokens: 2306,
    cachedTokens: 1920,
    reasoningTokens: 128,
    audioInputTokens: 10,
    audioOutputTokens: 7,
  }],
  ["OpenAI embeddings, which have no completion", { prompt_tokens: 8, total_tokens: 8 }, {
    promptTokens: 8,
    totalTokens: 8,
  }],
  ["DeepSeek", {
    prompt_tokens: 343,
    completion_tokens: 58,
    total_tokens: 401,
    prompt_cache_hit_tokens: 256,
    prompt_cache_miss_tokens: 87,
  }, { promptTokens: 343, completionTokens: 58, totalTokens: 401, cachedTokens: 256 }],
  ["xAI, which leaves reasoning out of completion_tokens", {
    prompt_tokens: 390,
    completion_tokens: 26,
    total_tokens: 513,
    prompt_tokens_details: { text_tokens: 390, cached_tokens: 192 },
    completion_tokens_details: { reasoning_tokens: 97 },
    cost_in_usd_ticks: 2_279_400,
  }, {
    promptTokens: 390,
    completionTokens: 123,
    totalTokens: 513,
    cachedTokens: 192,
    reasoningTokens: 97,
    reportedCostUsd: 0.00022794,
  }],
  ["Gemini, whose total alone tells of reasoning", {
    prompt_tokens: 35,
    completion_tokens: 12,
    total_tokens: 109,
  }, { promptTokens: 35, completionTokens: 74, totalTokens: 109, reasoningTokens: 62 }],
  ["Moonshot", { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25, cached_tokens: 19 }, {
    promptTokens: 20,
    completionTokens: 5,
    totalTokens: 25,
    cachedTokens: 19,
  }],
  ["Mistral", {
    prompt_tokens: 100,
    completion_tokens: 29,
    total_tokens: 129,
    num_cached_tokens: 99,
    prompt_tokens_details: null,
  }, { promptTokens: 100, completionTokens: 29, totalTokens: 129, cachedTokens: 99 }],
  ["Groq, with its times", {
    queue_time: 0.07,
    prompt_tokens: 84,
    prompt_time: 0.003,
    completion_tokens: 13,
    completion_time: 0.02,
    total_tokens: 97,
    total_time: 0.03,
    completion_tokens_details: { reasoning_tokens: 3 },
  }, { promptTokens: 84, completionTokens: 13, totalTokens: 97, reasoningTokens: 3 }],
  ["Perplexity", {
    prompt_tokens: 9,
    completion_tokens: 12,
    total_tokens: 21,
    reasoning_tokens: 4,
    cost: { input_tokens_cost: 0.00001, request_cost: 0.005, total_cost: 0.00502 },
  }, {
    promptTokens: 9,
    completionTokens: 12,
    totalTokens: 21,
    reasoningTokens: 4,
    reportedCostUsd: 0.00502,
  }],
  ["OpenRouter", {
    prompt_tokens: 699,
    completion_tokens: 19,
    total_tokens: 718,
    cost: 0.000794,
    prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 40 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }, {
    promptTokens: 699,
    completionTokens: 19,
    totalTokens: 718,
    cachedTokens: 600,
    cacheWriteTokens: 40,
    reasoningTokens: 0,
    reportedCostUsd: 0.000794,
  }],
  ["Anthropic's names", {
    input_tokens: 50,
    output_tokens: 6,
    cache_read_input_tokens: 30,
    cache_creation_input_tokens: 10,
  }, {
    promptTokens: 50,
    completionTokens: 6,
    totalTokens: 56,
    cachedTokens: 30,
    cacheWriteTokens: 10,
  }],
  ["a provider without a total", { prompt_tokens: 3, completion_tokens: 0 }, {
    promptTokens: 3,
    completionTokens: 0,
    totalTokens: 3,
  }],
  ["a total below its parts", { prompt_tokens: 10, completion_tokens: 5, total_tokens: 10 }, {
    promptTokens: 10,
    completionTokens: 5,
    totalTokens: 10,
  }],
  ["reasoning that explains only a part of the total", {
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 30,
    completion_tokens_details: { reasoning_tokens: 4 },
  }, { promptTokens: 10, completionTokens: 5, totalTokens: 30, reasoningTokens: 4 }],
  ["numbers that are no counts", {
    prompt_tokens: -1,
    completion_tokens: 1.5,
    total_tokens: "7",
    prompt_tokens_details: { cached_tokens: 1e300 },
    cost: "free",
  }, {}],
  ["counts too large to add up", { prompt_tokens: 2 ** 53 - 1, completion_tokens: 9 }, {
    promptTokens: 2 ** 53 - 1,
    completionTokens: 9,
  }],
  ["null", null, {}],
  ["a list", [1, 2], {}],
];
for (const [who, usage, expected] of shapes) {
  Deno.test(`readUsage reads the usage of ${who}`, () => {
    assert.deepEqual(readUsage(usage), { ...NO_USAGE, ...expected });
  });
}

Deno.test("readUsage makes of any JSON only nulls and exact counts", () => {
  const key = fc.constantFrom(
    "prompt_tokens",
    "completion_tokens",
    "total_tokens",
    "prompt_tokens_details",
    "completion_tokens_details",
    "cached_tokens",
    "reasoning_tokens",
  );
  const usage = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue())));
  fc.assert(fc.property(usage, (value) => {
    const { reportedCostUsd: _, ...counts } = readUsage(value);

    for (const count of Object.values(counts)) {
      assert.ok(count === null || (Number.isSafeInteger(count) && count >= 0), String(count));
    }
  }));
});
