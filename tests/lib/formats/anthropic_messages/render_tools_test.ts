import assert from "node:assert/strict";
import type {
  ChatRequest,
  FunctionTool,
  Tool,
} from "../../../../lib/domain/conversation/request.ts";
import { isForced, renderTools } from "../../../../lib/formats/anthropic_messages/render_tools.ts";
import { call, chatRequest, PLAIN_MODEL, rendering } from "../../../support/anthropic.ts";
import { flowError } from "../../../support/flow_error.ts";

const CLOSED = { type: "object", properties: {}, additionalProperties: false };
const tool = (name: string, more: Partial<FunctionTool> = {}): FunctionTool => ({
  type: "function",
  name,
  parameters: CLOSED,
  ...more,
});
const run = (more: Partial<ChatRequest>, model = PLAIN_MODEL) => {
  const subject = rendering(chatRequest(more), model);
  const { tools, tool_choice } = renderTools(subject);
  return {
    tools,
    tool_choice,
    warned: subject.losses.list.map(({ kind, field }) => `${kind} ${field}`),
  };
};

Deno.test("renderTools writes a function with all it may have", () => {
  const { tools, warned } = run({
    tools: [tool("f", { description: "F.", strict: true, cache: { ttl: "1h" }, namespace: "n" })],
  });

  assert.deepEqual(tools, [{
    name: "n__f",
    description: "F.",
    input_schema: CLOSED,
    strict: true,
    cache_control: { type: "ephemeral", ttl: "1h" },
  }]);
  assert.deepEqual(warned, []);
});

const loose: [what: string, tool: FunctionTool, model: string][] = [
  [
    "whose schema is not enforced as a whole",
    tool("f", { parameters: { ...CLOSED, properties: { n: { type: "integer", minimum: 1 } } } }),
    PLAIN_MODEL,
  ],
  ["of a model that has no strict tools", tool("f"), "claude-sonnet-4-20250514"],
];
for (const [what, one, model] of loose) {
  Deno.test(`renderTools loosens a strict tool ${what}`, () => {
    const { tools, warned } = run({ tools: [{ ...one, strict: true, at: "tools[0]" }] }, model);

    assert.ok(Array.isArray(tools) && !("strict" in tools[0]));
    assert.deepEqual(warned, ["adapted tools[0].strict"]);
  });
}

Deno.test("renderTools makes a custom tool a function and tells its grammar", () => {
  const grammar = { type: "grammar", syntax: "lark", definition: "start: A" };

  const { tools, warned } = run({ tools: [{ type: "custom", name: "c", grammar }] });

  assert.match(JSON.stringify(tools), /"required":\["input"\]/);
  assert.deepEqual(warned, ["adapted tools"]);
});

const builtIn = (
  kind: "web_search" | "other",
  format: "openai_responses" | "anthropic_messages",
): Tool => ({
  type: "built_in",
  kind,
  format,
  value: { type: kind === "other" ? "shell" : kind },
  at: "tools[0]",
});

Deno.test("renderTools passes Anthropic's own tools and converts web search", () => {
  assert.deepEqual(run({ tools: [builtIn("other", "anthropic_messages")] }).tools, [
    { type: "shell" },
  ]);
  assert.deepEqual(run({ tools: [builtIn("web_search", "openai_responses")] }).tools, [
    { type: "web_search_20250305", name: "web_search" },
  ]);
});

Deno.test("renderTools refuses another's tool by its name", () => {
  assert.throws(
    () => run({ tools: [builtIn("other", "openai_responses")] }),
    flowError("invalid_request", /'shell'/),
  );
});

const choices: [more: Partial<ChatRequest>, expected: unknown][] = [
  [{}, undefined],
  [{ toolChoice: { type: "auto" } }, { type: "auto" }],
  [{ toolChoice: { type: "none" }, parallelToolCalls: false }, { type: "none" }],
  [{ toolChoice: { type: "required" } }, { type: "any" }],
  [{ toolChoice: { type: "tool", name: "f", kind: "function" } }, { type: "tool", name: "f" }],
  [{ toolChoice: { type: "tool", name: "g", kind: "function" } }, { type: "tool", name: "n__g" }],
  [{ parallelToolCalls: false }, { type: "auto", disable_parallel_tool_use: true }],
  [
    { toolChoice: { type: "required" }, parallelToolCalls: true },
    { type: "any", disable_parallel_tool_use: false },
  ],
];
for (const [more, expected] of choices) {
  Deno.test(`renderTools writes the choice ${JSON.stringify(more)}`, () => {
    const tools = [tool("f"), tool("g", { namespace: "n" })];

    assert.deepEqual(run({ tools, ...more }).tool_choice, expected);
  });
}

Deno.test("renderTools sends only the allowed tools", () => {
  const { tools, tool_choice, warned } = run({
    tools: [tool("f"), tool("g")],
    toolChoice: { type: "allowed", mode: "required", names: ["g"] },
  });

  assert.ok(Array.isArray(tools) && tools.length === 1 && tools[0].name === "g");
  assert.deepEqual(tool_choice, { type: "any" });
  assert.deepEqual(warned, ["adapted tool_choice"]);
});

Deno.test("renderTools refuses a choice that only another provider has", () => {
  const toolChoice = { type: "foreign", format: "openai_responses", value: {} } as const;

  assert.throws(
    () => run({ tools: [tool("f")], toolChoice }),
    flowError("invalid_request", /tool_choice/),
  );
});

Deno.test("renderTools defines tools that were called before, and forbids them", () => {
  const { tools, tool_choice, warned } = run({
    messages: [{ role: "assistant", parts: [call("1", "f"), call("2", "f")] }],
  });

  assert.deepEqual(tools, [{ name: "f", input_schema: { type: "object" } }]);
  assert.deepEqual(tool_choice, { type: "none" });
  assert.deepEqual(warned, ["adapted tools"]);
});

Deno.test("renderTools refuses to force a call without tools", () => {
  assert.throws(
    () => run({ toolChoice: { type: "required" } }),
    flowError("invalid_request", /no tool/),
  );
});

Deno.test("isForced tells choices that leave no choice", () => {
  assert.ok(isForced({ type: "required" }));
  assert.ok(isForced({ type: "allowed", mode: "required", names: [] }));
  assert.ok(!isForced({ type: "allowed", mode: "auto", names: [] }));
  assert.ok(!isForced(undefined));
});
