import assert from "node:assert/strict";
import { readToolConfig, readTools } from "../../../../lib/formats/gemini/parse_tools.ts";

Deno.test("readTools reads functions with either kind of schema, and Google's own tools", () => {
  const schema = { type: "object", properties: {} };
  const tools = readTools({
    tools: [
      {
        functionDeclarations: [
          { name: "a", description: "A.", parametersJsonSchema: schema },
          { name: "b", parameters: { type: "OBJECT", properties: {} }, behavior: "BLOCKING" },
          { name: "c" },
        ],
      },
      { googleSearch: {}, codeExecution: {} },
      { googleMaps: { enableWidget: true } },
    ],
  });

  const at = (i: number) => `tools[0].functionDeclarations[${i}]`;
  assert.deepEqual(tools, [
    { type: "function", name: "a", description: "A.", parameters: schema, at: at(0) },
    {
      type: "function",
      name: "b",
      parameters: schema,
      extra: { format: "gemini", fields: { behavior: "BLOCKING" } },
      at: at(1),
    },
    { type: "function", name: "c", at: at(2) },
    {
      type: "built_in",
      kind: "web_search",
      format: "gemini",
      value: { googleSearch: {} },
      at: "tools[1].googleSearch",
    },
    {
      type: "built_in",
      kind: "code_execution",
      format: "gemini",
      value: { codeExecution: {} },
      at: "tools[1].codeExecution",
    },
    {
      type: "built_in",
      kind: "other",
      format: "gemini",
      value: { googleMaps: { enableWidget: true } },
      at: "tools[2].googleMaps",
    },
  ]);
  assert.equal(readTools({}), undefined);
});

for (
  const [calling, expected] of [
    [{ mode: "AUTO" }, { type: "auto" }],
    [{ mode: "NONE" }, { type: "none" }],
    [{ mode: "ANY" }, { type: "required" }],
    [{ mode: "any", allowedFunctionNames: ["a"] }, { type: "tool", name: "a", kind: "function" }],
    [
      { mode: "ANY", allowedFunctionNames: ["a", "b"] },
      { type: "allowed", mode: "required", names: ["a", "b"] },
    ],
    [
      { mode: "VALIDATED", allowedFunctionNames: ["a"] },
      { type: "allowed", mode: "auto", names: ["a"] },
    ],
    [{ mode: "MODE_UNSPECIFIED" }, undefined],
  ] as const
) {
  Deno.test(`readToolConfig reads ${JSON.stringify(calling)}`, () => {
    const { toolChoice } = readToolConfig({ toolConfig: { functionCallingConfig: calling } });

    assert.deepEqual(toolChoice, expected);
  });
}

Deno.test("readToolConfig keeps what only Gemini has", () => {
  const { toolChoice, own } = readToolConfig({
    toolConfig: { functionCallingConfig: { mode: "VALIDATED" }, retrievalConfig: { a: 1 } },
  });

  assert.deepEqual(toolChoice, { type: "auto" });
  assert.deepEqual(own, {
    "toolConfig.retrievalConfig": { a: 1 },
    "toolConfig.functionCallingConfig.mode": "VALIDATED",
  });
});
