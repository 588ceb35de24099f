import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance } from "../../../lib/domain/edit_distance.ts";

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
