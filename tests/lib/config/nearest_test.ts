import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearest } from "../../../lib/config/nearest.ts";

Deno.test("nearest finds the slip of a hand and nothing further away", () => {
  const keys = ["host", "port", "body_limit_mb", "trusted_proxies"];
  const cases: [string, string | undefined][] = [
    ["prot", "port"],
    ["Port", "port"],
    ["hots", "host"],
    ["body_limit", "body_limit_mb"],
    ["trusted_proxy", "trusted_proxies"],
    ["level", undefined],
    ["x", undefined],
  ];
  for (const [word, expected] of cases) assert.equal(nearest(word, keys), expected, word);
  assert.equal(nearest("port", []), undefined);
});

Deno.test("editDistance counts changed, missing, surplus and swapped letters", () => {
  const cases: [string, string, number][] = [
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
    ["abc", "xbc", 1],
  ];
  for (const [a, b, distance] of cases) assert.equal(editDistance(a, b), distance, `${a} ${b}`);
});

Deno.test("editDistance is the same both ways and zero only for equal words", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    assert.equal(editDistance(a, b), editDistance(b, a));
    assert.equal(editDistance(a, b) === 0, a === b);
  }));
});
