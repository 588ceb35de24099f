import assert from "node:assert/strict";
import { checkEnd, checkPatterns, checkTags } from "../../../lib/admin/token_limits.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("checkPatterns trims and drops doubles, and refuses what is no list of patterns", () => {
  assert.equal(checkPatterns(null, "allowed_models"), null);
  assert.deepEqual(checkPatterns([" a ", "a", "b/*"], "allowed_models"), ["a", "b/*"]);
  const wrong = [
    [],
    [""],
    ["a b"],
    ["a,b"],
    ["x".repeat(301)],
    Array.from({ length: 201 }, (_, n) => `${n}`),
  ];
  for (const patterns of wrong) {
    assert.throws(() => checkPatterns(patterns, "allowed_models"), flowError("invalid_request"));
  }
});

Deno.test("checkTags keeps trimmed texts, and none as null", () => {
  assert.equal(checkTags(null), null);
  assert.equal(checkTags({}), null);
  assert.deepEqual(checkTags({ " team ": " a " }), { team: "a" });
  const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`t${n}`, ""]));
  for (const tags of [{ " ": "a" }, { a: "b\nc" }, { a: "x".repeat(201) }, many]) {
    assert.throws(() => checkTags(tags), flowError("invalid_request"));
  }
});

Deno.test("checkEnd takes the future", () => {
  assert.deepEqual([checkEnd(null, 5), checkEnd(6, 5)], [null, 6]);
  for (const end of [5, 4, NaN, 5.5]) {
    assert.throws(() => checkEnd(end, 5), flowError("invalid_request"));
  }
});
