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
    reasoning_tokens: null,
    audio_input_tokens: null,
    audio_output_tokens: null,
    cost_nano_usd: 4_200_000,
    price_source: "test@1",
    reported_cost_usd: null,
    latency_ms: 12,
    ttft_ms: null,
    overhead_us: 300,
    session_id: null,
    user_tag: null,
    tags: { team: "a" },
    complexity_tier: null,
    complexity_score: null,
  });
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
