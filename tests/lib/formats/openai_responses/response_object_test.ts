import assert from "node:assert/strict";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  type Progress,
  renderUsage,
  responseObject,
  TIERS,
} from "../../../../lib/formats/openai_responses/response_object.ts";
import { context } from "./samples.ts";

const PROGRESS: Progress = {
  id: "resp_1",
  createdAt: 7,
  model: "m",
  status: "completed",
  incomplete_details: null,
  output: [],
  usage: null,
  serviceTier: "flex",
  error: null,
};

Deno.test("responseObject repeats what the caller said", () => {
  const body = {
    instructions: "Be brief",
    temperature: 0.5,
    metadata: { a: "b" },
    store: false,
    reasoning: { effort: "high" },
    text: { verbosity: "low" },
    tools: [{ type: "function", name: "f" }, { type: "mcp", server_label: "s" }],
    tool_choice: "required",
    previous_response_id: "resp_0",
  };

  const response = responseObject(PROGRESS, context({ body }));

  const { reasoning, text, tools, ...same } = body;
  for (const [key, value] of Object.entries(same)) assert.deepEqual(response[key], value, key);
  assert.deepEqual(response.reasoning, { summary: null, ...reasoning });
  assert.deepEqual(response.text, { format: { type: "text" }, ...text });
  assert.deepEqual(response.tools, [
    { description: null, parameters: null, strict: null, ...tools[0] },
    tools[1],
  ]);
});

Deno.test("responseObject has every member that clients require", () => {
  const response = responseObject(PROGRESS, context({ body: {} }));
  const required = [
    ...["id", "object", "created_at", "status", "error", "incomplete_details", "instructions"],
    ...["metadata", "model", "output", "parallel_tool_calls", "temperature", "tool_choice"],
    ...["tools", "top_p", "access_programs"],
  ];

  assert.deepEqual(required.filter((key) => response[key] === undefined), []);
  assert.equal(response.service_tier, "flex");
});

Deno.test("responseObject names OpenAI's tiers only", () => {
  const tier = (serviceTier: string | undefined, body = {}) =>
    responseObject({ ...PROGRESS, serviceTier }, context({ body })).service_tier;

  assert.deepEqual([tier("flex"), tier("on_demand"), tier(undefined)], ["flex", "default", "auto"]);
  assert.equal(tier(undefined, { service_tier: "priority" }), "priority");
  assert.ok(TIERS.includes("flex"));
});

Deno.test("renderUsage gives 0 for details and null where nothing is known", () => {
  assert.equal(renderUsage(NO_USAGE), null);
  assert.deepEqual(
    renderUsage({ ...NO_USAGE, promptTokens: 5, completionTokens: 2, cachedTokens: 1 }),
    {
      input_tokens: 5,
      input_tokens_details: { cached_tokens: 1, cache_write_tokens: 0 },
      output_tokens: 2,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 7,
    },
  );
});
