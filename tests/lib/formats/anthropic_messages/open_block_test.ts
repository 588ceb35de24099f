import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import { OpenBlock } from "../../../../lib/formats/anthropic_messages/open_block.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";

const GEMINI = { format: "gemini", value: { thoughtSignature: "s" } } as const;

function run(block: Record<string, unknown>, ...deltas: Record<string, unknown>[]) {
  const open = new OpenBlock(0, block, undefined);
  const events: StreamEvent[] = [
    ...open.start(),
    ...deltas.flatMap((delta) => open.delta(delta)),
    ...open.end(),
  ];
  return accumulate(events).choices[0]?.parts ?? [];
}
const json = (partial_json: string) => ({ type: "input_json_delta", partial_json });

const cases: [
  what: string,
  block: Record<string, unknown>,
  deltas: Record<string, unknown>[],
  part: Record<string, unknown>,
][] = [
  ["text that began early", { type: "text", text: "a" }, [{ type: "text_delta", text: "b" }], {
    type: "text",
    text: "ab",
  }],
  ["a call in pieces", { type: "tool_use", id: "1", name: "f", input: {} }, [
    json(""),
    json(`{"a"`),
    json(":1}"),
  ], { type: "tool_call", id: "1", name: "f", kind: "function", arguments: `{"a":1}` }],
  ["a call without arguments", { type: "tool_use", id: "1", name: "f", input: {} }, [json("")], {
    type: "tool_call",
    id: "1",
    name: "f",
    kind: "function",
    arguments: "{}",
  }],
  ["a call that came whole", { type: "tool_use", id: "1", name: "f", input: { a: 1 } }, [], {
    type: "tool_call",
    id: "1",
    name: "f",
    kind: "function",
    arguments: `{"a":1}`,
  }],
  ["a server tool's input", { type: "server_tool_use", name: "s", input: {} }, [
    json(`{"q":`),
    json("1}"),
  ], {
    type: "foreign",
    format: "anthropic_messages",
    value: { type: "server_tool_use", name: "s", input: { q: 1 } },
  }],
  ["a block that grows", { type: "compaction", content: null }, [{
    type: "compaction_delta",
    content: "a",
  }, { type: "compaction_delta", content: "b" }], {
    type: "foreign",
    format: "anthropic_messages",
    value: { type: "compaction", content: "ab" },
  }],
  ["unknown deltas as nothing", { type: "text", text: "" }, [{ type: "new_delta", x: 1 }, {
    type: "text_delta",
    text: "a",
  }], { type: "text", text: "a" }],
  ["signed thinking", { type: "thinking", thinking: "", signature: "" }, [{
    type: "thinking_delta",
    thinking: "hm",
  }, { type: "signature_delta", signature: "s" }], {
    type: "reasoning",
    text: "hm",
    isSummary: false,
    proof: { format: "anthropic_messages", value: { signature: "s" } },
  }],
  ["hidden thinking", { type: "redacted_thinking", data: "d" }, [], {
    type: "reasoning",
    text: "",
    isSummary: false,
    proof: { format: "anthropic_messages", value: { data: "d" } },
  }],
];
for (const [what, block, deltas, part] of cases) {
  Deno.test(`OpenBlock reads ${what}`, () => {
    assert.deepEqual(run(block, ...deltas), [part]);
  });
}

Deno.test("OpenBlock brings what a carrier holds, and the proof for what follows", () => {
  const reasoning = [{ text: "hm", isSummary: true, proof: GEMINI }];
  const block = { type: "redacted_thinking", data: packCarrier({ reasoning, proof: GEMINI }) };

  const open = new OpenBlock(0, block, undefined);

  assert.deepEqual([open.parts, open.proofForNext], [1, GEMINI]);
  assert.deepEqual(run(block), [{ type: "reasoning", ...reasoning[0] }]);
});

Deno.test("OpenBlock gives a call the proof that came before it", () => {
  const open = new OpenBlock(0, { type: "tool_use", id: "1", name: "f" }, GEMINI);

  assert.deepEqual(open.end().at(-1), { type: "part_end", choice: 0, part: 0, proof: GEMINI });
});
