/**
 * Writes token counts as OpenAI does.
 *
 * @module
 */
import type { Usage } from "../../domain/usage.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";

/**
 * The `usage` object; null when nothing is known. What the provider did not count is left out, or 0
 * where OpenAI's clients need a number beside one that is known.
 */
export function renderUsage(usage: Usage | null): JsonObject | null {
  if (usage === null) return null;
  const { promptTokens, completionTokens } = usage;
  if (promptTokens === null && completionTokens === null && usage.totalTokens === null) return null;
  const prompt = promptTokens ?? rest(usage.totalTokens, completionTokens);
  const completion = completionTokens ?? rest(usage.totalTokens, promptTokens);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: usage.totalTokens ?? prompt + completion,
    ...details("prompt_tokens_details", {
      cached_tokens: usage.cachedTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      audio_tokens: usage.audioInputTokens,
    }),
    ...details("completion_tokens_details", {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: usage.audioOutputTokens,
    }),
    // As OpenRouter tells it.
    ...(usage.reportedCostUsd === null ? {} : { cost: usage.reportedCostUsd }),
  };
}

function rest(total: number | null, known: number | null): number {
  return total === null ? 0 : Math.max(0, total - (known ?? 0));
}

function details(name: string, counts: Readonly<Record<string, number | null>>): JsonObject {
  const told = defined(
    Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count ?? undefined])),
  );
  return Object.keys(told).length === 0 ? {} : { [name]: told };
}
