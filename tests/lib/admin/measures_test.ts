import assert from "node:assert/strict";
import { measuresOf } from "../../../lib/admin/measures.ts";
import { encode } from "../../../lib/domain/histogram.ts";

Deno.test("measuresOf no requests is no failure", () => {
  const { requests, success_rate, avg_latency_ms, p50_latency_ms, cost_usd } = measuresOf(
    undefined,
  );

  assert.deepEqual(
    [requests, success_rate, avg_latency_ms, p50_latency_ms, cost_usd],
    [0, 100, 0, null, 0],
  );
});

Deno.test("measuresOf rounds to one decimal and tells cost both ways", () => {
  const measures = measuresOf({
    requests: 3,
    errors: 1,
    prompt_tokens: 1,
    completion_tokens: 2,
    total_tokens: 3,
    cached_tokens: 4,
    cache_write_tokens: 5,
    reasoning_tokens: 6,
    cost_nano_usd: 1_500_000_000,
    unpriced: 1,
    latency_ms: 100,
    latency: encode(new Map([[10, 2], [20, 1]])),
    ttft: new Uint8Array(),
  });

  assert.deepEqual(measures, {
    requests: 3,
    error_count: 1,
    success_rate: 66.7,
    tokens: 3,
    prompt_tokens: 1,
    completion_tokens: 2,
    cached_tokens: 4,
    cache_write_tokens: 5,
    reasoning_tokens: 6,
    cost_nano_usd: 1_500_000_000,
    cost_usd: 1.5,
    unpriced_requests: 1,
    avg_latency_ms: 33.3,
    p50_latency_ms: 10,
    p95_latency_ms: 20,
    p50_ttft_ms: null,
    p95_ttft_ms: null,
  });
});
