/** Random rows for statistics, and their sums counted one by one. */
import fc from "fast-check";
import { classOf, middleOf } from "../../lib/domain/histogram.ts";
import type { RequestRecord } from "../../lib/domain/request_record.ts";
import type { Measures } from "../../lib/admin/measures.ts";
import { requestRecord } from "./test_store.ts";

const tokens = fc.option(fc.nat(5000));
const name = (...names: string[]) => fc.constantFrom(...names);

/** Records that start within a time, of few providers, models, tokens, sessions and tags. */
export function records(fromMs: number, toMs: number): fc.Arbitrary<RequestRecord[]> {
  const aligned = fc.integer({ min: fromMs / 900_000, max: toMs / 900_000 - 1 })
    .chain((quarter) =>
      fc.constantFrom(0, 1, 899_999).map((rest) => Math.floor(quarter) * 900_000 + rest)
    );
  const record = fc.record({
    startedAtMs: fc.oneof(fc.integer({ min: fromMs, max: toMs - 1 }), aligned),
    provider: name("openai", "groq", ""),
    modelUsed: name("gpt-4o", "llama", "x".repeat(300)),
    callerTokenId: fc.option(name("t-1", "t-2")),
    complexityTier: fc.option(name("SIMPLE", "COMPLEX")),
    outcome: fc.constantFrom("complete", "failed", "refused", "caller_gone"),
    httpStatus: fc.constantFrom(200, 429, 500),
    sessionId: fc.option(name("s-1", "s-2", "s-3")),
    userTag: fc.option(name("alpha", "team=a")),
    tags: fc.option(fc.dictionary(name("team", "job"), name("a", "b"), { maxKeys: 2 })),
    promptTokens: tokens,
    completionTokens: tokens,
    totalTokens: tokens,
    cachedTokens: tokens,
    cacheWriteTokens: tokens,
    reasoningTokens: tokens,
    costNanoUsd: fc.option(fc.nat(1_000_000_000)),
    latencyMs: fc.nat(200_000),
    ttftMs: fc.option(fc.nat(20_000)),
  });
  return fc.array(record, { maxLength: 60 }).map((changes) =>
    changes.map((change) =>
      requestRecord({ ...change, id: crypto.randomUUID() } as Partial<RequestRecord>)
    )
  );
}

/** The measures of records, counted one by one. */
export function countedMeasures(all: readonly RequestRecord[]): Measures {
  const sum = (of: (record: RequestRecord) => number | null) =>
    all.reduce((total, record) => total + (of(record) ?? 0), 0);
  const requests = all.length;
  const errors = sum(({ outcome }) => outcome === "failed" || outcome === "refused" ? 1 : 0);
  const cost = sum((record) => record.costNanoUsd);
  const latencies = all.map(({ latencyMs }) => latencyMs);
  const ttfts = all.flatMap(({ ttftMs }) => ttftMs ?? []);
  return {
    requests,
    error_count: errors,
    success_rate: requests === 0 ? 100 : Math.round((requests - errors) / requests * 100 * 10) / 10,
    tokens: sum((record) => record.totalTokens),
    prompt_tokens: sum((record) => record.promptTokens),
    completion_tokens: sum((record) => record.completionTokens),
    cached_tokens: sum((record) => record.cachedTokens),
    cache_write_tokens: sum((record) => record.cacheWriteTokens),
    reasoning_tokens: sum((record) => record.reasoningTokens),
    cost_nano_usd: cost,
    cost_usd: cost / 1e9,
    unpriced_requests: all.filter((record) => record.costNanoUsd === null).length,
    avg_latency_ms: requests === 0
      ? 0
      : Math.round(sum((record) => record.latencyMs) / requests * 10) / 10,
    p50_latency_ms: nearestRank(latencies, 0.5),
    p95_latency_ms: nearestRank(latencies, 0.95),
    p50_ttft_ms: nearestRank(ttfts, 0.5),
    p95_ttft_ms: nearestRank(ttfts, 0.95),
  };
}

function nearestRank(values: readonly number[], share: number): number | null {
  const value = values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1];
  return value === undefined ? null : middleOf(classOf(value));
}

/** What a zone's clocks show, as the platform's formatter tells it, and how far they are from UTC. */
export function clockAt(zone: string, atMs: number): { day: string; hour: string; offset: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = `${part("year")}-${part("month")}-${part("day")}`;
  return { day, hour: `${day} ${part("hour")}:00:00`, offset: part("timeZoneName") };
}
