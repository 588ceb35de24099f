import assert from "node:assert/strict";
import { loadConfig } from "../../../lib/config/load.ts";
import { smartRouter } from "../../../lib/config/schema_smart_router.ts";

Deno.test("smartRouter has the published defaults", () => {
  const { tiers, tier_boundaries, dimension_weights, classifier_tier_boundaries } = smartRouter
    .parse({});
  assert.deepEqual(Object.values(tiers), ["gpt-4o-mini", "gpt-4o", "claude-sonnet", "o1-preview"]);
  assert.deepEqual(Object.values(tier_boundaries), [0.25, 0.5, 0.75]);
  assert.deepEqual(Object.values(classifier_tier_boundaries), [0.28, 0.4, 0.5]);
  assert.deepEqual(Object.values(dimension_weights), [0.15, 0.2, 0.25, 0.15, 0.15, 0.05, 0.05]);
});

Deno.test("smartRouter checks its values though nothing reads them yet", () => {
  for (
    const wrong of [
      { tiers: { SIMPLE: "" } },
      { tiers: { EASY: "x" } },
      { tier_boundaries: { simple_medium: 0.6 } },
      { dimension_weights: { tokenCount: 2 } },
      { classifier_type: "gpt" },
      { strategy: "weird" },
      { mf_embedding_base_url: "nonsense" },
    ]
  ) {
    assert.ok(!smartRouter.safeParse(wrong).success, JSON.stringify(wrong));
  }
});

Deno.test("smartRouter cannot be switched on, and the message says why", () => {
  const env = (name: string) => name === "FLOWGATE_SMART_ROUTER__ENABLED" ? "true" : undefined;
  assert.throws(() => loadConfig({ flags: [], env, cwd: "/nonexistent" }), {
    message: /smart_router\.enabled: must be false: the smart router is not part of this version/,
  });
});
