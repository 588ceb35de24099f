import assert from "node:assert/strict";
import { TIER_SOURCE, tierFactor } from "../../../lib/usage/tier_factors.ts";

const standard: [priceId: string, tier: string | null][] = [
  ["openai", null],
  ["openai", ""],
  ["openai", "default"],
  ["openai", "auto"],
  ["anthropic", "standard"],
  ["groq", "on_demand"],
  ["groq", "flex"],
  ["google", "ON_DEMAND"],
  ["google", "SERVICE_TIER_STANDARD"],
  ["google", "SERVICE_TIER_UNSPECIFIED"],
  ["somebody-else", "default"],
];
for (const [priceId, tier] of standard) {
  Deno.test(`tierFactor of ${priceId}, tier ${tier}: the standard price`, () => {
    assert.deepEqual(tierFactor(priceId, "m", tier), { times: 1, over: 1 });
  });
}

const unknown: [priceId: string, model: string, tier: string][] = [
  ["openai", "gpt-5", "scale"],
  ["openai", "gpt-5-nano", "priority"],
  ["openai", "times", "priority"],
  ["azure", "gpt-5", "priority"],
  ["anthropic", "claude-sonnet-4-5", "priority"],
  ["anthropic", "claude-sonnet-4-5", "fast"],
  ["google", "gemini-2.5-pro", "PROVISIONED_THROUGHPUT"],
  ["groq", "m", "performance"],
  ["somebody-else", "m", "flex"],
  ["somebody-else", "m", "toString"],
];
for (const [priceId, model, tier] of unknown) {
  Deno.test(`tierFactor of ${priceId}/${model}, tier ${tier}: not known, which is not standard`, () => {
    assert.equal(tierFactor(priceId, model, tier), null);
  });
}

Deno.test("tierFactor halves flex and batch", () => {
  const cases = [["openai", "flex"], ["openai", "batch"], ["google", "flex"], ["google", "BATCH"], [
    "google",
    "ON_DEMAND_FLEX",
  ], ["anthropic", "batch"]] as const;
  for (const [priceId, tier] of cases) {
    assert.deepEqual(tierFactor(priceId, "any", tier), { times: 1, over: 2 }, `${priceId} ${tier}`);
  }
});

Deno.test("tierFactor knows a model by its dated name too, and a date with a price of its own", () => {
  const factor = (model: string, tier: string) => {
    const found = tierFactor("openai", model, tier);
    return found === null ? null : found.times / found.over;
  };

  assert.equal(factor("gpt-4o", "priority"), 1.7);
  assert.equal(factor("gpt-4o-2024-11-20", "priority"), 1.7);
  assert.equal(factor("gpt-4o-2024-05-13", "priority"), 1.75);
  assert.equal(factor("gpt-5.6-sol", "fast"), 2);
  assert.equal(tierFactor("anthropic", "claude-opus-4-6-20260205", "fast")?.times, 6);
});

Deno.test("TIER_SOURCE says of when the table is", () => {
  assert.match(TIER_SOURCE, /^flow-tiers@\d{4}-\d{2}$/);
});
