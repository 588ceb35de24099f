import assert from "node:assert/strict";
import { smartRouter } from "../../../lib/config/schema_smart_router.ts";
import { configSchema } from "../../../lib/config/schema.ts";
import {
  fileOptions,
  optionsOf,
  routerConfigBody,
  routerConfigView,
  viewOf,
} from "../../../lib/admin/router_options.ts";
import { routerOptions } from "../../support/router.ts";

const parse = (body: unknown) => optionsOf(routerConfigBody.parse(body));

Deno.test("optionsOf: on when there is a strategy and nothing says otherwise", () => {
  const table: readonly (readonly [object, boolean, string])[] = [
    [{}, false, "off"],
    [{ enabled: true }, false, "off"],
    [{ strategy: "off", enabled: true }, false, "off"],
    [{ strategy: "complexity" }, true, "complexity"],
    [{ strategy: "classifier", enabled: false }, false, "off"],
    [{ strategy: "classifier", enabled: true }, true, "classifier"],
  ];
  for (const [body, enabled, strategy] of table) {
    const view = viewOf(parse(body), false);
    assert.deepEqual([view.enabled, view.strategy], [enabled, strategy], JSON.stringify(body));
  }
});

Deno.test("optionsOf: what is left out has its default, maps replace as a whole", () => {
  const options = parse({
    strategy: "complexity",
    complexity: { tiers: { SIMPLE: "a" }, tier_boundaries: { simple_medium: 0.1 } },
  });

  assert.deepEqual(options.tiers, { SIMPLE: "a" });
  assert.deepEqual(options.tier_boundaries, {
    simple_medium: 0.1,
    medium_complex: 0.5,
    complex_reasoning: 0.75,
  });
  assert.equal(options.dimension_weights.codePresence, 0.2);
  assert.equal(options.apply_to, "all");
});

Deno.test("optionsOf: what was told can be sent back and means the same", () => {
  const options = routerOptions({
    apply_to: "listed",
    aliases: { fast: "SIMPLE" },
    listed_models: ["gpt-*"],
    tiers: { SIMPLE: ["a", "b"] },
    stickiness: 0.2,
    text: "last_turn",
  });

  const view = viewOf(options, true);

  assert.deepEqual(routerConfigView.parse(view), view);
  assert.deepEqual(viewOf(parse(view), true), view);
});

Deno.test("routerConfigBody refuses what it could not follow", () => {
  const table: readonly unknown[] = [
    { strategy: "weird" },
    { enabled: "yes" },
    { complexity: { tiers: null } },
    { complexity: { tiers: { SIMPLE: "" } } },
    { complexity: { tiers: { EASY: "x" } } },
    { complexity: { tier_boundaries: { simple_medium: "0.2" } } },
    { complexity: { tier_boundaries: { simple_medium: 0.6 } } },
    { complexity: { tier_boundaries: { simple_medium: 0.5, medium_complex: 0.4 } } },
    { complexity: { dimension_weights: { tokenCount: -1 } } },
    { complexity: { dimension_weights: { length: 0.1 } } },
    { classifier: { type: "gpt" } },
    { classifier: { tier_boundaries: { complex_reasoning: 2 } } },
    { is_admin: true },
  ];
  for (const body of table) {
    assert.ok(!routerConfigBody.safeParse(body).success, JSON.stringify(body));
  }
});

Deno.test("optionsOf and fileOptions hold no secret, whatever is sent or configured", () => {
  const secret = "sk-this-must-not-be-kept";
  const sent = parse({
    classifier: { type: "mf", mf_embedding_api_key: secret, mf_embedding_base_url: secret },
  });
  const config = configSchema.parse({ smart_router: { mf_embedding_api_key: secret } });

  assert.ok(!JSON.stringify(sent).includes(secret));
  assert.ok(!JSON.stringify(fileOptions(config)).includes(secret));
});

Deno.test("fileOptions are the configured ones", () => {
  const { enabled, tiers } = fileOptions({ smart_router: smartRouter.parse({ enabled: true }) });

  assert.deepEqual([enabled, tiers.SIMPLE], [true, "gpt-4o-mini"]);
});
