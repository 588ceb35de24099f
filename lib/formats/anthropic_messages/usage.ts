/**
 * Token usage as Anthropic counts it: `input_tokens` leaves out what was read from and written to the
 * cache, ours includes both.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { countAt, isObject, type JsonObject, objectAt } from "../json/guards.ts";

/** Reads a `usage` object; counts that are not there are unknown. */
export function readUsage(usage: unknown): Usage {
  if (!isObject(usage)) return NO_USAGE;
  const fresh = countAt(usage, "input_tokens");
  const cachedTokens = countAt(usage, "cache_read_input_tokens");
  const byAge = objectAt(usage, "cache_creation");
  const fiveMinutes = countAt(byAge, "ephemeral_5m_input_tokens");
  const cacheWrite1hTokens = countAt(byAge, "ephemeral_1h_input_tokens");
  const cacheWriteTokens = countAt(usage, "cache_creation_input_tokens") ??
    (byAge === undefined ? null : (fiveMinutes ?? 0) + (cacheWrite1hTokens ?? 0));
  const promptTokens = fresh === null
    ? null
    : fresh + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0);
  const completionTokens = countAt(usage, "output_tokens");
  return {
    ...NO_USAGE,
    promptTokens,
    completionTokens,
    totalTokens: promptTokens === null || completionTokens === null
      ? null
      : promptTokens + completionTokens,
    cachedTokens,
    cacheWriteTokens,
    cacheWrite1hTokens,
    reasoningTokens: countAt(objectAt(usage, "output_tokens_details"), "thinking_tokens"),
  };
}

/** Members of `usage` that `readUsage` and `tierOf` understand. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "input_tokens",
  "output_tokens",
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
  "cache_creation",
  "output_tokens_details",
  "service_tier",
]);

/** The rest of a `usage` object: server tool counts, place of inference … Nulls tell nothing. */
export function otherUsage(usage: JsonObject | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(usage ?? {}).filter(([key, value]) => !UNDERSTOOD.has(key) && value !== null),
  );
}

/**
 * Writes a `usage` object. Clients add the two totals up without looking, so they are 0 where
 * unknown; everything else is left out.
 */
export function writeUsage(usage: Usage | null, tier: string | undefined): JsonObject {
  const known = usage ?? NO_USAGE;
  const { promptTokens, cachedTokens, cacheWriteTokens, cacheWrite1hTokens } = known;
  const fresh = (promptTokens ?? 0) - (cachedTokens ?? 0) - (cacheWriteTokens ?? 0);
  return {
    input_tokens: Math.max(0, fresh),
    ...(cacheWriteTokens === null ? {} : {
      cache_creation_input_tokens: cacheWriteTokens,
      ...(cacheWrite1hTokens === null ? {} : {
        cache_creation: {
          ephemeral_5m_input_tokens: Math.max(0, cacheWriteTokens - cacheWrite1hTokens),
          ephemeral_1h_input_tokens: cacheWrite1hTokens,
        },
      }),
    }),
    ...(cachedTokens === null ? {} : { cache_read_input_tokens: cachedTokens }),
    output_tokens: known.completionTokens ?? 0,
    ...(known.reasoningTokens === null
      ? {}
      : { output_tokens_details: { thinking_tokens: known.reasoningTokens } }),
    ...(tier === undefined ? {} : { service_tier: tier }),
  };
}

/** The neutral name of a tier that was served; `standard` is what others call `default`. */
export function tierOf(usage: unknown): string | undefined {
  const tier = isObject(usage) ? usage.service_tier : undefined;
  if (typeof tier !== "string" || tier === "") return undefined;
  return tier === "standard" ? "default" : tier;
}

/** Anthropic's name of a neutral tier, where it has one. */
export function anthropicTier(tier: string | undefined): string | undefined {
  if (tier === "default" || tier === "standard") return "standard";
  return tier === "priority" || tier === "batch" ? tier : undefined;
}
