import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import {
  blocksOf,
  inputOf,
  resultBlock,
} from "../../../../lib/formats/anthropic_messages/render_blocks.ts";
import { call, chatRequest, rendering, result, text } from "../../../support/anthropic.ts";

const native = (value: Record<string, unknown>) =>
  ({ format: "anthropic_messages", value }) as const;
const GEMINI = { format: "gemini", value: { thoughtSignature: "s" } } as const;

const cases: [what: string, part: Part, blocks: unknown[], warnings: string[]][] = [
  ["marked text", { ...text("x"), cache: { ttl: "5m" } }, [
    { type: "text", text: "x", cache_control: { type: "ephemeral" } },
  ], []],
  ["empty text", text(""), [], []],
  ["blank text", { ...text(" \n"), at: "m" }, [], ["dropped m"]],
  ["a refusal", { type: "refusal", text: "No.", at: "m" }, [{ type: "text", text: "No." }], [
    "adapted m",
  ]],
  [
    "signed thinking",
    { type: "reasoning", text: "hm", isSummary: false, proof: native({ signature: "s" }) },
    [{ type: "thinking", thinking: "hm", signature: "s" }],
    [],
  ],
  [
    "hidden thinking",
    { type: "reasoning", text: "", isSummary: false, proof: native({ data: "d" }) },
    [{ type: "redacted_thinking", data: "d" }],
    [],
  ],
  [
    "thinking of another's",
    { type: "reasoning", text: "hm", isSummary: false, proof: GEMINI, at: "m" },
    [],
    ["dropped m"],
  ],
  [
    "hidden thinking of another's",
    { type: "reasoning", text: "", isSummary: false, proof: GEMINI },
    [],
    [],
  ],
  ["a call with another's proof", { ...call("1", "f", `{"a":1}`), proof: GEMINI }, [
    { type: "tool_use", id: "1", name: "f", input: { a: 1 } },
  ], []],
  ["a custom call", { ...call("1", "f", "free"), kind: "custom" }, [
    { type: "tool_use", id: "1", name: "f", input: { input: "free" } },
  ], []],
  ["a namespaced call", { ...call("1", "f"), namespace: "n" }, [
    { type: "tool_use", id: "1", name: "n__f", input: {} },
  ], []],
  ["arguments that are cut", { ...call("1", "f", `{"a":`), at: "m" }, [
    { type: "tool_use", id: "1", name: "f", input: { _unparsed_arguments: `{"a":` } },
  ], ["adapted m"]],
  [
    "a server tool",
    {
      type: "foreign",
      format: "anthropic_messages",
      value: { type: "server_tool_use" },
    },
    [{ type: "server_tool_use" }],
    [],
  ],
  [
    "another's tool",
    { type: "foreign", format: "gemini", value: { executableCode: {} }, at: "m" },
    [],
    [
      "dropped m",
    ],
  ],
  [
    "another's citation",
    {
      ...text("x"),
      at: "m",
      citations: [{
        url: "https://a",
        title: null,
        citedText: null,
        start: null,
        end: null,
        raw: { format: "openai_chat", fields: {} },
      }],
    },
    [{ type: "text", text: "x" }],
    ["dropped m.citations"],
  ],
];
for (const [what, part, blocks, warnings] of cases) {
  Deno.test(`blocksOf writes ${what}`, () => {
    const subject = rendering(chatRequest());

    assert.deepEqual(blocksOf(part, subject), blocks);
    assert.deepEqual(subject.losses.list.map(({ kind, field }) => `${kind} ${field}`), warnings);
  });
}

Deno.test("blocksOf gives a search result back as it came", () => {
  const block = { type: "search_result", content: [] };
  const extra = { format: "anthropic_messages", fields: { search_result: block } } as const;

  assert.deepEqual(blocksOf({ ...text("x"), extra }, rendering(chatRequest())), [block]);
});

Deno.test("inputOf takes nothing for an empty object", () => {
  assert.deepEqual(inputOf(call("1", "f", ""), assert.fail), {});
});

const results: [what: string, content: readonly string[], expected: unknown][] = [
  ["one text as text", ["a"], "a"],
  ["several texts as blocks", ["a", "b"], [text("a"), text("b")]],
  ["nothing at all", [], undefined],
];
for (const [what, content, expected] of results) {
  Deno.test(`resultBlock writes ${what}`, () => {
    const [part] = result("1", ...content).parts;
    assert.ok(part?.type === "tool_result");

    const block = resultBlock({ ...part, isError: true }, "id", rendering(chatRequest()));

    assert.deepEqual(block, {
      type: "tool_result",
      tool_use_id: "id",
      is_error: true,
      ...(expected === undefined ? {} : { content: expected }),
    });
  });
}
