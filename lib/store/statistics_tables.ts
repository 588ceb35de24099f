/**
 * The tables of sums over the request log, as Kysely sees them. Sums are whole numbers.
 *
 * @module
 */

/** What is summed up for a value of a dimension in a step of time. */
export interface RollUpSums {
  requests: number;
  /** Failed or refused. */
  errors: number;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cached_tokens: number;
  cache_write_tokens: number;
  reasoning_tokens: number;
  cost_nano_usd: number;
  /** Requests without a known cost. */
  unpriced: number;
  /** Of all requests together. */
  latency_ms: number;
}

export interface RollUpsTable extends RollUpSums {
  dimension: string;
  /** Length of the step: 900,000, 3,600,000 or 86,400,000. */
  step_ms: number;
  /** Start of the step, a multiple of `step_ms`. */
  start_ms: number;
  /** Empty for none. */
  value: string;
  /** See `lib/domain/histogram.ts`. */
  latency_histogram: Uint8Array;
  ttft_histogram: Uint8Array;
}

export interface SessionsTable {
  session_id: string;
  /** Start of the first and of the last of its requests that are still in the log. */
  first_at_ms: number;
  last_at_ms: number;
  requests: number;
  errors: number;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cached_tokens: number;
  cost_nano_usd: number;
  unpriced: number;
  latency_ms: number;
}

export interface StatisticsProgressTable {
  /** Always 1. */
  id: number;
  /** Rows with a greater `seq` are not in the sums yet. */
  summed_up_to: number;
  /** Rows with a greater `seq` are not in the index of words yet. */
  indexed_up_to: number;
}
