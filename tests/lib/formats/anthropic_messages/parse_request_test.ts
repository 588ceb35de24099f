import assert from "node:assert/strict";
import { parseRequest } from "../../../../lib/formats/anthropic_messages/parse_request.ts";
import { flowError } from "../../../support/flow_error.ts";

const read = (more: Record<string, unknown>) => {
  const body = { messages: [{ role: "user", content: "Hi" }], ...more };
  const { messages: _, format: __, model: ___, stream: ____, ...rest } = parseRequest(body, {
    model: "m",
    stream: true,
  });
  return rest;
};

Deno.test("parseRequest takes model and streaming from the endpoint", () => {
  const request = parseRequest({ messages: [] }, { model: "m", stream: true });

  assert.deepEqual(request, {
    format: "anthropic_messages",
    model: "m",
    stream: true,
    messages: [],
    sampling: {},
  });
});

Deno.test("parseRequest reads limits and the sampler's settings", () => {
  const { sampling } = read({
    max_tokens: 5,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 3,
    stop_sequences: ["END"],
  });

  assert.deepEqual(sampling, {
    maxOutputTokens: 5,
    temperature: 0.5,
    topP: 0.9,
    topK: 3,
    stop: ["END"],
  });
});

const cases: [what: string, body: Record<string, unknown>, expected: Record<string, unknown>][] = [
  ["no thinking", { thinking: { type: "disabled" } }, { reasoning: { effort: "none" } }],
  [
    "a budget",
    { thinking: { type: "enabled", budget_tokens: 2048 } },
    { reasoning: { budgetTokens: 2048 } },
  ],
  [
    "adaptive thinking with effort",
    { thinking: { type: "adaptive", display: "summarized" }, output_config: { effort: "xhigh" } },
    { reasoning: { budgetTokens: -1, summary: "auto", effort: "xhigh" } },
  ],
  ["effort alone", { output_config: { effort: "low" } }, { reasoning: { effort: "low" } }],
  ["the user", { metadata: { user_id: "u" } }, { user: "u" }],
  ["the tier", { service_tier: "standard_only" }, { serviceTier: "default" }],
  ["a mark on all", { cache_control: { type: "ephemeral" } }, { cache: { ttl: "5m" } }],
  [
    "a shape for the answer",
    { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
    { output: { type: "json_schema", schema: { type: "object" } } },
  ],
  [
    "the older spelling of it",
    { output_format: { type: "json_schema", schema: { type: "object" } } },
    { output: { type: "json_schema", schema: { type: "object" } } },
  ],
];
for (const [what, body, expected] of cases) {
  Deno.test(`parseRequest reads ${what}`, () => {
    assert.deepEqual(read(body), { sampling: {}, ...expected });
  });
}

const kept: [what: string, body: Record<string, unknown>, fields: Record<string, unknown>][] = [
  ["what only Anthropic has", { context_management: { edits: [] }, speed: null }, {
    context_management: { edits: [] },
  }],
  ["other metadata", { metadata: { user_id: "u", x: 1 } }, { metadata: { x: 1 } }],
  ["effort where thinking is off", {
    thinking: { type: "disabled" },
    output_config: { effort: "high" },
  }, { output_config: { effort: "high" } }],
  ["an effort that is new", { output_config: { effort: "ultra" } }, {
    output_config: { effort: "ultra" },
  }],
  ["a task budget", { output_config: { task_budget: { total: 1 } } }, {
    output_config: { task_budget: { total: 1 } },
  }],
  ["a new way to think", { thinking: { type: "between_tools" } }, {
    thinking: { type: "between_tools" },
  }],
];
for (const [what, body, fields] of kept) {
  Deno.test(`parseRequest keeps ${what}`, () => {
    assert.deepEqual(read(body).extra, { format: "anthropic_messages", fields });
  });
}

for (
  const [path, body] of [
    ["thinking.budget_tokens", { thinking: { type: "enabled" } }],
    ["thinking.type", { thinking: {} }],
    ["output_config.format.type", { output_config: { format: { type: "grammar" } } }],
    ["metadata.user_id", { metadata: { user_id: 5 } }],
    ["max_tokens", { max_tokens: 1.5 }],
  ] as const
) {
  Deno.test(`parseRequest names ${path}`, () => {
    assert.throws(() => read(body), flowError("invalid_request", new RegExp(path)));
  });
}
