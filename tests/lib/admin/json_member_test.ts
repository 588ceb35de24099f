import assert from "node:assert/strict";
import { memberOf } from "../../../lib/admin/json_member.ts";

Deno.test("memberOf looks into objects only", () => {
  assert.equal(memberOf({ a: 1 }, "a"), 1);
  assert.equal(memberOf(null, "a"), undefined);
  assert.equal(memberOf("text", "length"), undefined);
});
