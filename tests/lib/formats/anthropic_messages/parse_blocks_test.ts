import assert from "node:assert/strict";
import type { Part, Proof } from "../../../../lib/domain/conversation/parts.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import {
  placedBlocks,
  readParts,
  readToolResult,
} from "../../../../lib/formats/anthropic_messages/parse_blocks.ts";
import { flowError } from "../../../support/flow_error.ts";

const partsOf = (...blocks: unknown[]): Part[] => readParts(placedBlocks(blocks, "c"));
const GEMINI: Proof = { format: "gemini", value: { thoughtSignature: "sig" } };
const CALL = { type: "tool_use", id: "t1", name: "f", input: { a: 1 } };
const CALL_PART = {
  type: "tool_call",
  id: "t1",
  name: "f",
  kind: "function",
  arguments: `{"a":1}`,
} as const;

const cases: [what: string, block: Record<string, unknown>, part: Record<string, unknown>][] = [
  ["text", { type: "text", text: "x" }, { type: "text", text: "x" }],
  [
    "marked text",
    { type: "text", text: "x", cache_control: { type: "ephemeral", ttl: "1h" } },
    { type: "text", text: "x", cache: { ttl: "1h" } },
  ],
  ["a tool call", CALL, CALL_PART],
  [
    "a tool call with a caller",
    { ...CALL, caller: { type: "direct" } },
    {
      ...CALL_PART,
      extra: { format: "anthropic_messages", fields: { caller: { type: "direct" } } },
    },
  ],
  [
    "thinking",
    { type: "thinking", thinking: "hm", signature: "s" },
    {
      type: "reasoning",
      text: "hm",
      isSummary: false,
      proof: { format: "anthropic_messages", value: { signature: "s" } },
    },
  ],
  [
    "thinking without a signature",
    { type: "thinking", thinking: "hm" },
    { type: "reasoning", text: "hm", isSummary: false },
  ],
  [
    "hidden thinking",
    { type: "redacted_thinking", data: "d" },
    {
      type: "reasoning",
      text: "",
      isSummary: false,
      proof: { format: "anthropic_messages", value: { data: "d" } },
    },
  ],
  [
    "a server tool",
    { type: "server_tool_use", id: "s", name: "web_search", input: {} },
    {
      type: "foreign",
      format: "anthropic_messages",
      value: { type: "server_tool_use", id: "s", name: "web_search", input: {} },
    },
  ],
];
for (const [what, block, part] of cases) {
  Deno.test(`readParts reads ${what}`, () => {
    assert.deepEqual(partsOf(block), [{ ...part, at: "c[0]" }]);
  });
}

Deno.test("readParts gives the text of a search result to everyone", () => {
  const block = {
    type: "search_result",
    source: "https://a",
    title: "A",
    content: [{ type: "text", text: "fact" }],
  };

  const [part] = partsOf(block);

  assert.equal(part?.type === "text" && part.text, "A\nhttps://a\nfact");
  assert.deepEqual(part?.extra?.fields, { search_result: block });
});

Deno.test("readParts takes reasoning out of a carrier in a signature", () => {
  const reasoning = [{ text: "hm", isSummary: true, proof: GEMINI }];

  const parts = partsOf({
    type: "thinking",
    thinking: "hm",
    signature: packCarrier({ reasoning }),
  });

  assert.deepEqual(parts, [{ type: "reasoning", at: "c[0]", ...reasoning[0] }]);
});

const carried: [where: string, blocks: unknown[], index: number][] = [
  ["before its call", [carrier({ proof: GEMINI }), CALL], 0],
  ["after its call, with its id", [CALL, carrier({ proof: GEMINI, callId: "t1" })], 0],
  [
    "behind a text",
    [{ type: "text", text: "x" }, carrier({ proof: GEMINI, isTrailing: true }), CALL],
    0,
  ],
];
for (const [where, blocks, index] of carried) {
  Deno.test(`readParts gives a proof ${where} back to its owner`, () => {
    const parts = partsOf(...blocks);

    const owners = parts.map((part) => "proof" in part ? part.proof : undefined);
    assert.deepEqual(owners.filter((proof) => proof !== undefined), [GEMINI]);
    assert.deepEqual(owners[index], GEMINI);
  });
}

function carrier(cargo: Parameters<typeof packCarrier>[0]) {
  return { type: "redacted_thinking", data: packCarrier(cargo) };
}

Deno.test("readToolResult reads a result and knows its tool", () => {
  const block = { type: "tool_result", tool_use_id: "t1", content: "no", is_error: true };

  const read = readToolResult({ block, at: "c[0]" }, (id) => id === "t1" ? "f" : null);

  assert.deepEqual(read, {
    type: "tool_result",
    at: "c[0]",
    callId: "t1",
    name: "f",
    kind: "function",
    content: [{ type: "text", at: "c[0].content", text: "no" }],
    isError: true,
  });
});

Deno.test("readToolResult takes pictures and nothing at all, but no calls", () => {
  const image = { type: "image", source: { type: "url", url: "https://a" } };
  const of = (content?: unknown) =>
    readToolResult({ block: { tool_use_id: "t", content }, at: "c" }, () => null).content;

  assert.deepEqual([of([image])[0]?.type, of()], ["image", []]);
  assert.throws(() => of([CALL]), flowError("invalid_request", /c\.content\[0\]/));
});

const bad: [what: string, block: unknown, path: RegExp][] = [
  ["text", { type: "text" }, /c\[0\]\.text/],
  ["a type", {}, /c\[0\]\.type/],
  ["an input object", { ...CALL, input: "x" }, /c\[0\]\.input/],
  ["an object", "x", /c\[0\]/],
];
for (const [what, block, path] of bad) {
  Deno.test(`readParts wants ${what}`, () => {
    assert.throws(() => partsOf(block), flowError("invalid_request", path));
  });
}
