import assert from "node:assert/strict";
import { publishedFacts } from "../../../lib/usage/published_facts.ts";
import { PRICE_SOURCE } from "../../../lib/usage/prices.ts";

const NOW = Date.UTC(2026, 10, 1);

Deno.test("publishedFacts tells context window and prices with their source", () => {
  const facts = publishedFacts("openai", "gpt-4o-mini", NOW);

  assert.equal(facts.contextWindow, 128_000);
  assert.deepEqual([facts.prices?.input_mtok, facts.prices?.output_mtok], [0.15, 0.6]);
  assert.equal(facts.source, PRICE_SOURCE);
  assert.equal(publishedFacts("openai", "gpt-4o-mini", NOW), facts, "it is remembered");
});

Deno.test("publishedFacts knows nothing of models that nobody has published", () => {
  const { contextWindow, prices } = publishedFacts("lab", "own-model", NOW);

  assert.deepEqual([contextWindow, prices], [null, null]);
});
