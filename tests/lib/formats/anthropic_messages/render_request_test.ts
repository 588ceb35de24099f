import assert from "node:assert/strict";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { renderRequest } from "../../../../lib/formats/anthropic_messages/render_request.ts";
import { chatRequest, rendered, text, user, warned } from "../../../support/anthropic.ts";
import { flowError } from "../../../support/flow_error.ts";

Deno.test("renderRequest writes a plain question", () => {
  const { body, headers, warnings } = rendered({
    stream: true,
    messages: [{ role: "system", parts: [text("Be brief.")] }, user(text("Hi"))],
    sampling: { maxOutputTokens: 50 },
    user: "u",
    serviceTier: "default",
  });

  assert.deepEqual(body, {
    model: "claude-sonnet-4-5",
    max_tokens: 50,
    system: "Be brief.",
    messages: [{ role: "user", content: "Hi" }],
    metadata: { user_id: "u" },
    service_tier: "standard_only",
    stream: true,
  });
  assert.deepEqual([headers, warnings], [{}, []]);
});

const SCHEMA = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };

Deno.test("renderRequest holds the answer to a schema", () => {
  const { body } = rendered({
    output: { type: "json_schema", schema: SCHEMA, description: "A thing." },
    reasoning: { effort: "low" },
  }, "claude-opus-4-6");

  const schema = { ...SCHEMA, additionalProperties: false, description: "A thing." };
  assert.deepEqual(body.output_config, { effort: "low", format: { type: "json_schema", schema } });
});

const inWords: [what: string, output: ChatRequest["output"], model: string, told: RegExp][] = [
  [
    "a schema to a model without them",
    { type: "json_schema", schema: SCHEMA },
    "claude-sonnet-4-0",
    /JSON Schema:\n\{"type":"object"/,
  ],
  ["JSON", { type: "json" }, "claude-sonnet-4-5", /one valid JSON object/],
];
for (const [what, output, model, told] of inWords) {
  Deno.test(`renderRequest tells ${what} in words`, () => {
    const answer = rendered(output === undefined ? {} : { output }, model);

    assert.match(String(answer.body.system), told);
    assert.deepEqual(warned(answer), ["adapted response_format"]);
  });
}

Deno.test("renderRequest says what of a schema is not enforced", () => {
  const schema = { type: "object", properties: { n: { type: "integer", minimum: 1 } } };

  const answer = rendered({ output: { type: "json_schema", schema } });

  assert.deepEqual(warned(answer), ["adapted response_format"]);
  assert.match(answer.warnings[0]?.message ?? "", /minimum/);
});

Deno.test("renderRequest names all that has no place", () => {
  const answer = rendered({
    verbosity: "low",
    prediction: { type: "content" },
    metadata: { a: "b" },
    promptCacheKey: "k",
    promptCacheRetention: "24h",
    audio: { voice: "alloy", format: "wav" },
    user: "u",
    safetyIdentifier: "s",
    serviceTier: "flex",
    extra: { format: "openai_chat", fields: { store: true } },
  });

  assert.deepEqual(warned(answer).sort(), [
    "dropped audio",
    "dropped metadata",
    "dropped prediction",
    "dropped prompt_cache_key",
    "dropped prompt_cache_retention",
    "dropped safety_identifier",
    "dropped service_tier",
    "dropped store",
    "dropped verbosity",
  ]);
});

for (const [tier, expected, loses] of [["auto", "auto", 0], ["priority", "auto", 1]] as const) {
  Deno.test(`renderRequest writes the tier ${tier} as ${expected}`, () => {
    const answer = rendered({ serviceTier: tier });

    assert.equal(answer.body.service_tier, expected);
    assert.equal(answer.warnings.length, loses);
  });
}

Deno.test("renderRequest writes Anthropic's own members back and names the betas they need", () => {
  const { body, headers } = rendered({
    format: "anthropic_messages",
    cache: { ttl: "5m" },
    safetyIdentifier: "s",
    extra: {
      format: "anthropic_messages",
      fields: { context_management: { edits: [] }, metadata: { x: 1 } },
    },
  });

  assert.deepEqual(body.context_management, { edits: [] });
  assert.deepEqual(body.metadata, { user_id: "s", x: 1 });
  assert.deepEqual(body.cache_control, { type: "ephemeral" });
  assert.deepEqual(headers, { "anthropic-beta": "context-management-2025-06-27" });
});

Deno.test("renderRequest leaves out what the provider is known to refuse", () => {
  const answer = renderRequest(chatRequest({ user: "u", sampling: { topK: 1 } }), {
    model: "glm-4.6",
    quirks: { refusedFields: ["top_k", "thinking"] },
    maxOutputTokens: null,
  });

  assert.ok(!("top_k" in answer.body));
  assert.deepEqual(warned(answer), ["dropped top_k"]);
});

Deno.test("renderRequest refuses answers that are not text", () => {
  assert.throws(
    () => rendered({ modalities: ["text", "audio"] }),
    flowError("invalid_request", /'audio'/),
  );
});
