import assert from "node:assert/strict";
import { readBlock, readFinish, renderFinish } from "../../../../lib/formats/gemini/finish.ts";

for (
  const [finishReason, hasCalls, reason] of [
    ["STOP", false, "stop"],
    ["STOP", true, "tool_calls"],
    ["UNEXPECTED_TOOL_CALL", true, "tool_calls"],
    ["UNEXPECTED_TOOL_CALL", false, "error"],
    ["MAX_TOKENS", true, "length"],
    ["SAFETY", false, "content_filter"],
    ["IMAGE_OF_A_NEW_KIND", false, "content_filter"],
    ["MALFORMED_FUNCTION_CALL", false, "error"],
    ["LANGUAGE", false, "other"],
    ["A_NEW_REASON", false, "other"],
    ["A_NEW_REASON", true, "other"],
    ["NEW_FUNCTION_REASON", true, "tool_calls"],
    ["MALFORMED_FUNCTION_CALL", true, "error"],
  ] as const
) {
  Deno.test(`readFinish: ${finishReason} ${hasCalls ? "with" : "without"} calls is ${reason}`, () => {
    const finish = readFinish({ finishReason, finishMessage: "So." }, hasCalls);

    assert.deepEqual(finish, { reason, raw: finishReason, stopSequence: null, detail: "So." });
  });
}

Deno.test("readFinish knows when nothing was said", () => {
  assert.equal(readFinish({}, true), null);
  assert.equal(readFinish({ finishReason: "FINISH_REASON_UNSPECIFIED" }, false), null);
});

Deno.test("readBlock tells why a prompt was blocked, in the provider's words if it has some", () => {
  assert.equal(readBlock({ blockReason: "SAFETY" })?.detail, "The prompt was blocked: SAFETY.");
  assert.equal(readBlock({ blockReasonMessage: "Bad." })?.reason, "content_filter");
  assert.equal(readBlock({ safetyRatings: [] }), null);
  assert.equal(readBlock(undefined), null);
});

const FINISH = { raw: null, stopSequence: null, detail: null } as const;

Deno.test("renderFinish keeps Gemini's own word and finds one for others", () => {
  assert.deepEqual(renderFinish({ ...FINISH, reason: "content_filter", raw: "SPII" }), {
    finishReason: "SPII",
  });
  assert.deepEqual(renderFinish({ ...FINISH, reason: "tool_calls", raw: "tool_use" }), {
    finishReason: "STOP",
  });
  assert.equal(renderFinish({ ...FINISH, reason: "refusal", detail: "No." }).finishMessage, "No.");
  assert.equal(renderFinish({ ...FINISH, reason: "pause" }).finishReason, "OTHER");
});
