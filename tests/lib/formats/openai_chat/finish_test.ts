import assert from "node:assert/strict";
import type { Finish } from "../../../../lib/domain/conversation/answer.ts";
import { readFinish, writeFinish } from "../../../../lib/formats/openai_chat/finish.ts";

const read: [raw: string, hasCalls: boolean, reason: Finish["reason"]][] = [
  ["stop", false, "stop"],
  ["stop", true, "tool_calls"],
  ["STOP", false, "stop"],
  ["length", true, "length"],
  ["tool_calls", true, "tool_calls"],
  ["function_call", true, "tool_calls"],
  ["content_filter", false, "content_filter"],
  ["error", false, "error"],
  ["something new", false, "other"],
];

for (const [raw, hasCalls, reason] of read) {
  Deno.test(`readFinish takes '${raw}' ${hasCalls ? "with" : "without"} calls for ${reason}`, () => {
    const finish = readFinish(raw, hasCalls);

    assert.equal(finish.reason, reason);
    assert.equal(finish.raw, raw);
  });
}

Deno.test("readFinish names the filters that Azure says were tripped", () => {
  const filters = { hate: { filtered: true }, violence: { filtered: false }, odd: 1 };

  assert.equal(
    readFinish("content_filter", false, filters).detail,
    "Withheld by the provider's filter: hate.",
  );
  assert.equal(readFinish("stop", false, filters).detail, null);
});

const finish = (reason: Finish["reason"], raw: string | null = null): Finish => ({
  reason,
  raw,
  stopSequence: null,
  detail: null,
});

Deno.test("writeFinish uses OpenAI's words and tells the provider's own where they hide it", () => {
  const refusal = [{ type: "refusal" as const }];

  assert.deepEqual(writeFinish(finish("stop", "end_turn"), []), { finish_reason: "stop" });
  assert.deepEqual(writeFinish(finish("refusal"), refusal), { finish_reason: "stop" });
  assert.deepEqual(writeFinish(finish("refusal", "refusal"), []), {
    finish_reason: "content_filter",
    native_finish_reason: "refusal",
  });
  assert.deepEqual(writeFinish(finish("error", "MALFORMED_FUNCTION_CALL"), []), {
    finish_reason: "stop",
    native_finish_reason: "MALFORMED_FUNCTION_CALL",
  });
  assert.equal(writeFinish(finish("pause", "pause_turn"), []).native_finish_reason, "pause_turn");
});

Deno.test("writeFinish goes by the calls when the provider did not say", () => {
  assert.equal(writeFinish(null, []).finish_reason, "stop");
  assert.equal(writeFinish(null, [{ type: "tool_call" }]).finish_reason, "tool_calls");
});
