import assert from "node:assert/strict";
import { CallIds, plainCallId } from "../../../../lib/formats/anthropic_messages/call_ids.ts";

Deno.test("CallIds keeps what fits and tells equal ones apart", () => {
  const ids = new CallIds();

  const given = ["toolu_1", "a.b", "a:b", "toolu_1", ""].map((id) => ids.next(id));

  assert.deepEqual(given, ["toolu_1", "a_b", "a_b_2", "toolu_1_2", "call"]);
});

Deno.test("plainCallId leaves letters, digits, underscores and dashes", () => {
  assert.equal(plainCallId("call/ü-1_x"), "call__-1_x");
});
