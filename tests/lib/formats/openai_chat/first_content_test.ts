import assert from "node:assert/strict";
import { hasContent } from "../../../../lib/formats/openai_chat/first_content.ts";

const delta = (value: unknown) => ({ choices: [{ index: 0, delta: value }] });

const cases: [what: string, chunk: unknown, expected: boolean][] = [
  ["text", delta({ content: "a" }), true],
  ["a tool call", delta({ tool_calls: [{ index: 0 }] }), true],
  ["reasoning under any name", delta({ reasoning_content: "hm" }), true],
  ["legacy text", { choices: [{ text: "a" }] }, true],
  ["the role alone", delta({ role: "assistant", content: "" }), false],
  ["no choices", { choices: [] }, false],
  ["no object", "x", false],
];
for (const [what, chunk, expected] of cases) {
  Deno.test(`hasContent is ${expected} for ${what}`, () => {
    assert.equal(hasContent(chunk), expected);
  });
}
