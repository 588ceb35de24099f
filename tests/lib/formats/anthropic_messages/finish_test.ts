import assert from "node:assert/strict";
import type { Finish } from "../../../../lib/domain/conversation/answer.ts";
import { readFinish, writeFinish } from "../../../../lib/formats/anthropic_messages/finish.ts";

const wires: [raw: string, reason: Finish["reason"]][] = [
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["tool_use", "tool_calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["refusal", "refusal"],
  ["pause_turn", "pause"],
  ["compaction", "other"],
];
for (const [raw, reason] of wires) {
  Deno.test(`readFinish reads ${raw} as ${reason}, and writeFinish writes it back`, () => {
    const stop = raw === "stop_sequence" ? "END" : null;

    const finish = readFinish({ stop_reason: raw, stop_sequence: stop });

    assert.equal(finish?.reason, reason);
    assert.deepEqual(writeFinish(finish, false), { stop_reason: raw, stop_sequence: stop });
  });
}

Deno.test("readFinish is null while nothing is said", () => {
  assert.equal(readFinish({ stop_reason: null }), null);
});

Deno.test("readFinish and writeFinish keep why the model refused", () => {
  const details = { type: "refusal", category: null, explanation: "No." };

  const finish = readFinish({ stop_reason: "refusal", stop_details: details });

  assert.equal(finish?.detail, "No.");
  assert.deepEqual(writeFinish(finish, false).stop_details, details);
});

const said = (reason: Finish["reason"]): Finish => ({
  reason,
  raw: null,
  stopSequence: null,
  detail: null,
});
const written: [what: string, finish: Finish | null, hasToolUse: boolean, expected: string][] = [
  ["a stop with calls", said("stop"), true, "tool_use"],
  ["nothing said, with calls", null, true, "tool_use"],
  ["nothing said", null, false, "end_turn"],
  ["a filter", said("content_filter"), false, "refusal"],
  ["unusable output", said("error"), false, "refusal"],
  ["something unknown", said("other"), false, "end_turn"],
  ["a limit with calls", said("length"), true, "max_tokens"],
];
for (const [what, finish, hasToolUse, expected] of written) {
  Deno.test(`writeFinish says ${expected} for ${what}`, () => {
    assert.equal(writeFinish(finish, hasToolUse).stop_reason, expected);
  });
}
