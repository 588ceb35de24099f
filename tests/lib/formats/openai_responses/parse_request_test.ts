import assert from "node:assert/strict";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { parseRequest } from "../../../../lib/formats/openai_responses/parse_request.ts";
import { withoutPlaces } from "./samples.ts";

const parse = (body: JsonObject) => parseRequest(body, { model: "m", stream: false });

Deno.test("parseRequest finds a place for every setting", () => {
  const request = withoutPlaces(parse({
    model: "m",
    instructions: "Be brief",
    input: "Hi",
    max_output_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    top_logprobs: 3,
    include: ["message.output_text.logprobs", "reasoning.encrypted_content"],
    parallel_tool_calls: false,
    text: {
      format: { type: "json_schema", name: "n", schema: {}, strict: true },
      verbosity: "low",
    },
    reasoning: { effort: "high", generate_summary: "concise" },
    service_tier: "flex",
    metadata: { a: "b" },
    user: "u",
    safety_identifier: "s",
    prompt_cache_key: "k",
    prompt_cache_retention: "24h",
    store: false,
    stream_options: { include_obfuscation: false },
    client_metadata: { x: "y" },
    background: false,
    truncation: "disabled",
  }));

  assert.deepEqual(request, {
    format: "openai_responses",
    model: "m",
    stream: false,
    messages: [
      {
        role: "system",
        parts: [{ type: "text", text: "Be brief" }],
        bookkeeping: { format: "openai_responses", fields: { instructions: true } },
      },
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
    ],
    parallelToolCalls: false,
    output: { type: "json_schema", name: "n", schema: {}, strict: true },
    verbosity: "low",
    reasoning: { effort: "high", summary: "concise" },
    sampling: { maxOutputTokens: 100, temperature: 0.5, topP: 0.9, logprobs: true, topLogprobs: 3 },
    serviceTier: "flex",
    metadata: { a: "b" },
    user: "u",
    promptCacheKey: "k",
    promptCacheRetention: "24h",
    safetyIdentifier: "s",
    bookkeeping: {
      format: "openai_responses",
      fields: {
        include: ["message.output_text.logprobs", "reasoning.encrypted_content"],
        store: false,
        stream_options: { include_obfuscation: false },
        client_metadata: { x: "y" },
        background: false,
        truncation: "disabled",
      },
    },
  });
});

Deno.test("parseRequest keeps what has a meaning that only this format has", () => {
  const { extra } = parse({
    input: "Hi",
    background: true,
    truncation: "auto",
    max_tool_calls: 2,
    include: ["web_search_call.results"],
    text: { mood: "gay" },
    reasoning: { context: "all_turns" },
  });

  assert.deepEqual(extra?.fields, {
    background: true,
    truncation: "auto",
    max_tool_calls: 2,
    include: ["web_search_call.results"],
    text: { mood: "gay" },
    reasoning: { context: "all_turns" },
  });
});

Deno.test("parseRequest reads the shapes of output", () => {
  const output = (format: JsonObject) => parse({ input: "Hi", text: { format } }).output;

  assert.deepEqual(output({ type: "text" }), { type: "text" });
  assert.deepEqual(output({ type: "json_object" }), { type: "json" });
});

Deno.test("parseRequest names the field that is wrong", () => {
  for (
    const [body, param] of [
      [{ previous_response_id: "resp_1" }, "previous_response_id"],
      [{ conversation: "conv_1" }, "conversation"],
      [{ prompt: { id: "p" } }, "prompt"],
      [{ reasoning: { effort: "heroic" } }, "reasoning.effort"],
      [{ reasoning: { summary: "long" } }, "reasoning.summary"],
      [{ text: { format: { type: "xml" } } }, "text.format.type"],
      [{ text: { format: { type: "json_schema" } } }, "text.format.schema"],
      [{ metadata: { a: 1 } }, "metadata.a"],
    ] as const
  ) {
    assert.throws(() => parse({ input: "Hi", ...body }), { code: "invalid_request", param });
  }
});
