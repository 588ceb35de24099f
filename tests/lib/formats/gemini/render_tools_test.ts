import assert from "node:assert/strict";
import type { BuiltInTool, ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { ToolNames } from "../../../../lib/domain/conversation/tool_names.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import { renderTools } from "../../../../lib/formats/gemini/render_tools.ts";

const render = (changes: Partial<ChatRequest>, model = "gemini-2.5-flash") => {
  const request: ChatRequest = {
    format: "openai_chat",
    model: "m",
    stream: false,
    messages: [],
    sampling: {},
    ...changes,
  };
  const losses = new Losses();
  const rendered = renderTools(request, model, new ToolNames(request), losses);
  return { ...rendered, warnings: losses.warnings };
};
const LOOK = { type: "function", name: "look" } as const;
const search = (value: BuiltInTool["value"]): BuiltInTool => ({
  type: "built_in",
  kind: "web_search",
  format: "anthropic_messages",
  value: { type: "web_search_20250305", name: "web_search", ...value },
  at: "tools[0]",
});

Deno.test("renderTools writes functions with their JSON Schema in its own order", () => {
  const parameters = { $schema: "x", type: "object", properties: { b: {}, a: {} }, $defs: {} };
  const { tools, warnings } = render({
    tools: [{ ...LOOK, description: "Looks.", parameters }, { type: "function", name: "now" }],
  });

  assert.deepEqual(tools, [{
    functionDeclarations: [
      {
        name: "look",
        description: "Looks.",
        parametersJsonSchema: { type: "object", properties: { b: {}, a: {} }, $defs: {} },
      },
      { name: "now" },
    ],
  }]);
  assert.equal(JSON.stringify(tools).indexOf('"b"') < JSON.stringify(tools).indexOf('"a"'), true);
  assert.deepEqual(warnings, []);
});

Deno.test("renderTools makes flat names and functions of what Gemini does not know", () => {
  const { tools, toolConfig, warnings } = render({
    tools: [
      { type: "function", name: "read", namespace: "files", parameters: {} },
      {
        type: "custom",
        name: "patch",
        grammar: { type: "grammar", syntax: "lark", definition: "x" },
      },
    ],
    toolChoice: { type: "tool", name: "read", kind: "function" },
  });

  const text = JSON.stringify(tools);
  assert.match(text, /"name":"files__read"/);
  assert.match(text, /"parametersJsonSchema":\{"type":"object"\}/);
  assert.match(text, /"name":"patch".*"required":\["input"\]/);
  assert.deepEqual(toolConfig, {
    functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["files__read"] },
  });
  assert.deepEqual(warnings.map(({ kind }) => kind), ["adapted"]);
});

for (
  const [choice, expected] of [
    [{ type: "auto" }, { mode: "AUTO" }],
    [{ type: "none" }, { mode: "NONE" }],
    [{ type: "required" }, { mode: "ANY" }],
    [{ type: "allowed", mode: "auto", names: ["look"] }, {
      mode: "VALIDATED",
      allowedFunctionNames: ["look"],
    }],
    [{ type: "allowed", mode: "required", names: ["look"] }, {
      mode: "ANY",
      allowedFunctionNames: ["look"],
    }],
    [{ type: "foreign", format: "gemini", value: { mode: "NEW" } }, { mode: "NEW" }],
  ] as const
) {
  Deno.test(`renderTools writes the choice ${JSON.stringify(choice)}`, () => {
    const { toolConfig } = render({ tools: [LOOK], toolChoice: choice });

    assert.deepEqual(toolConfig, { functionCallingConfig: expected });
  });
}

Deno.test("renderTools translates a search that Google has as well, telling what it ignores", () => {
  const { tools, warnings } = render({ tools: [search({ max_uses: 3, allowed_domains: [] })] });

  assert.deepEqual(tools, [{ googleSearch: {} }]);
  assert.deepEqual(warnings.map(({ field }) => field), [
    "tools[0].max_uses",
    "tools[0].allowed_domains",
  ]);
});

for (
  const [what, tool, param] of [
    [
      "a search that is bound to places",
      search({ allowed_domains: ["a.example"] }),
      "allowed_domains",
    ],
    ["a tool that Google has not", { ...search({ type: "computer" }), kind: "other" }, "computer"],
  ] as const
) {
  Deno.test(`renderTools refuses ${what}, naming it`, () => {
    assert.throws(
      () => render({ tools: [tool] }),
      (error) =>
        error instanceof FlowError && error.code === "invalid_request" &&
        error.message.includes(param),
    );
  });
}

Deno.test("renderTools refuses a choice of another provider's tool", () => {
  assert.throws(
    () =>
      render({
        toolChoice: { type: "foreign", format: "openai_responses", value: { type: "mcp" } },
      }),
    (error) => error instanceof FlowError && error.param === "tool_choice",
  );
});

Deno.test("renderTools mixes functions with Google's tools only for models that can", () => {
  const tools = [search({}), LOOK];
  const old = render({ tools });
  const third = render({ tools }, "gemini-3-flash");

  assert.deepEqual(old.tools, [{ functionDeclarations: [{ name: "look" }] }]);
  assert.deepEqual(old.warnings.map(({ kind, field }) => [kind, field]), [["dropped", "tools[0]"]]);
  assert.equal(third.tools?.length, 2);
  assert.deepEqual(third.toolConfig, { includeServerSideToolInvocations: true });
});

Deno.test("renderTools warns that calls cannot be made one at a time, nor strictly", () => {
  const { warnings } = render({
    tools: [{ ...LOOK, strict: true, at: "tools[0]" }],
    parallelToolCalls: false,
  });

  assert.deepEqual(warnings.map(({ field }) => field), ["tools[0].strict", "parallel_tool_calls"]);
});
