import assert from "node:assert/strict";
import { hasContent } from "../../../../lib/formats/anthropic_messages/first_content.ts";

const delta = (value: unknown) => ({ type: "content_block_delta", index: 0, delta: value });
const open = (content_block: unknown) => ({ type: "content_block_start", index: 0, content_block });

const cases: [what: string, data: unknown, expected: boolean][] = [
  ["text", delta({ type: "text_delta", text: "a" }), true],
  ["thinking", delta({ type: "thinking_delta", thinking: "a" }), true],
  ["arguments", delta({ type: "input_json_delta", partial_json: "{" }), true],
  ["a citation", delta({ type: "citations_delta", citation: {} }), true],
  ["a call", open({ type: "tool_use", name: "f" }), true],
  ["hidden thinking", open({ type: "redacted_thinking", data: "d" }), true],
  ["no arguments yet", delta({ type: "input_json_delta", partial_json: "" }), false],
  ["a text without text", open({ type: "text", text: "" }), false],
  ["thinking without a thought", open({ type: "thinking", thinking: "", signature: "" }), false],
  ["the start", { type: "message_start", message: {} }, false],
  ["a ping", { type: "ping" }, false],
  ["no object", undefined, false],
];
for (const [what, data, expected] of cases) {
  Deno.test(`hasContent is ${expected} for ${what}`, () => {
    assert.equal(hasContent(data), expected);
  });
}
