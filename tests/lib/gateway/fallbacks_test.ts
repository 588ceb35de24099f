import assert from "node:assert/strict";
import { Fallbacks, readFallbackHeader } from "../../../lib/gateway/fallbacks.ts";
import { flowError } from "../../support/flow_error.ts";
import { directoryOf } from "../../support/gateway.ts";

const TABLE = new Fallbacks({
  "*": ["last/one"],
  "gpt-4o": ["exact/requested"],
  "openai/o3": ["exact/resolved"],
  "gpt-*": ["pattern/first"],
  "openai/gpt-*": ["pattern/second"],
  "gpt-4.5*": ["pattern/never"],
  "tier:REASONING": ["tier/one"],
});

const cases: [requested: string, resolved: string, tier: string | null, found: string][] = [
  ["gpt-4o", "openai/gpt-4o", null, "exact/requested"],
  ["o3", "openai/o3", null, "exact/resolved"],
  ["gpt-4.5-x", "openai/gpt-4.5-x", null, "pattern/first"],
  ["OPENAI/gpt-5", "openai/gpt-5", null, "pattern/second"],
  ["gpt-5", "openai/gpt-5", "REASONING", "tier/one"],
  ["gpt-5", "openai/gpt-5", "SIMPLE", "pattern/first"],
  ["claude-x", "anthropic/claude-x", null, "last/one"],
  // A pattern is for the whole name.
  ["my-gpt-5", "local/my-gpt-5", null, "last/one"],
];
for (const [requested, resolved, tier, found] of cases) {
  Deno.test(`Fallbacks finds ${found} for ${requested} (${resolved}, tier ${tier})`, () => {
    assert.deepEqual(TABLE.for({ requested, resolved, tier }), [found]);
  });
}

Deno.test("Fallbacks finds nothing in an empty table, and takes a dot for a dot", () => {
  const names = { requested: "gpt-4x5", resolved: "openai/gpt-4x5", tier: null };

  assert.deepEqual(new Fallbacks({}).for(names), []);
  assert.deepEqual(new Fallbacks({ "gpt-4.*": ["a/b"] }).for(names), []);
});

const read = (value: string | null) =>
  readFallbackHeader(
    new Headers(value === null ? {} : { "x-flow-fallback": value }),
    directoryOf(),
  );

const headers: [value: string | null, models: readonly string[] | null][] = [
  [null, null],
  ["none", []],
  ["", []],
  ["openai/gpt-4o", ["openai/gpt-4o"]],
  [" openai/gpt-4o , gpt-5,", ["openai/gpt-4o", "gpt-5"]],
];
for (const [value, models] of headers) {
  Deno.test(`readFallbackHeader reads ${JSON.stringify(value)} as ${JSON.stringify(models)}`, () => {
    assert.deepEqual(read(value), models);
  });
}

const wrong: [value: string, why: RegExp][] = [
  [Array(6).fill("openai/a").join(","), /names 6 models: at most 5/],
  ["openai/gpt-4o, nobody/x", /cannot be followed\. The model 'nobody\/x' is not known/],
  ["none, openai/gpt-4o", /The model 'none' is not known/],
];
for (const [value, why] of wrong) {
  Deno.test(`readFallbackHeader refuses ${value}`, () => {
    assert.throws(() => read(value), flowError("invalid_request", why));
  });
}
