/**
 * Token usage as OpenAI-compatible providers report it.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { countAt, isObject, objectAt } from "../json/guards.ts";

/** xAI reports cost in ticks of 1e-10 USD (xAI API reference, `usage.cost_in_usd_ticks`). */
const USD_PER_TICK = 1e-10;

/**
 * Reads a `usage` object (chat, completions and embeddings). Knows where providers put the same
 * fact: OpenAI `prompt_tokens_details.cached_tokens`, DeepSeek `prompt_cache_hit_tokens`, Moonshot
 * `cached_tokens`, Anthropic-style `cache_creation_input_tokens`, OpenRouter `cost`.
 */
export function readUsage(usage: unknown): Usage {
  if (!isObject(usage)) return NO_USAGE;
  const input = objectAt(usage, "prompt_tokens_details") ?? objectAt(usage, "input_tokens_details");
  const output = objectAt(usage, "completion_tokens_details") ??
    objectAt(usage, "output_tokens_details");
  const promptTokens = countAt(usage, "prompt_tokens") ?? countAt(usage, "input_tokens");
  const visible = countAt(usage, "completion_tokens") ?? countAt(usage, "output_tokens");
  const reasoningTokens = countAt(output, "reasoning_tokens") ??
    countAt(usage, "reasoning_tokens");
  const reportedTotal = countAt(usage, "total_tokens");
  const completionTokens = withReasoning(promptTokens, visible, reasoningTokens, reportedTotal);
  return {
    promptTokens,
    completionTokens,
    totalTokens: reportedTotal ?? sum(promptTokens, completionTokens),
    cachedTokens: countAt(input, "cached_tokens") ?? countAt(usage, "prompt_cache_hit_tokens") ??
      countAt(usage, "cached_tokens") ?? countAt(usage, "cache_read_input_tokens"),
    cacheWriteTokens: countAt(input, "cache_write_tokens") ??
      countAt(usage, "cache_creation_input_tokens"),
    reasoningTokens,
    audioInputTokens: countAt(input, "audio_tokens"),
    audioOutputTokens: countAt(output, "audio_tokens"),
    reportedCostUsd: reportedCost(usage),
  };
}

/**
 * All output tokens. xAI leaves reasoning out of `completion_tokens` though it bills it; its total
 * gives it away: prompt + completion + reasoning.
 */
function withReasoning(
  prompt: number | null,
  visible: number | null,
  reasoning: number | null,
  total: number | null,
): number | null {
  if (prompt === null || visible === null || !reasoning || total === null) return visible;
  return total === prompt + visible + reasoning ? visible + reasoning : visible;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function reportedCost(usage: unknown): number | null {
  const ticks = countAt(usage, "cost_in_usd_ticks");
  if (ticks !== null) return ticks * USD_PER_TICK;
  return countAt(usage, "cost") ?? countAt(objectAt(usage, "cost"), "total_cost");
}
