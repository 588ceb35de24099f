import assert from "node:assert/strict";
import type { ChatRequest, Tool, ToolChoice } from "../../../../lib/domain/conversation/request.ts";
import {
  parseToolChoice,
  parseTools,
} from "../../../../lib/formats/openai_responses/parse_tools.ts";
import {
  renderToolChoice,
  renderTools,
} from "../../../../lib/formats/openai_responses/render_tools.ts";
import { renderingOf } from "../../../../lib/formats/openai_responses/rendering.ts";
import { request, TARGET } from "./samples.ts";

const rendering = (members: Partial<ChatRequest> = {}) => renderingOf(request(members), TARGET);
const foreign = (tools: readonly Tool[]) => rendering({ format: "anthropic_messages", tools });

Deno.test("renderTools gives back the tools that parseTools read", () => {
  const tools = [
    { type: "function", name: "f", parameters: { type: "object" }, strict: true },
    { type: "function", name: "g", description: "G", parameters: null, defer_loading: true },
    {
      type: "namespace",
      name: "files",
      description: "Of the disk",
      tools: [
        { type: "function", name: "read", parameters: null },
        { type: "custom", name: "write" },
      ],
    },
    {
      type: "custom",
      name: "patch",
      format: { type: "grammar", syntax: "lark", definition: "start: /x/" },
    },
    { type: "mcp", server_label: "s" },
  ];
  const r = rendering();

  assert.deepEqual(renderTools(parseTools(tools), r), tools);
  assert.deepEqual(r.losses.warnings, []);
});

Deno.test("renderTools says for other callers that a schema is not strict unless it is", () => {
  const tools: Tool[] = [
    { type: "function", name: "f", cache: { ttl: "5m" } },
    { type: "function", name: "g", strict: true },
  ];
  const r = foreign(tools);

  assert.deepEqual(renderTools(tools, r), [
    {
      type: "function",
      name: "f",
      parameters: { type: "object", properties: {} },
      strict: false,
    },
    {
      type: "function",
      name: "g",
      parameters: { type: "object", properties: {} },
      strict: true,
    },
  ]);
  assert.deepEqual(r.losses.warnings.map(({ kind }) => kind), ["adapted"]);
});

Deno.test("renderTools flattens a grammar as OpenAI chat has it", () => {
  const grammar = { type: "grammar", grammar: { syntax: "regex", definition: "x" } };

  assert.deepEqual(renderTools([{ type: "custom", name: "p", grammar }], rendering()), [
    { type: "custom", name: "p", format: { type: "grammar", syntax: "regex", definition: "x" } },
  ]);
});

Deno.test("renderTools passes on web search and code execution of other formats", () => {
  const anthropic = (
    kind: "web_search" | "code_execution",
    value: Record<string, unknown>,
  ): Tool => ({
    type: "built_in",
    kind,
    format: "anthropic_messages",
    value,
  });
  const r = rendering();
  const city = { type: "approximate", city: "Bonn" };

  assert.deepEqual(
    renderTools([
      anthropic("web_search", {
        type: "web_search_20250305",
        max_uses: 3,
        allowed_domains: ["x.test"],
        user_location: city,
      }),
      anthropic("code_execution", { type: "code_execution_20250522" }),
    ], r),
    [
      { type: "web_search", filters: { allowed_domains: ["x.test"] }, user_location: city },
      { type: "code_interpreter", container: { type: "auto" } },
    ],
  );
  assert.deepEqual(r.losses.warnings.map(({ field }) => field), ["tools[0].max_uses"]);
});

Deno.test("renderTools refuses tools and limits that OpenAI has not", () => {
  const tool = (kind: "web_search" | "web_fetch", value: Record<string, unknown>): Tool => ({
    type: "built_in",
    kind,
    format: "anthropic_messages",
    value,
    at: "tools[4]",
  });
  for (
    const [one, param] of [
      [tool("web_fetch", { type: "web_fetch_1" }), "tools[4]"],
      [tool("web_search", { blocked_domains: ["x.test"] }), "tools[4].blocked_domains"],
    ] as const
  ) {
    assert.throws(() => renderTools([one], rendering()), { code: "invalid_request", param });
  }
});

Deno.test("renderToolChoice gives back every choice that parseToolChoice read", () => {
  const tools: Tool[] = [{ type: "custom", name: "c" }];
  for (
    const choice of [
      "auto",
      "none",
      "required",
      { type: "function", name: "f" },
      { type: "custom", name: "c" },
      {
        type: "allowed_tools",
        mode: "auto",
        tools: [{ type: "function", name: "f" }, { type: "custom", name: "c" }],
      },
      { type: "mcp", server_label: "s", name: null },
    ]
  ) {
    assert.deepEqual(renderToolChoice(parseToolChoice(choice), rendering({ tools })), choice);
  }
});

Deno.test("renderToolChoice refuses a choice that only another format has", () => {
  const choice: ToolChoice = { type: "foreign", format: "gemini", value: { type: "VALIDATED" } };

  assert.throws(() => renderToolChoice(choice, rendering()), { param: "tool_choice" });
});
