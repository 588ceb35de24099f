import assert from "node:assert/strict";
import { type RouterOptions, routerSettings } from "../../../lib/router/settings.ts";
import { readRouteHeader, routeWish } from "../../../lib/router/route_wish.ts";
import { flowError } from "../../support/flow_error.ts";
import { routerOptions } from "../../support/router.ts";

const wish = (
  change: Partial<RouterOptions>,
  model: string,
  { caller = null, header = null }: { caller?: string | null; header?: string | null } = {},
) => routeWish(routerSettings(routerOptions(change)), { model, caller, header });

const scored = { strategy: "complexity", decidedBy: "score", tier: null };

Deno.test("routeWish: who names a model gets it, unless all requests are routed", () => {
  assert.equal(wish({ apply_to: "auto" }, "gpt-4o"), null);
  assert.deepEqual(wish({ apply_to: "all" }, "gpt-4o"), scored);
});

Deno.test("routeWish: auto is scored, names of tiers are not, in every mode", () => {
  for (const apply_to of ["auto", "listed", "all"] as const) {
    assert.deepEqual(wish({ apply_to }, "auto"), scored);
    assert.deepEqual(wish({ apply_to }, "auto:cheap"), {
      strategy: "complexity",
      decidedBy: "alias",
      tier: "SIMPLE",
    });
    assert.equal(wish({ apply_to }, "auto:best")?.tier, "REASONING");
  }
});

Deno.test("routeWish: listed models and callers", () => {
  const listed = {
    apply_to: "listed",
    listed_models: ["gpt-*"],
    listed_callers: ["ci"],
  } as const;

  assert.deepEqual(wish(listed, "gpt-4o"), scored);
  assert.deepEqual(wish(listed, "claude", { caller: "ci" }), scored);
  assert.equal(wish(listed, "claude", { caller: "me" }), null);
  assert.equal(wish(listed, "claude"), null);
});

Deno.test("routeWish: the header wins over the configuration", () => {
  const named = { apply_to: "auto" } as const;

  assert.equal(wish({ apply_to: "all" }, "gpt-4o", { header: "off" }), null);
  assert.deepEqual(wish(named, "gpt-4o", { header: "classifier" }), {
    ...scored,
    strategy: "classifier",
  });
  assert.deepEqual(wish(named, "auto:cheap", { header: "tier=complex" }), {
    strategy: "complexity",
    decidedBy: "header",
    tier: "COMPLEX",
  });
});

Deno.test("routeWish: nothing is routed while the router is off, but the header is still checked", () => {
  for (const change of [{}, { strategy: "off" }] as const) {
    assert.equal(wish(change, "auto", { header: "tier=SIMPLE" }), null);
    assert.throws(() => wish(change, "auto", { header: "yes" }), flowError("invalid_request"));
  }
});

Deno.test("routeWish: routing cannot be switched off for a name that is no model", () => {
  assert.throws(
    () => wish({ apply_to: "auto" }, "auto", { header: "off" }),
    flowError("invalid_request", /x-flow-route is 'off', but 'auto' is no model/),
  );
});

Deno.test("readRouteHeader refuses what it does not know, naming itself", () => {
  assert.deepEqual(readRouteHeader(" Tier=Reasoning "), { kind: "tier", tier: "REASONING" });
  for (const odd of ["", "on", "tier=", "tier=DIRECT", "complexity, off"]) {
    assert.throws(() => readRouteHeader(odd), { code: "invalid_request", param: "x-flow-route" });
  }
});
