import assert from "node:assert/strict";
import type { AttemptRecord } from "../../../lib/domain/attempt.ts";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import { MAX_SERIES, Metrics } from "../../../lib/telemetry/metrics.ts";
import { decisionOf } from "../../support/decision.ts";

const probes = {
  build: { version: "1.2.3", deno: "2", target: "t" },
  recorder: () => ({ pendingRows: 0, pendingBytes: 0, droppedRows: 0, droppedBodies: 0 }),
  vaultUnlocked: () => true,
  troubledKeys: () => [],
};

const record = (facts: Partial<RequestRecord> = {}): RequestRecord => ({
  ...NO_USAGE,
  id: "id",
  startedAtMs: 0,
  endpoint: "/v1/chat/completions",
  format: "openai_chat",
  callerTokenId: null,
  callerTokenName: null,
  clientIp: null,
  modelRequested: "gpt",
  modelUsed: "gpt",
  provider: "openai",
  providerKeyId: null,
  providerKeyLabel: null,
  stream: false,
  outcome: "complete",
  httpStatus: 200,
  errorCode: null,
  errorMessage: null,
  finishReason: null,
  upstreamRequestId: null,
  latencyMs: 300,
  ttftMs: null,
  overheadUs: 400,
  sessionId: null,
  userTag: null,
  tags: null,
  costNanoUsd: null,
  priceSource: null,
  complexityTier: null,
  complexityScore: null,
  decision: null,
  cacheWrite1hTokens: null,
  toolPromptTokens: null,
  upstreamFormat: null,
  isUsageEstimated: false,
  serviceTier: null,
  warnings: null,
  attempts: [],
  ...facts,
});

/** Counts some requests and gives the lines of the answer that hold `part`. */
async function count(records: RequestRecord[], part: string): Promise<string[]> {
  const metrics = new Metrics(probes);
  for (const one of records) {
    metrics.requestStarted();
    metrics.requestFinished(one);
  }
  const { text } = await metrics.render();
  return text.split("\n").filter((line) => line.includes(part) && !line.startsWith("#"));
}

Deno.test("Metrics counts requests by endpoint, provider, model, outcome and status", async () => {
  const failed = record({ outcome: "failed", httpStatus: 502 });
  assert.deepEqual(await count([record(), record(), failed], "requests_total"), [
    'flow_router_requests_total{endpoint="/v1/chat/completions",provider="openai",model="gpt",outcome="complete",status="200"} 2',
    'flow_router_requests_total{endpoint="/v1/chat/completions",provider="openai",model="gpt",outcome="failed",status="502"} 1',
  ]);
});

Deno.test("Metrics counts the calls that requests took, by provider, outcome and status", async () => {
  const attempt = (outcome: AttemptRecord["outcome"], status: number | null): AttemptRecord => ({
    provider: "openai",
    model: "m",
    keyId: null,
    keyLabel: null,
    startedAfterMs: 0,
    durationMs: 1,
    status,
    outcome,
    reason: null,
  });
  const retried = record({ attempts: [attempt("failed", null), attempt("answered", 200)] });

  assert.deepEqual(await count([retried, retried], "attempts_total"), [
    'flow_router_attempts_total{provider="openai",outcome="failed",status="none"} 2',
    'flow_router_attempts_total{provider="openai",outcome="answered",status="200"} 2',
  ]);
});

Deno.test("Metrics names a model only once it has completed a request", async () => {
  const invented = [1, 2, 3].map((n) =>
    record({ modelUsed: `invented-${n}`, provider: "", outcome: "refused", httpStatus: 404 })
  );
  assert.deepEqual(await count(invented, "requests_total"), [
    'flow_router_requests_total{endpoint="/v1/chat/completions",provider="none",model="other",outcome="refused",status="404"} 3',
  ]);
});

Deno.test("Metrics keeps its series bounded", async () => {
  const many = Array.from({ length: MAX_SERIES + 500 }, (_, n) => record({ modelUsed: `m${n}` }));
  const lines = await count(many, "requests_total");
  assert.equal(lines.length, MAX_SERIES + 1);
  assert.match(lines.at(-1)!, /provider="other",model="other".* 500$/);
});

Deno.test("Metrics adds up tokens and money, and nothing for what is unknown", async () => {
  const known = record({
    promptTokens: 10,
    completionTokens: 5,
    cachedTokens: 4,
    costNanoUsd: 1500,
  });
  assert.deepEqual(await count([known, known, record()], "tokens_total"), [
    'flow_router_tokens_total{kind="prompt"} 20',
    'flow_router_tokens_total{kind="completion"} 10',
    'flow_router_tokens_total{kind="cached"} 8',
    'flow_router_tokens_total{kind="cache_write"} 0',
    'flow_router_tokens_total{kind="reasoning"} 0',
  ]);
  assert.deepEqual(await count([known, known, record()], "nano_usd"), [
    "flow_router_cost_nano_usd_total 3000",
  ]);
});

Deno.test("Metrics measures times in seconds, streams apart, refused requests not at all", async () => {
  const stream = record({ stream: true, ttftMs: 120 });
  const refused = record({ outcome: "refused", latencyMs: 1 });
  const lines = await count([record(), stream, refused], "");
  const sums = lines.filter((line) => /_(sum|count)\{/.test(line));
  const labels = (on: boolean) => `{endpoint="/v1/chat/completions",stream="${on}"}`;
  assert.deepEqual(sums.sort(), [
    `flow_router_overhead_seconds_count${labels(false)} 1`,
    `flow_router_overhead_seconds_count${labels(true)} 1`,
    `flow_router_overhead_seconds_sum${labels(false)} 0.0004`,
    `flow_router_overhead_seconds_sum${labels(true)} 0.0004`,
    `flow_router_request_duration_seconds_count${labels(false)} 1`,
    `flow_router_request_duration_seconds_count${labels(true)} 1`,
    `flow_router_request_duration_seconds_sum${labels(false)} 0.3`,
    `flow_router_request_duration_seconds_sum${labels(true)} 0.3`,
    `flow_router_ttft_seconds_count${labels(false)} 0`,
    `flow_router_ttft_seconds_count${labels(true)} 1`,
    `flow_router_ttft_seconds_sum${labels(false)} 0`,
    `flow_router_ttft_seconds_sum${labels(true)} 0.12`,
  ]);
});

Deno.test("Metrics knows how many requests are in flight", async () => {
  const metrics = new Metrics(probes);
  metrics.requestStarted();
  metrics.requestStarted();
  metrics.requestFinished(record());
  const { text, contentType } = await metrics.render();
  assert.match(text, /^flow_router_in_flight 1$/m);
  assert.match(contentType, /^text\/plain/);
});

Deno.test("Metrics of two gateways do not mix", async () => {
  await count([record()], "");
  assert.deepEqual(await count([], "requests_total"), []);
});

Deno.test("Metrics counts decisions of the router, those without a classifier apart", async () => {
  const decided = record({ decision: decisionOf() });
  const without = record({
    decision: decisionOf({ strategy: "classifier", fallbackReason: "No classifier is there." }),
  });

  assert.deepEqual(await count([decided, decided, without, record()], "decisions_total"), [
    'flow_router_decisions_total{strategy="complexity",tier="MEDIUM",scorer="complexity",fallback="false"} 2',
    'flow_router_decisions_total{strategy="classifier",tier="MEDIUM",scorer="complexity",fallback="true"} 1',
  ]);
});
