/**
 * Measures of a set of requests, as statistics answer them.
 *
 * @module
 */
import { z } from "zod";

const count = z.int().min(0);
const duration = z.number().min(0).nullable();

/** Members of every statistics answer. */
export const MEASURES = {
  requests: count,
  error_count: count.meta({ description: "Failed or refused" }),
  success_rate: z.number().meta({ description: "Percent of the requests that are no errors" }),
  tokens: z.number().meta({ description: "Prompt and completion" }),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cached_tokens: z.number().meta({ description: "Read from the provider's cache" }),
  cache_write_tokens: z.number(),
  reasoning_tokens: z.number(),
  cost_nano_usd: z.number(),
  cost_usd: z.number(),
  unpriced_requests: count.meta({ description: "Their cost is not known and not in the sum" }),
  avg_latency_ms: z.number(),
  p50_latency_ms: duration.meta({ description: "Percentiles are exact to 1/32" }),
  p95_latency_ms: duration,
  p50_ttft_ms: duration.meta({ description: "Time to the first content of a stream" }),
  p95_ttft_ms: duration,
};

export const measures = z.strictObject(MEASURES).meta({ id: "Measures" });
