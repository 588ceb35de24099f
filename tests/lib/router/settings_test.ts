import assert from "node:assert/strict";
import { routerSettings } from "../../../lib/router/settings.ts";
import { routerOptions } from "../../support/router.ts";

Deno.test("routerSettings: a router that is not enabled has the strategy off", () => {
  assert.equal(routerSettings(routerOptions()).strategy, "off");
  assert.equal(routerSettings(routerOptions({ strategy: "classifier" })).strategy, "classifier");
  assert.equal(routerSettings(routerOptions({ strategy: "off" })).strategy, "off");
});

Deno.test("routerSettings: aliases of one's own stand beside the built-in ones and win", () => {
  const { aliases } = routerSettings(
    routerOptions({ aliases: { auto: "MEDIUM", fast: "SIMPLE" } }),
  );

  assert.deepEqual(Object.fromEntries(aliases), {
    "auto": "MEDIUM",
    "auto:cheap": "SIMPLE",
    "auto:best": "REASONING",
    "fast": "SIMPLE",
  });
});

Deno.test("routerSettings: tiers are lists, and one that is missing stays so", () => {
  const { tiers } = routerSettings(routerOptions({ tiers: { SIMPLE: "a", COMPLEX: ["b", "c"] } }));

  assert.deepEqual([...tiers], [["SIMPLE", ["a"]], ["COMPLEX", ["b", "c"]]]);
});

Deno.test("routerSettings: a weight that is missing has its default", () => {
  const { weights } = routerSettings(routerOptions({ dimension_weights: { tokenCount: 0 } }));

  assert.equal(weights.tokenCount, 0);
  assert.equal(weights.codePresence, 0.2);
});

Deno.test("routerSettings: a pattern's other signs mean themselves", () => {
  const { listedModels: [pattern] } = routerSettings(
    routerOptions({ listed_models: ["openai/gpt-4.1*"] }),
  );

  assert.ok(pattern!.test("openai/gpt-4.1-mini"));
  assert.ok(!pattern!.test("openai/gpt-411") && !pattern!.test("x openai/gpt-4.1"));
});
