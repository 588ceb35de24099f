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

Deno.test("smartRouter is off, and once on routes only who asks for it", () => {
  const { enabled, strategy, apply_to, text, stickiness, aliases } = smartRouter.parse({});

  assert.deepEqual([enabled, strategy, apply_to, text], [
    false,
    "complexity",
    "auto",
    "user_messages",
  ]);
  assert.equal(stickiness, 0.05);
  assert.deepEqual(aliases, {});
});

Deno.test("smartRouter takes one model for a tier or several", () => {
  const tiers = { SIMPLE: "a", MEDIUM: ["b", "c"] };

  assert.deepEqual(smartRouter.parse({ tiers }).tiers, {
    SIMPLE: "a",
    MEDIUM: ["b", "c"],
    COMPLEX: "claude-sonnet",
    REASONING: "o1-preview",
  });
});

Deno.test("smartRouter refuses what it could not follow", () => {
  for (
    const wrong of [
      { enabled: "yes" },
      { apply_to: "some" },
      { text: "all" },
      { stickiness: 2 },
      { aliases: { "two words": "auto" } },
      { aliases: { fast: "FAST" } },
      { tiers: { SIMPLE: "" } },
      { tiers: { SIMPLE: [] } },
      { tiers: { SIMPLE: null } },
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

Deno.test("smartRouter can be switched on by the environment", () => {
  const env = (name: string) => name === "FLOWGATE_SMART_ROUTER__ENABLED" ? "true" : undefined;
  const { config } = loadConfig({ flags: [], env, cwd: "/nonexistent" });

  assert.equal(config.smart_router.enabled, true);
});
