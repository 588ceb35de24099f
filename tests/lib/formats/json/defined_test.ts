import assert from "node:assert/strict";
import { defined } from "../../../../lib/formats/json/defined.ts";

Deno.test("defined leaves out undefined members and keeps null, false, 0 and ''", () => {
  const members = defined({ a: undefined, b: null, c: false, d: 0, e: "" });

  assert.deepEqual(members, { b: null, c: false, d: 0, e: "" });
  assert.equal("a" in members, false);
});

Deno.test("defined copies: what it was given stays as it is", () => {
  const given = { a: 1, b: undefined };

  assert.notEqual(defined(given), given);
  assert.equal("b" in given, true);
});
