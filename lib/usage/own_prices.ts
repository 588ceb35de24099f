/**
 * Prices that the price data lacks, from the providers' own pages.
 *
 * @module
 */
import type { ModelPrice } from "@pydantic/genai-prices";

/** Name and date of this table, for a row's `price_source`. */
export const OWN_SOURCE = "flow-prices@2026-10";

/**
 * `provider/model` as the price data names them → prices beside its own.
 *
 * Sound of OpenAI's chat models: https://platform.openai.com/docs/pricing, "Audio tokens" (2025).
 */
const BESIDE: Readonly<Record<string, ModelPrice>> = {
  "openai/gpt-4o-audio-preview": { input_audio_mtok: 40, output_audio_mtok: 80 },
  "openai/gpt-4o-mini-audio-preview": { input_audio_mtok: 10, output_audio_mtok: 20 },
};

/** The prices of ours for a model of the price data; null when it needs none. */
export function ownPrices(providerId: string, modelId: string): ModelPrice | null {
  return BESIDE[`${providerId}/${modelId}`] ?? null;
}

/**
 * Seconds of sound that are paid for: Groq bills ten at least
 * (https://console.groq.com/docs/speech-to-text, 2026).
 */
export function paidSeconds(priceId: string, seconds: number): number {
  return priceId === "groq" && seconds > 0 ? Math.max(10, seconds) : seconds;
}

/**
 * Whether a model without any published price is known to be free, rather than unknown: OpenAI's
 * moderation, https://developers.openai.com/api/docs/guides/moderation, and routes called `:free`.
 */
export function isFree(providerId: string, modelId: string): boolean {
  return modelId.endsWith(":free") || (providerId === "openai" && modelId === "moderation");
}
