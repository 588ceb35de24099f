import assert from "node:assert/strict";
import { appendPart } from "../../../../lib/formats/openai_chat/content_parts.ts";

const text = (text: string) => ({ type: "text", text });
const thinking = (...parts: unknown[]) => ({ type: "thinking", thinking: parts });

const cases: [name: string, parts: unknown[], expected: unknown[]][] = [
  ["joins texts", [text("a"), text("b")], [text("ab")]],
  ["joins thinking", [thinking(text("a")), thinking(text("b")), text("c")], [
    thinking(text("ab")),
    text("c"),
  ]],
  ["keeps what is of another kind apart", [text("a"), { type: "image_url" }, text("b")], [
    text("a"),
    { type: "image_url" },
    text("b"),
  ]],
  [
    "keeps another index apart",
    [{ ...text("a"), index: 0 }, { ...text("b"), index: 1 }],
    [{ ...text("a"), index: 0 }, { ...text("b"), index: 1 }],
  ],
  [
    "takes over a signature that comes last, and no null",
    [{ ...text("a"), format: "x" }, { ...text("b"), format: null, signature: "s" }],
    [{ ...text("ab"), format: "x", signature: "s" }],
  ],
  [
    "joins summaries",
    [{ type: "reasoning.summary", summary: "a" }, { type: "reasoning.summary", summary: "b" }],
    [{ type: "reasoning.summary", summary: "ab" }],
  ],
  ["keeps parts without text apart", [{ type: "x", data: "1" }, { type: "x", data: "2" }], [
    { type: "x", data: "1" },
    { type: "x", data: "2" },
  ]],
  ["takes what is no object as it is", ["a", null, "b"], ["a", null, "b"]],
];
for (const [name, parts, expected] of cases) {
  Deno.test(`appendPart ${name}, and leaves the parts it was given alone`, () => {
    const before = structuredClone(parts);
    const list: unknown[] = [];

    for (const part of parts) appendPart(list, part);

    assert.deepEqual(list, expected);
    assert.deepEqual(parts, before);
  });
}
