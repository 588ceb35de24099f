import assert from "node:assert/strict";
import { parseToolChoice, parseTools } from "../../../../lib/formats/openai_chat/parse_tools.ts";
import { refusal } from "../../../support/chat_format.ts";

Deno.test("parseTools reads a function with everything that it may have", () => {
  const [tool] = parseTools({
    tools: [{
      type: "function",
      function: { name: "f", description: "D", parameters: { type: "object" }, strict: true, x: 1 },
      cache_control: { type: "ephemeral" },
      y: 2,
    }],
  }) ?? [];

  assert.deepEqual(tool, {
    type: "function",
    name: "f",
    description: "D",
    parameters: { type: "object" },
    strict: true,
    cache: { ttl: "5m" },
    at: "tools[0]",
    extra: { format: "openai_chat", fields: { y: 2, function: { x: 1 } } },
  });
});

Deno.test("parseTools flattens a custom tool's grammar", () => {
  const format = { type: "grammar", grammar: { syntax: "lark", definition: "start: /a+/" } };

  const [tool] = parseTools({ tools: [{ type: "custom", custom: { name: "c", format } }] }) ?? [];

  assert.deepEqual(tool, {
    type: "custom",
    name: "c",
    grammar: { type: "grammar", syntax: "lark", definition: "start: /a+/" },
    at: "tools[0]",
  });
});

Deno.test("parseTools takes older functions, OpenAI's search and what providers build in", () => {
  const tools = parseTools({
    functions: [{ name: "f" }],
    web_search_options: { search_context_size: "low" },
    tools: [{ type: "web_search", web_search: { enable: true } }, { type: "browser" }],
  }) ?? [];

  assert.deepEqual(
    tools.map((tool) => tool.type === "built_in" ? [tool.kind, tool.at] : [tool.name, tool.at]),
    [
      ["web_search", "tools[0]"],
      ["other", "tools[1]"],
      ["f", "functions[0]"],
      ["web_search", "web_search_options"],
    ],
  );
});

Deno.test("parseTools finds none in an empty list", () => {
  assert.equal(parseTools({ tools: [], functions: null }), undefined);
});

const choices: [body: Record<string, unknown>, expected: unknown][] = [
  [{}, undefined],
  [{ tool_choice: null }, undefined],
  [{ tool_choice: "auto" }, { type: "auto" }],
  [{ tool_choice: "any" }, { type: "required" }],
  [{ tool_choice: { type: "function", function: { name: "f" } } }, {
    type: "tool",
    name: "f",
    kind: "function",
  }],
  [{ tool_choice: { type: "custom", custom: { name: "c" } } }, {
    type: "tool",
    name: "c",
    kind: "custom",
  }],
  [{
    tool_choice: {
      type: "allowed_tools",
      allowed_tools: {
        mode: "required",
        tools: [
          { type: "function", function: { name: "f" } },
          { type: "custom", custom: { name: "c" } },
        ],
      },
    },
  }, { type: "allowed", mode: "required", names: ["f", "c"] }],
  [{ tool_choice: { type: "mcp", server: "s" } }, {
    type: "foreign",
    format: "openai_chat",
    value: { type: "mcp", server: "s" },
  }],
  [{ function_call: "none" }, { type: "none" }],
  [{ function_call: { name: "f" } }, { type: "tool", name: "f", kind: "function" }],
];

for (const [body, expected] of choices) {
  Deno.test(`parseToolChoice reads ${JSON.stringify(body)}`, () => {
    assert.deepEqual(parseToolChoice(body), expected);
  });
}

const wrong: [body: Record<string, unknown>, param: string][] = [
  [{ tools: 5 }, "tools"],
  [{ tools: [{ type: "function" }] }, "tools[0].function"],
  [{ tools: [{ type: "function", function: {} }] }, "tools[0].function.name"],
  [
    { tools: [{ type: "function", function: { name: "f", parameters: 5 } }] },
    "tools[0].function.parameters",
  ],
  [{ tool_choice: "f" }, "tool_choice"],
  [{ tool_choice: { type: "function" } }, "tool_choice.function"],
  [
    { tool_choice: { type: "allowed_tools", allowed_tools: { mode: "x" } } },
    "tool_choice.allowed_tools.mode",
  ],
];

for (const [body, param] of wrong) {
  Deno.test(`parseTools and parseToolChoice refuse ${JSON.stringify(body)}`, () => {
    const error = refusal(() => [parseTools(body), parseToolChoice(body)]);

    assert.equal(error.param, param);
  });
}
