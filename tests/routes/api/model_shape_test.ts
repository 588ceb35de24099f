import assert from "node:assert/strict";
import { model, modelJson } from "../../../routes/api/model_shape.ts";
import { providerModel } from "../../support/provider_model.ts";

Deno.test("modelJson is as its schema says, of a model of which nothing is known too", () => {
  const bare = {
    model: providerModel("a"),
    aliases: [],
    facts: { contextWindow: null, maxOutputTokens: null, capabilities: null, price: null },
  };
  const full = {
    model: providerModel("b", { missingSinceMs: 0, rawCreated: 5 }),
    aliases: ["fast"],
    facts: {
      contextWindow: { tokens: 10, source: "provider" },
      maxOutputTokens: 5,
      capabilities: ["vision"],
      price: { prices: { input_mtok: 1 }, source: "own@2026-01-01" },
    },
  };

  assert.equal(model.parse(modelJson(bare)).prices, null);
  const json = model.parse(modelJson(full));
  assert.deepEqual([json.missing_since, json.context_window, json.price_source], [
    "1970-01-01T00:00:00.000Z",
    10,
    "own@2026-01-01",
  ]);
});
