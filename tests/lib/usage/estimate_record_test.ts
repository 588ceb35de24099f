import assert from "node:assert/strict";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import { estimateRecord } from "../../../lib/usage/estimate_record.ts";
import { PriceBook } from "../../../lib/usage/prices.ts";
import { requestRecord } from "../../support/test_store.ts";

const record = requestRecord({
  ...NO_USAGE,
  outcome: "failed",
  modelUsed: "gpt-4o-mini-2024-07-18",
  costNanoUsd: null,
  priceSource: null,
});
const order = { priceId: "openai", upstreamModel: "gpt-4o-mini", answerBytes: 400 };
const evidence = {
  requestText: JSON.stringify({ prompt: "x".repeat(40) }),
  answerText: "x".repeat(80),
  keptBytes: 400,
};
const estimate = (change: Parameters<typeof requestRecord>[0] = {}, kept = evidence) =>
  estimateRecord({ ...record, ...change }, order, kept, new PriceBook());

Deno.test("estimateRecord fills in tokens and cost, and says so", () => {
  const found = estimate();

  // $0.15 and $0.60 a million.
  assert.deepEqual(found, {
    ...record,
    promptTokens: 10,
    completionTokens: 20,
    totalTokens: 30,
    costNanoUsd: 10 * 150 + 20 * 600,
    priceSource: found.priceSource,
    isUsageEstimated: true,
  });
  assert.match(found.priceSource ?? "", /^genai-prices@/);
});

Deno.test("estimateRecord prices by the model asked for when the one that answered is unknown", () => {
  assert.equal(estimate({ modelUsed: "alias" }).costNanoUsd, 10 * 150 + 20 * 600);
});

Deno.test("estimateRecord prices by the tier that was served", () => {
  assert.equal(estimate({ serviceTier: "flex" }).costNanoUsd, (10 * 150 + 20 * 600) / 2);
  assert.equal(estimate({ serviceTier: "scale" }).costNanoUsd, null);
});

Deno.test("estimateRecord makes up for an answer of which the first part was kept", () => {
  const half = estimate({}, { ...evidence, keptBytes: 200 });
  const none = estimate({}, { ...evidence, answerText: "", keptBytes: 0 });

  assert.deepEqual([half.completionTokens, none.completionTokens], [40, 0]);
});
