import assert from "node:assert/strict";
import { modelFacts } from "../../../lib/admin/model_facts.ts";
import { OwnPrices } from "../../../lib/usage/own_model_prices.ts";
import { providerModel } from "../../support/provider_model.ts";

const NOW = Date.UTC(2026, 10, 1);

Deno.test("modelFacts takes the provider's own word before published data", () => {
  const model = providerModel("a", { modelId: "gpt-4o-mini", contextWindow: 5 });

  const facts = modelFacts(model, new OwnPrices([]), NOW);

  assert.deepEqual(facts.contextWindow, { tokens: 5, source: "provider" });
  assert.equal(facts.price?.prices.input_mtok, 0.15);
  const published = modelFacts({ ...model, contextWindow: null }, new OwnPrices([]), NOW);
  assert.equal(published.contextWindow?.tokens, 128_000);
  assert.match(published.contextWindow?.source ?? "", /^genai-prices@/);
});
