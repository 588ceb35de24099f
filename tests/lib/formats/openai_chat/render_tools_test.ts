import assert from "node:assert/strict";
import type {
  BuiltInTool,
  ChatRequest,
  Tool,
} from "../../../../lib/domain/conversation/request.ts";
import { renderTools } from "../../../../lib/formats/openai_chat/render_tools.ts";
import { chatRequest, foreignRequest, refusal, rendering } from "../../../support/chat_format.ts";

const f: Tool = { type: "function", name: "f", parameters: { type: "object" } };
const g: Tool = { type: "function", name: "g", namespace: "mcp__files" };
const c: Tool = {
  type: "custom",
  name: "c",
  grammar: { type: "grammar", syntax: "lark", definition: "start: /a+/" },
};
const search: BuiltInTool = {
  type: "built_in",
  kind: "web_search",
  format: "openai_responses",
  value: { type: "web_search", user_location: { type: "approximate", city: "Rome" } },
  at: "tools[1]",
};
const write = (members: Partial<ChatRequest>, quirks = {}, model = "m") => {
  const one = rendering(foreignRequest(members), quirks, model);
  return { members: renderTools(one), warnings: one.losses.warnings };
};

Deno.test("renderTools writes functions, those of a namespace under a flat name", () => {
  assert.deepEqual(write({ tools: [f, g] }).members, {
    tools: [
      { type: "function", function: { name: "f", parameters: { type: "object" } } },
      { type: "function", function: { name: "mcp__files__g" } },
    ],
  });
});

Deno.test("renderTools nests a custom tool's grammar, or makes a function of the tool", () => {
  const nested = write({ tools: [c] });
  const wrapped = write({ tools: [c] }, { noCustomTools: true });

  assert.deepEqual(nested.members.tools, [{
    type: "custom",
    custom: {
      name: "c",
      format: { type: "grammar", grammar: { syntax: "lark", definition: "start: /a+/" } },
    },
  }]);
  const [tool] = wrapped.members.tools as [{ type: string; function: { name: string } }];
  assert.deepEqual([tool.type, tool.function.name], ["function", "c"]);
  assert.equal(wrapped.warnings[0]?.kind, "adapted");
});

Deno.test("renderTools leaves out a search that was offered beside functions, with a warning", () => {
  const { members, warnings } = write({ tools: [f, search] });

  assert.equal((members.tools as unknown[]).length, 1);
  assert.deepEqual(warnings.map(({ kind, field }) => [kind, field]), [["dropped", "tools[1]"]]);
});

Deno.test("renderTools asks models that search for their search", () => {
  assert.deepEqual(write({ tools: [search] }, {}, "gpt-4o-search-preview").members, {
    web_search_options: {
      user_location: { type: "approximate", approximate: { city: "Rome" } },
    },
  });
});

const refused: [what: string, members: Partial<ChatRequest>, param: string][] = [
  ["a search that is all there is", { tools: [search] }, "tools[1]"],
  [
    "code execution",
    { tools: [f, { ...search, kind: "code_execution", at: "tools[2]" }] },
    "tools[2]",
  ],
  ["a choice of a built-in tool", {
    tools: [f],
    toolChoice: { type: "foreign", format: "openai_responses", value: { type: "web_search" } },
  }, "tool_choice"],
];

for (const [what, members, param] of refused) {
  Deno.test(`renderTools refuses ${what} and names ${param}`, () => {
    assert.equal(refusal(() => write(members)).param, param);
  });
}

const choices: [choice: NonNullable<ChatRequest["toolChoice"]>, written: unknown][] = [
  [{ type: "required" }, "required"],
  [{ type: "tool", name: "f", kind: "function" }, { type: "function", function: { name: "f" } }],
  [{ type: "tool", name: "c", kind: "custom" }, { type: "custom", custom: { name: "c" } }],
  [{ type: "allowed", mode: "required", names: ["f"] }, "required"],
];

for (const [toolChoice, written] of choices) {
  Deno.test(`renderTools writes the choice ${JSON.stringify(toolChoice)}`, () => {
    assert.deepEqual(write({ tools: [f, c], toolChoice }).members.tool_choice, written);
  });
}

Deno.test("renderTools sends only the tools that another format's caller allows", () => {
  const { members } = write({
    tools: [f, c],
    toolChoice: { type: "allowed", mode: "auto", names: ["c"] },
  });

  assert.equal((members.tools as unknown[]).length, 1);
});

Deno.test("renderTools writes an own caller's tools and choices back as they were", () => {
  const body = {
    tools: [
      { type: "function", strictness: 1, function: { name: "f", strict: false, examples: [] } },
      { type: "custom", custom: { name: "c", format: { type: "text" } } },
      { type: "browser_search" },
    ],
    tool_choice: {
      type: "allowed_tools",
      allowed_tools: {
        mode: "auto",
        tools: [
          { type: "function", function: { name: "f" } },
          { type: "custom", custom: { name: "c" } },
        ],
      },
    },
    parallel_tool_calls: true,
    web_search_options: {},
  };

  assert.deepEqual(renderTools(rendering(chatRequest(body))), body);
});

Deno.test("renderTools says nothing of a choice without tools that means nothing", () => {
  assert.deepEqual(write({ toolChoice: { type: "auto" }, parallelToolCalls: true }).members, {});
});
