/**
 * What statistics tell of a set of requests.
 *
 * @module
 */
import { percentiles } from "../domain/histogram.ts";
import { NANO_PER_USD } from "../domain/money.ts";
import type { StatisticsRow } from "../store/statistics.ts";

/** Names are those of the API. Durations are ms; null when there is none to tell of. */
export interface Measures {
  readonly requests: number;
  /** Failed or refused. */
  readonly error_count: number;
  /** Of the requests, those that are no errors: percent with one decimal, 100 when there are none. */
  readonly success_rate: number;
  readonly tokens: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly cached_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  readonly cost_nano_usd: number;
  readonly cost_usd: number;
  /** Requests whose cost is not known, and so not in the sum. */
  readonly unpriced_requests: number;
  /** One decimal; 0 when there are no requests. */
  readonly avg_latency_ms: number;
  readonly p50_latency_ms: number | null;
  readonly p95_latency_ms: number | null;
  readonly p50_ttft_ms: number | null;
  readonly p95_ttft_ms: number | null;
}

type Summed = Omit<StatisticsRow, "period" | "slot" | "value">;

const NOTHING: Summed = {
  requests: 0,
  errors: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  total_tokens: 0,
  cached_tokens: 0,
  cache_write_tokens: 0,
  reasoning_tokens: 0,
  cost_nano_usd: 0,
  unpriced: 0,
  latency_ms: 0,
  latency: new Uint8Array(),
  ttft: new Uint8Array(),
};

const SHARES = [0.5, 0.95];

/** The measures of a sum; of no requests when there is none. */
export function measuresOf(row: Summed | undefined): Measures {
  const sum = row ?? NOTHING;
  const [p50Latency = null, p95Latency = null] = percentiles(sum.latency, SHARES);
  const [p50Ttft = null, p95Ttft = null] = percentiles(sum.ttft, SHARES);
  const { requests, errors } = sum;
  return {
    requests,
    error_count: errors,
    success_rate: requests === 0 ? 100 : oneDecimal((requests - errors) / requests * 100),
    tokens: sum.total_tokens,
    prompt_tokens: sum.prompt_tokens,
    completion_tokens: sum.completion_tokens,
    cached_tokens: sum.cached_tokens,
    cache_write_tokens: sum.cache_write_tokens,
    reasoning_tokens: sum.reasoning_tokens,
    cost_nano_usd: sum.cost_nano_usd,
    cost_usd: sum.cost_nano_usd / NANO_PER_USD,
    unpriced_requests: sum.unpriced,
    avg_latency_ms: requests === 0 ? 0 : oneDecimal(sum.latency_ms / requests),
    p50_latency_ms: p50Latency,
    p95_latency_ms: p95Latency,
    p50_ttft_ms: p50Ttft,
    p95_ttft_ms: p95Ttft,
  };
}

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;
