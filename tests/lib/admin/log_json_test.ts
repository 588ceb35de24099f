import assert from "node:assert/strict";
import { requestJson, wholeRequestJson } from "../../../lib/admin/log_json.ts";
import { requestRecord } from "../../support/test_store.ts";

const REQUEST = {
  record: requestRecord({ tags: { team: "a" } }),
  seq: 1,
  bodyState: "kept",
} as const;

Deno.test("requestJson has a stable shape", () => {
  assert.deepEqual(requestJson(REQUEST), {
    id: "0190a0a0-0000-7000-8000-000000000001",
    started_at: "2023-11-14T22:13:20.000Z",
    endpoint: "/v1/chat/completions",
    format: "openai_chat",
    upstream_format: null,
    outcome: "complete",
    http_status: 200,
    error_code: null,
    error_message: null,
    model_requested: "openai/gpt-4o",
    model_used: "gpt-4o-2024-08-06",
    provider: "openai",
    provider_key_label: null,
    caller_token_name: null,
    client_ip: "127.0.0.1",
    stream: false,
    finish_reason: "stop",
    upstream_request_id: null,
    prompt_tokens: null,
    completion_tokens: null,
    total_tokens: null,
    cached_tokens: null,
    cache_write_tokens: null,
    cache_write_1h_tokens: null,
    reasoning_tokens: null,
    audio_input_tokens: null,
    audio_output_tokens: null,
    tool_prompt_tokens: null,
    is_usage_estimated: false,
    service_tier: null,
    cost_nano_usd: 4_200_000,
    price_source: "test@1",
    reported_cost_usd: null,
    latency_ms: 12,
    ttft_ms: null,
    overhead_us: 300,
    session_id: null,
    user_tag: null,
    tags: { team: "a" },
    warnings: null,
    attempts: [],
    complexity_tier: null,
    complexity_score: null,
    decision: null,
  });
});

Deno.test("requestJson spells warnings and attempts in full, in snake case", () => {
  const warning = {
    kind: "dropped",
    field: "top_k",
    message: "OpenAI has no such field.",
  } as const;
  const record = requestRecord({
    format: "anthropic_messages",
    upstreamFormat: "openai_chat",
    cacheWrite1hTokens: 7,
    toolPromptTokens: 8,
    isUsageEstimated: true,
    serviceTier: "flex",
    warnings: [warning],
    attempts: [{
      provider: "openai",
      model: "gpt-4o",
      keyId: "k-1",
      keyLabel: "work",
      startedAfterMs: 1,
      durationMs: 20,
      status: 429,
      outcome: "failed",
      reason: "rate limited",
    }],
  });

  const json = requestJson({ ...REQUEST, record });

  assert.deepEqual(
    [json["upstream_format"], json["cache_write_1h_tokens"], json["tool_prompt_tokens"]],
    ["openai_chat", 7, 8],
  );
  assert.deepEqual([json["is_usage_estimated"], json["service_tier"]], [true, "flex"]);
  assert.deepEqual(json["warnings"], [warning]);
  assert.deepEqual(json["attempts"], [{
    provider: "openai",
    model: "gpt-4o",
    key_id: "k-1",
    key_label: "work",
    started_after_ms: 1,
    duration_ms: 20,
    status: 429,
    outcome: "failed",
    reason: "rate limited",
  }]);
});

Deno.test("wholeRequestJson nests bodies that are JSON and keeps others as text", () => {
  const bodies = { requestBody: '{"a":[1]}', responseBody: "<html>", responseText: null };

  const json = wholeRequestJson({ ...REQUEST, ...bodies });

  assert.deepEqual(
    [json["body_state"], json["request_body"], json["response_body"], json["response_text"]],
    ["kept", { a: [1] }, "<html>", null],
  );
  assert.equal(json["id"], REQUEST.record.id);
});
