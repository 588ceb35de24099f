/**
 * Tokens as providers count them. `null` means "the provider did not say", which is not zero.
 *
 * @module
 */

/** One request's token counts. Sub-counts (`cached…`, `reasoning…`) are parts of their total. */
export interface Usage {
  /** All input tokens, cached and cache-written ones included. */
  readonly promptTokens: number | null;
  /** All output tokens, reasoning included. */
  readonly completionTokens: number | null;
  /** As reported, else prompt + completion. */
  readonly totalTokens: number | null;
  /** Input tokens read from the provider's prompt cache. */
  readonly cachedTokens: number | null;
  /** Input tokens written to the provider's prompt cache. */
  readonly cacheWriteTokens: number | null;
  /** The part of `cacheWriteTokens` that is kept for an hour, which costs more (Anthropic). */
  readonly cacheWrite1hTokens: number | null;
  /** Output tokens spent on hidden reasoning. */
  readonly reasoningTokens: number | null;
  readonly audioInputTokens: number | null;
  readonly audioOutputTokens: number | null;
  /** Input tokens of results of the provider's own tools; part of `promptTokens` (Gemini). */
  readonly toolPromptTokens: number | null;
  /** The part of `promptTokens` that stands for images, where it costs more than text. */
  readonly imageInputTokens?: number | null;
  /** The part of `completionTokens` that is images. */
  readonly imageOutputTokens?: number | null;
  /** Length of the sound that was transcribed, seconds, for models that are paid by it. */
  readonly audioSeconds?: number | null;
  /** Web searches that the provider ran for this request; paid by the piece. */
  readonly webSearches?: number | null;
  /** Cost in USD where the provider itself reports one (OpenRouter), kept beside ours. */
  readonly reportedCostUsd: number | null;
}

/** Nothing known. */
export const NO_USAGE: Usage = Object.freeze({
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
  audioInputTokens: null,
  audioOutputTokens: null,
  toolPromptTokens: null,
  reportedCostUsd: null,
});
