import assert from "node:assert/strict";
import {
  parseToolChoice,
  parseTools,
} from "../../../../lib/formats/openai_responses/parse_tools.ts";

Deno.test("parseTools reads functions, free-text tools and OpenAI's own", () => {
  const schema = { type: "object", properties: {} };
  const grammar = { type: "grammar", syntax: "lark", definition: "start: /x/" };
  const mcp = { type: "mcp", server_label: "s", server_url: "https://x.test" };

  assert.deepEqual(
    parseTools([
      { type: "function", name: "look", parameters: schema, defer_loading: true },
      { type: "function", name: "strict", parameters: null, strict: true },
      { type: "custom", name: "patch", description: "Applies", format: grammar },
      { type: "web_search_preview" },
      { type: "code_interpreter", container: "c" },
      { type: "file_search", vector_store_ids: [] },
      mcp,
    ]),
    [
      {
        type: "function",
        name: "look",
        parameters: schema,
        at: "tools[0]",
        extra: { format: "openai_responses", fields: { defer_loading: true } },
      },
      { type: "function", name: "strict", strict: true, at: "tools[1]" },
      { type: "custom", name: "patch", description: "Applies", grammar, at: "tools[2]" },
      ...[
        ["web_search", { type: "web_search_preview" }],
        ["code_execution", { type: "code_interpreter", container: "c" }],
        ["file_search", { type: "file_search", vector_store_ids: [] }],
        ["other", mcp],
      ].map(([kind, value], i) => ({
        type: "built_in",
        kind,
        format: "openai_responses",
        value,
        at: `tools[${i + 3}]`,
      })),
    ],
  );
});

Deno.test("parseTools takes the tools of a namespace one by one", () => {
  const tools = parseTools([{
    type: "namespace",
    name: "files",
    description: "Of the disk",
    tools: [{ type: "function", name: "read" }, { type: "custom", name: "write" }],
  }]);

  assert.deepEqual(tools, [
    {
      type: "function",
      name: "read",
      namespace: "files",
      at: "tools[0].tools[0]",
      extra: { format: "openai_responses", fields: { namespace: { description: "Of the disk" } } },
    },
    { type: "custom", name: "write", namespace: "files", at: "tools[0].tools[1]" },
  ]);
});

Deno.test("parseTools names the tool that is wrong", () => {
  for (
    const [tools, param] of [
      ["x", "tools"],
      [[7], "tools[0]"],
      [[{ name: "x" }], "tools[0].type"],
      [[{ type: "function" }], "tools[0].name"],
      [[{ type: "function", name: "f", strict: "yes" }], "tools[0].strict"],
      [[{ type: "function", name: "f", parameters: [] }], "tools[0].parameters"],
      [[{ type: "namespace", name: "n" }], "tools[0].tools"],
      [[{ type: "namespace", name: "n", tools: [{ type: "mcp" }] }], "tools[0].tools[0].type"],
    ] as const
  ) {
    assert.throws(() => parseTools(tools), { code: "invalid_request", param });
  }
});

Deno.test("parseToolChoice reads every form", () => {
  const f = { type: "function", name: "f" };
  const mixed = {
    type: "allowed_tools",
    mode: "auto",
    tools: [f, { type: "mcp", server_label: "s" }],
  };
  const hosted = { type: "file_search" };

  assert.deepEqual(
    ["auto", "none", "required", f, { type: "custom", name: "c" }].map(parseToolChoice),
    [
      { type: "auto" },
      { type: "none" },
      { type: "required" },
      { type: "tool", name: "f", kind: "function" },
      { type: "tool", name: "c", kind: "custom" },
    ],
  );
  assert.deepEqual(parseToolChoice({ type: "allowed_tools", mode: "required", tools: [f] }), {
    type: "allowed",
    mode: "required",
    names: ["f"],
  });
  for (const value of [mixed, hosted]) {
    assert.deepEqual(parseToolChoice(value), {
      type: "foreign",
      format: "openai_responses",
      value,
    });
  }
});

Deno.test("parseToolChoice refuses what is no choice", () => {
  for (
    const [choice, param] of [
      ["maybe", "tool_choice"],
      [7, "tool_choice"],
      [{}, "tool_choice.type"],
      [{ type: "function" }, "tool_choice.name"],
      [{ type: "allowed_tools", mode: "x", tools: [] }, "tool_choice.mode"],
      [{ type: "allowed_tools", mode: "auto" }, "tool_choice.tools"],
    ] as const
  ) {
    assert.throws(() => parseToolChoice(choice), { code: "invalid_request", param });
  }
});
