import assert from "node:assert/strict";
import {
  readToolChoice,
  readTools,
} from "../../../../lib/formats/anthropic_messages/parse_tools.ts";
import { flowError } from "../../../support/flow_error.ts";

Deno.test("readTools reads a function with all it may have", () => {
  const { tools } = readTools({
    tools: [{
      type: "custom",
      name: "f",
      description: "Does f.",
      input_schema: { type: "object" },
      strict: true,
      cache_control: { type: "ephemeral" },
      defer_loading: true,
    }],
  });

  assert.deepEqual(tools, [{
    type: "function",
    at: "tools[0]",
    name: "f",
    description: "Does f.",
    parameters: { type: "object" },
    strict: true,
    cache: { ttl: "5m" },
    extra: { format: "anthropic_messages", fields: { defer_loading: true } },
  }]);
});

for (
  const [type, kind] of [
    ["web_search_20250305", "web_search"],
    ["web_fetch_20250910", "web_fetch"],
    ["code_execution_20250825", "code_execution"],
    ["bash_20250124", "other"],
    ["mcp_toolset", "other"],
  ]
) {
  Deno.test(`readTools takes ${type} for a built-in tool of kind ${kind}`, () => {
    const value = { type, name: "x" };

    assert.deepEqual(readTools({ tools: [value] }).tools, [
      { type: "built_in", kind, format: "anthropic_messages", value, at: "tools[0]" },
    ]);
  });
}

const choices: [choice: Record<string, unknown>, expected: Record<string, unknown>][] = [
  [{ type: "auto" }, { toolChoice: { type: "auto" } }],
  [{ type: "any" }, { toolChoice: { type: "required" } }],
  [{ type: "none" }, { toolChoice: { type: "none" } }],
  [{ type: "tool", name: "f" }, { toolChoice: { type: "tool", name: "f", kind: "function" } }],
  [
    { type: "auto", disable_parallel_tool_use: true },
    { toolChoice: { type: "auto" }, parallelToolCalls: false },
  ],
];
for (const [choice, expected] of choices) {
  Deno.test(`readToolChoice reads ${JSON.stringify(choice)}`, () => {
    assert.deepEqual(readToolChoice({ tool_choice: choice }), expected);
  });
}

Deno.test("readTools and readToolChoice find nothing where nothing is said", () => {
  assert.deepEqual([readTools({}), readToolChoice({})], [{}, {}]);
});

Deno.test("readTools and readToolChoice name what is wrong", () => {
  assert.throws(
    () => readTools({ tools: [{ name: "f" }] }),
    flowError("invalid_request", /tools\[0\]\.input_schema/),
  );
  assert.throws(
    () => readToolChoice({ tool_choice: { type: "maybe" } }),
    flowError("invalid_request", /tool_choice\.type/),
  );
});
