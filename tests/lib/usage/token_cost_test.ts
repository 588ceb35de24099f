import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE, type Usage } from "../../../lib/domain/usage.ts";
import { priceCard } from "../../../lib/usage/price_card.ts";
import { tokenCost } from "../../../lib/usage/token_cost.ts";

/** Prices such that a sum tells what was counted where. */
const CARD = priceCard({
  input_mtok: 1,
  cache_read_mtok: 10,
  cache_write_mtok: 100,
  cache_write_1h_mtok: 1_000,
  output_mtok: 10_000,
  input_audio_mtok: 100_000,
  cache_audio_read_mtok: 1_000_000,
});

/** Millionths of a dollar for a single token each. */
const micro = (usage: Partial<Usage>, card = CARD, model = "m"): number | null => {
  const sum = tokenCost(card, model, { ...NO_USAGE, ...usage });
  return sum === null ? null : (sum.metered + sum.pieces) / 1e6;
};

const sums: [what: string, usage: Partial<Usage>, micro: number | null][] = [
  ["plain input", { promptTokens: 3 }, 3],
  ["all input from the cache", { promptTokens: 3, cachedTokens: 3 }, 30],
  ["a cache write of unknown life", { promptTokens: 3, cacheWriteTokens: 2 }, 201],
  ["a write for an hour", { promptTokens: 3, cacheWriteTokens: 2, cacheWrite1hTokens: 1 }, 1_101],
  ["no more for an hour than at all", {
    promptTokens: 1,
    cacheWriteTokens: 1,
    cacheWrite1hTokens: 9,
  }, 1_000],
  ["reasoning as output", { completionTokens: 2, reasoningTokens: 1 }, 20_000],
  ["sound apart from text", { promptTokens: 3, audioInputTokens: 2 }, 200_001],
  ["text before sound from the cache", {
    promptTokens: 5,
    audioInputTokens: 2,
    cachedTokens: 4,
  }, 100_000 + 3 * 10 + 1_000_000],
  ["sound out at the price of text", { completionTokens: 2, audioOutputTokens: 2 }, 20_000],
  ["parts that exceed the whole", { promptTokens: 1, audioInputTokens: 2 }, null],
  ["writes that exceed it", { promptTokens: 1, cachedTokens: 1, cacheWriteTokens: 1 }, null],
  ["more sound than output", { completionTokens: 1, audioOutputTokens: 2 }, null],
];
for (const [what, usage, expected] of sums) {
  Deno.test(`tokenCost of ${what} is ${expected ?? "unknown"}`, () => {
    assert.equal(micro(usage), expected);
  });
}

Deno.test("tokenCost takes what is not listed from what is: cached input as input", () => {
  const card = priceCard({ input_mtok: 2, output_mtok: 8 });
  const usage = { promptTokens: 6, cachedTokens: 2, cacheWriteTokens: 2, cacheWrite1hTokens: 1 };

  assert.equal(micro(usage, card), 12);
});

Deno.test("tokenCost knows Anthropic's prices of caching where a list lacks them", () => {
  const usage = { promptTokens: 2, cacheWriteTokens: 2, cacheWrite1hTokens: 1 };

  assert.equal(micro(usage, priceCard({ input_mtok: 4 }), "claude-x"), 5 + 8);
  assert.equal(micro(usage, priceCard({ input_mtok: 4, cache_write_mtok: 6 }), "m-1"), 12);
});

Deno.test("tokenCost prices reasoning apart where it is listed apart", () => {
  const card = priceCard({ input_mtok: 1, output_mtok: 8, output_reasoning_mtok: 3 });

  assert.equal(micro({ completionTokens: 10, reasoningTokens: 4 }, card), 6 * 8 + 4 * 3);
});

Deno.test("tokenCost adds pieces: each request, each search", () => {
  const card = priceCard({ input_mtok: 1, requests_kcount: 5, web_searches_kcount: 10 });

  assert.deepEqual(tokenCost(card, "m", { ...NO_USAGE, promptTokens: 1, webSearches: 2 }), {
    metered: 1_000_000,
    pieces: 25_000_000_000,
  });
});

Deno.test("tokenCost knows no price for input that is not sold by the token", () => {
  assert.equal(micro({ promptTokens: 1 }, priceCard({ input_audio_hours: 1 })), null);
});

Deno.test("tokenCost never falls when more is used, and never rises by reading from the cache", () => {
  const card = priceCard({ input_mtok: 3, cache_read_mtok: 0.3, output_mtok: 15 });
  const count = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(fc.property(count, count, count, (plain, cached, output) => {
    const usage = { promptTokens: plain + cached, completionTokens: output };
    const uncached = Number(micro(usage, card));

    assert.ok(Number(micro({ ...usage, cachedTokens: cached }, card)) <= uncached);
    assert.ok(Number(micro({ ...usage, promptTokens: plain + cached + 1 }, card)) > uncached);
  }));
});
