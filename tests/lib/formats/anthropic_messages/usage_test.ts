import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  anthropicTier,
  otherUsage,
  readUsage,
  tierOf,
  writeUsage,
} from "../../../../lib/formats/anthropic_messages/usage.ts";

Deno.test("readUsage counts cached and cache-written tokens into the prompt", () => {
  const usage = readUsage({
    input_tokens: 10,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 30,
    cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 },
    output_tokens: 7,
    output_tokens_details: { thinking_tokens: 5 },
  });

  assert.deepEqual(usage, {
    ...NO_USAGE,
    promptTokens: 140,
    completionTokens: 7,
    totalTokens: 147,
    cachedTokens: 100,
    cacheWriteTokens: 30,
    cacheWrite1hTokens: 10,
    reasoningTokens: 5,
  });
});

Deno.test("readUsage makes nothing up", () => {
  assert.deepEqual(readUsage({ output_tokens: 3 }), { ...NO_USAGE, completionTokens: 3 });
  assert.deepEqual(readUsage(null), NO_USAGE);
  assert.deepEqual(readUsage({ input_tokens: null, output_tokens: "3" }), NO_USAGE);
});

Deno.test("readUsage sums cache writes by age where their total is missing", () => {
  const usage = readUsage({ input_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 4 } });

  assert.deepEqual([usage.promptTokens, usage.cacheWriteTokens], [5, 4]);
});

Deno.test("writeUsage undoes readUsage", () => {
  const count = fc.nat({ max: 1_000_000 });
  const counts = fc.record({ fresh: count, cached: count, w5: count, w1: count, out: count });
  fc.assert(fc.property(counts, ({ fresh, cached, w5, w1, out }) => {
    const wire = {
      input_tokens: fresh,
      cache_creation_input_tokens: w5 + w1,
      cache_creation: { ephemeral_5m_input_tokens: w5, ephemeral_1h_input_tokens: w1 },
      cache_read_input_tokens: cached,
      output_tokens: out,
      service_tier: "standard",
    };
    assert.deepEqual(writeUsage(readUsage(wire), "standard"), wire);
  }));
});

Deno.test("writeUsage gives the two totals even where nothing is known", () => {
  assert.deepEqual(writeUsage(null, undefined), { input_tokens: 0, output_tokens: 0 });
});

Deno.test("writeUsage never counts below zero", () => {
  const written = writeUsage({ ...NO_USAGE, promptTokens: 5, cachedTokens: 9 }, undefined);

  assert.equal(written.input_tokens, 0);
});

Deno.test("otherUsage keeps what has no neutral count", () => {
  const usage = { input_tokens: 1, server_tool_use: { web_search_requests: 2 }, speed: null };

  assert.deepEqual(otherUsage(usage), { server_tool_use: { web_search_requests: 2 } });
});

for (
  const [wire, neutral] of [["standard", "default"], ["priority", "priority"], ["batch", "batch"]]
) {
  Deno.test(`tierOf reads ${wire} as ${neutral}, and anthropicTier writes it back`, () => {
    assert.equal(tierOf({ service_tier: wire }), neutral);
    assert.equal(anthropicTier(neutral), wire);
  });
}

Deno.test("anthropicTier leaves out tiers that Anthropic has not", () => {
  assert.equal(anthropicTier("flex"), undefined);
  assert.equal(tierOf({}), undefined);
});
