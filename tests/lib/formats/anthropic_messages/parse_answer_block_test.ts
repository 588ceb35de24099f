import assert from "node:assert/strict";
import {
  argumentsOf,
  extraOf,
  foreignPart,
  proofOf,
  readAnswerBlock,
  thinkingPart,
} from "../../../../lib/formats/anthropic_messages/parse_answer_block.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";

const GEMINI = { format: "gemini", value: { thoughtSignature: "s" } } as const;

const cases: [what: string, block: Record<string, unknown>, part: unknown][] = [
  ["text", { type: "text", text: "a", citations: null }, { type: "text", text: "a" }],
  ["text without text", { type: "text" }, { type: "text", text: "" }],
  ["thinking", { type: "thinking", thinking: "hm", signature: "s" }, thinkingPart("hm", "s")],
  ["thinking without a word", { type: "thinking" }, thinkingPart("", null)],
  ["hidden thinking", { type: "redacted_thinking", data: "d" }, {
    type: "reasoning",
    text: "",
    isSummary: false,
    proof: { format: "anthropic_messages", value: { data: "d" } },
  }],
  ["a carrier", { type: "redacted_thinking", data: packCarrier({ proof: GEMINI }) }, {
    type: "carrier",
    cargo: { proof: GEMINI },
  }],
  ["a call", { type: "tool_use", id: "1", name: "f", input: { a: 1 }, caller: "x" }, {
    type: "tool_call",
    id: "1",
    name: "f",
    kind: "function",
    arguments: `{"a":1}`,
    extra: { format: "anthropic_messages", fields: { caller: "x" } },
  }],
  ["what it does not know", { type: "compaction" }, foreignPart({ type: "compaction" })],
];
for (const [what, block, part] of cases) {
  Deno.test(`readAnswerBlock reads ${what}`, () => {
    assert.deepEqual(readAnswerBlock(block), part);
  });
}

Deno.test("proofOf knows Anthropic's signatures from carriers", () => {
  const reasoning = [{ text: "", isSummary: false, proof: GEMINI }];

  assert.deepEqual(proofOf("s"), { format: "anthropic_messages", value: { signature: "s" } });
  assert.deepEqual(proofOf(packCarrier({ reasoning })), GEMINI);
  assert.deepEqual(proofOf(packCarrier({ proof: GEMINI })), GEMINI);
  assert.equal(proofOf(null), undefined);
});

for (
  const [input, expected] of [[{ a: 1 }, `{"a":1}`], [`{"a":1}`, `{"a":1}`], ["", "{}"], [
    null,
    "{}",
  ]] as const
) {
  Deno.test(`argumentsOf makes ${expected} of ${JSON.stringify(input)}`, () => {
    assert.equal(argumentsOf(input), expected);
  });
}

Deno.test("extraOf is nothing where all is understood", () => {
  assert.deepEqual(extraOf({ type: "tool_use", id: "1", other: null }), {});
});
