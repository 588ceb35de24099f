/**
 * Token usage as OpenAI-compatible providers report it.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { amountAt, countAt, isObject, objectAt } from "../json/guards.ts";

/** xAI reports cost in ticks of 1e-10 USD (xAI API reference, `usage.cost_in_usd_ticks`). */
const TICKS_PER_USD = 1e10;

/**
 * Reads a `usage` object (chat, completions and embeddings). Knows where providers put the same
 * fact: OpenAI `prompt_tokens_details.cached_tokens`, DeepSeek `prompt_cache_hit_tokens`, Moonshot
 * `cached_tokens`, Mistral `num_cached_tokens`, Anthropic-style `cache_creation_input_tokens`,
 * OpenRouter `cost`. A count that is no exact integer counts as not given.
 */
export function readUsage(usage: unknown): Usage {
  if (!isObject(usage)) return NO_USAGE;
  const input = objectAt(usage, "prompt_tokens_details") ?? objectAt(usage, "input_tokens_details");
  const output = objectAt(usage, "completion_tokens_details") ??
    objectAt(usage, "output_tokens_details");
  const promptTokens = countAt(usage, "prompt_tokens") ?? countAt(usage, "input_tokens");
  const visible = countAt(usage, "completion_tokens") ?? countAt(usage, "output_tokens");
  const reportedTotal = countAt(usage, "total_tokens");
  const surplus = surplusOf(promptTokens, visible, reportedTotal);
  const reasoningTokens = countAt(output, "reasoning_tokens") ??
    countAt(usage, "reasoning_tokens") ?? surplus;
  const completionTokens = visible !== null && surplus !== null && surplus === reasoningTokens
    ? visible + surplus
    : visible;
  return {
    promptTokens,
    completionTokens,
    totalTokens: reportedTotal ?? sum(promptTokens, completionTokens),
    cachedTokens: countAt(input, "cached_tokens") ?? countAt(usage, "prompt_cache_hit_tokens") ??
      countAt(usage, "cached_tokens") ?? countAt(usage, "num_cached_tokens") ??
      countAt(usage, "cache_read_input_tokens"),
    cacheWriteTokens: countAt(input, "cache_write_tokens") ??
      countAt(usage, "cache_creation_input_tokens"),
    cacheWrite1hTokens: null,
    reasoningTokens,
    toolPromptTokens: null,
    audioInputTokens: countAt(input, "audio_tokens"),
    audioOutputTokens: countAt(output, "audio_tokens"),
    reportedCostUsd: reportedCost(usage),
  };
}

/**
 * Tokens that only the total holds. xAI leaves reasoning out of `completion_tokens` and names it in
 * the details; Gemini's OpenAI endpoint leaves it out and does not name it. Both bill it as output.
 */
function surplusOf(
  prompt: number | null,
  visible: number | null,
  total: number | null,
): number | null {
  if (prompt === null || visible === null || total === null) return null;
  return total > prompt + visible ? total - prompt - visible : null;
}

function sum(a: number | null, b: number | null): number | null {
  if (a === null && b === null) return null;
  const total = (a ?? 0) + (b ?? 0);
  return Number.isSafeInteger(total) ? total : null;
}

function reportedCost(usage: unknown): number | null {
  const ticks = amountAt(usage, "cost_in_usd_ticks");
  if (ticks !== null) return ticks / TICKS_PER_USD;
  return amountAt(usage, "cost") ?? amountAt(objectAt(usage, "cost"), "total_cost");
}
