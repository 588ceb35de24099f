import assert from "node:assert/strict";
import { CallIds } from "../../../../lib/formats/gemini/call_ids.ts";

const CALL = { name: "f", args: {} };

Deno.test("CallIds keeps given ids and numbers the others by the response's own id", () => {
  const ids = new CallIds();
  const response = { responseId: "r/1" };

  assert.deepEqual([
    ids.next("own", 0, response, CALL),
    ids.next(undefined, 0, response, CALL),
    ids.next("own", 0, response, CALL),
    ids.next(undefined, 1, response, CALL),
  ], ["own", "call_r1_1", "call_r1_2", "call_r1_1_0"]);
});

Deno.test("CallIds without a response id differ from turn to turn, but not from time to time", () => {
  const idOf = (prompt: number) =>
    new CallIds().next(undefined, 0, { usageMetadata: { promptTokenCount: prompt } }, CALL);

  assert.equal(idOf(10), idOf(10));
  assert.notEqual(idOf(10), idOf(20));
  assert.match(idOf(10), /^call_[0-9a-f]{16}_0$/);
});
