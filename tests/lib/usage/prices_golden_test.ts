/** Costs worked out by hand from the providers' price pages; dollars per million tokens in comments. */
import assert from "node:assert/strict";
import { NO_USAGE, type Usage } from "../../../lib/domain/usage.ts";
import { PriceBook } from "../../../lib/usage/prices.ts";

const NOW = Date.UTC(2026, 0, 15, 12);

interface Golden {
  readonly what: string;
  readonly model: string;
  readonly usage: Partial<Usage>;
  readonly tier?: string;
  /** Millionths of a dollar. */
  readonly microUsd: number | null;
}

/** 18,000 plain, 20,000 from the cache, 4,000 for five minutes and 8,000 for an hour into it. */
const CACHED: Partial<Usage> = {
  promptTokens: 50_000,
  cachedTokens: 20_000,
  cacheWriteTokens: 12_000,
  cacheWrite1hTokens: 8_000,
  completionTokens: 1_000,
};
/** Claude Sonnet 4.5: input 3, cache read 0.30, write 3.75 (5 min) and 6 (1 h), output 15. */
const CACHED_MICRO = 18_000 * 3 + 20_000 * 0.3 + 4_000 * 3.75 + 8_000 * 6 + 1_000 * 15;

/** GPT-5: input 1.25, cached 0.125, output 10; reasoning is output. */
const GPT5: Partial<Usage> = {
  promptTokens: 10_000,
  cachedTokens: 4_000,
  completionTokens: 2_000,
  reasoningTokens: 1_500,
};
const GPT5_MICRO = 6_000 * 1.25 + 4_000 * 0.125 + 2_000 * 10;

const GOLDEN: readonly Golden[] = [
  { what: "reasoning as output", model: "openai/gpt-5", usage: GPT5, microUsd: 28_000 },
  { what: "tier default", model: "openai/gpt-5", usage: GPT5, tier: "default", microUsd: 28_000 },
  // Flex and batch: 0.625, 0.0625, 5.
  { what: "flex", model: "openai/gpt-5", usage: GPT5, tier: "flex", microUsd: 14_000 },
  { what: "batch", model: "openai/gpt-5", usage: GPT5, tier: "batch", microUsd: 14_000 },
  // Priority: 2.50, 0.25, 20.
  {
    what: "priority",
    model: "openai/gpt-5-2025-08-07",
    usage: GPT5,
    tier: "priority",
    microUsd: GPT5_MICRO * 2,
  },
  // 4.25, 2.125, 17 instead of 2.50, 1.25, 10.
  {
    what: "priority, another factor",
    model: "openai/gpt-4o-2024-08-06",
    usage: { promptTokens: 1_000, cachedTokens: 400, completionTokens: 100 },
    tier: "priority",
    microUsd: 600 * 4.25 + 400 * 2.125 + 100 * 17,
  },
  { what: "an unknown tier", model: "openai/gpt-5", usage: GPT5, tier: "scale", microUsd: null },
  {
    what: "priority without a known price",
    model: "openai/gpt-5-nano",
    usage: GPT5,
    tier: "priority",
    microUsd: null,
  },
  {
    what: "priority elsewhere",
    model: "azure/gpt-5",
    usage: GPT5,
    tier: "priority",
    microUsd: null,
  },

  { what: "caches", model: "anthropic/claude-sonnet-4-5", usage: CACHED, microUsd: CACHED_MICRO },
  {
    what: "an hour's cache at twice the input, though the list lacks it",
    model: "google/claude-sonnet-4-5",
    usage: CACHED,
    microUsd: CACHED_MICRO,
  },
  {
    what: "batch",
    model: "anthropic/claude-sonnet-4-5",
    usage: CACHED,
    tier: "batch",
    microUsd: CACHED_MICRO / 2,
  },
  {
    what: "capacity bought in advance",
    model: "anthropic/claude-sonnet-4-5",
    usage: CACHED,
    tier: "priority",
    microUsd: null,
  },
  // Fast: 30 and 150.
  {
    what: "fast mode",
    model: "anthropic/claude-opus-4-6",
    usage: { promptTokens: 1_000, completionTokens: 100 },
    tier: "fast",
    microUsd: 1_000 * 30 + 100 * 150,
  },
  // $10 for 1,000 searches, at full price in a batch too.
  {
    what: "three web searches",
    model: "anthropic/claude-sonnet-4-5",
    usage: { promptTokens: 1_000, completionTokens: 0, webSearches: 3 },
    tier: "batch",
    microUsd: 1_000 * 1.5 + 30_000,
  },
  {
    what: "200,000 tokens, not yet long",
    model: "anthropic/claude-sonnet-4-5",
    usage: { promptTokens: 200_000, completionTokens: 1_000 },
    microUsd: 200_000 * 3 + 1_000 * 15,
  },
  // Above 200,000: 6 and 22.50, for all of them.
  {
    what: "a long prompt",
    model: "anthropic/claude-sonnet-4-5",
    usage: { promptTokens: 250_000, completionTokens: 1_000 },
    microUsd: 250_000 * 6 + 1_000 * 22.5,
  },

  // Gemini 2.5 Pro: 1.25, 10; above 200,000: 2.50, 15.
  {
    what: "200,000 tokens, not yet long",
    model: "google/gemini-2.5-pro",
    usage: { promptTokens: 200_000, completionTokens: 1_000, toolPromptTokens: 5_000 },
    microUsd: 200_000 * 1.25 + 1_000 * 10,
  },
  {
    what: "one more",
    model: "google/gemini-2.5-pro",
    usage: { promptTokens: 200_001, completionTokens: 1_000 },
    microUsd: 200_001 * 2.5 + 1_000 * 15,
  },
  {
    what: "flex, as Google spells it",
    model: "google/gemini-2.5-pro",
    usage: { promptTokens: 1_000, completionTokens: 1_000 },
    tier: "SERVICE_TIER_FLEX",
    microUsd: 500 * 1.25 + 500 * 10,
  },
  // Gemini 2.5 Flash: text 0.30, sound 1, output 2.50.
  {
    what: "sound in",
    model: "google/gemini-2.5-flash",
    usage: { promptTokens: 1_000, audioInputTokens: 800, completionTokens: 100 },
    microUsd: 200 * 0.3 + 800 * 1 + 100 * 2.5,
  },
  // Images 30, text 2.50.
  {
    what: "an image out",
    model: "google/gemini-2.5-flash-image",
    usage: { promptTokens: 100, completionTokens: 1_300, imageOutputTokens: 1_290 },
    microUsd: 100 * 0.3 + 10 * 2.5 + 1_290 * 30,
  },
  {
    what: "text or image, nobody knows",
    model: "google/gemini-2.5-flash-image",
    usage: { promptTokens: 100, completionTokens: 1_300 },
    microUsd: null,
  },

  // GPT-4o audio: text 2.50 and 10, sound 40 and 80.
  {
    what: "sound in and out",
    model: "openai/gpt-4o-audio-preview",
    usage: {
      promptTokens: 1_000,
      audioInputTokens: 900,
      completionTokens: 500,
      audioOutputTokens: 450,
    },
    microUsd: 100 * 2.5 + 900 * 40 + 50 * 10 + 450 * 80,
  },
  {
    what: "sound of a model that is priced for text",
    model: "openai/gpt-4o",
    usage: { promptTokens: 1_000, audioInputTokens: 900 },
    microUsd: null,
  },
  // $0.006 a minute.
  { what: "90 s", model: "openai/whisper-1", usage: { audioSeconds: 90 }, microUsd: 9_000 },
  // $0.111 an hour, ten seconds at least.
  {
    what: "3 s",
    model: "groq/whisper-large-v3",
    usage: { audioSeconds: 3 },
    microUsd: 308.333,
  },
  { what: "seconds only", model: "openai/gpt-4o", usage: { audioSeconds: 9 }, microUsd: null },
  // Text 5, images 10, output 40.
  {
    what: "an edited image",
    model: "openai/gpt-image-1",
    usage: { promptTokens: 1_050, imageInputTokens: 1_000, completionTokens: 4_160 },
    microUsd: 50 * 5 + 1_000 * 10 + 4_160 * 40,
  },
  {
    what: "embeddings",
    model: "openai/text-embedding-3-small",
    usage: { promptTokens: 8_000 },
    microUsd: 160,
  },
  { what: "free, and known to be", model: "openai/omni-moderation-latest", usage: {}, microUsd: 0 },
  {
    what: "more in the cache than in the prompt",
    model: "openai/gpt-5",
    usage: { promptTokens: 10, cachedTokens: 11 },
    microUsd: null,
  },
];

for (const { what, model, usage, tier, microUsd } of GOLDEN) {
  const price = microUsd === null ? "unpriced" : `$${microUsd / 1e6}`;
  Deno.test(`PriceBook.cost of ${model}, ${what}: ${price}`, () => {
    const [provider = "", name = ""] = model.split("/");

    const cost = new PriceBook().cost(provider, name, { ...NO_USAGE, ...usage }, NOW, tier);

    assert.equal(cost.nanoUsd, microUsd === null ? null : Math.round(microUsd * 1000));
    assert.equal(cost.priceSource === null, microUsd === null);
  });
}

Deno.test("PriceBook.cost names the tables of ours that it used", () => {
  const usage = { ...NO_USAGE, promptTokens: 10, completionTokens: 1 };
  const source = (model: string, tier: string | null) =>
    new PriceBook().cost("openai", model, usage, NOW, tier).priceSource;

  assert.match(source("gpt-5", null) ?? "", /^genai-prices@[\d.]+$/);
  assert.match(source("gpt-5", "flex") ?? "", /^genai-prices@[\d.]+\+flow-tiers@/);
  assert.match(source("gpt-4o-audio-preview", "default") ?? "", /\+flow-prices@/);
});
