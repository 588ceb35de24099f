import assert from "node:assert/strict";
import { findProvider } from "@pydantic/genai-prices";
import { isFree, OWN_SOURCE, ownPrices, paidSeconds } from "../../../lib/usage/own_prices.ts";

Deno.test("ownPrices adds to models of the price data only what these lack", () => {
  const models = findProvider({ providerId: "openai" })?.models ?? [];
  const ours = models.filter(({ id }) => ownPrices("openai", id) !== null);

  assert.deepEqual(ours.map(({ id }) => id).toSorted(), [
    "gpt-4o-audio-preview",
    "gpt-4o-mini-audio-preview",
  ]);
  for (const { id, prices } of ours) {
    const own = Object.keys(ownPrices("openai", id) ?? {});
    assert.deepEqual(own.filter((name) => name in prices), [], `${id}: drop ours`);
  }
  assert.equal(ownPrices("openai", "gpt-4o"), null);
});

Deno.test("isFree tells free from unknown", () => {
  assert.equal(isFree("openai", "moderation"), true);
  assert.equal(isFree("openrouter", "qwen/qwq-32b:free"), true);
  assert.equal(isFree("mistral", "moderation"), false);
  assert.equal(isFree("github-copilot", "gpt-4o"), false);
});

Deno.test("paidSeconds are ten at least at Groq", () => {
  assert.deepEqual([0, 3, 11].map((s) => paidSeconds("groq", s)), [0, 10, 11]);
  assert.equal(paidSeconds("openai", 3), 3);
});

Deno.test("OWN_SOURCE says of when the table is", () => {
  assert.match(OWN_SOURCE, /^flow-prices@\d{4}-\d{2}$/);
});
