/**
 * What a request's usage comes to at a model's prices.
 *
 * @module
 */
import type { Usage } from "../domain/usage.ts";
import type { PriceCard } from "./price_card.ts";

/** What a request costs, in pico-dollars, split by whether a service tier changes it. */
export interface TokenCost {
  /** Tokens and seconds. */
  readonly metered: number;
  /** Pieces: requests and web searches. */
  readonly pieces: number;
}

/**
 * The sum; null when it cannot be known: a count that contradicts another, or a price for what was
 * used that nobody has published.
 *
 * @param model its name, for what holds for a family only
 */
export function tokenCost(card: PriceCard, model: string, usage: Usage): TokenCost | null {
  const prompt = usage.promptTokens ?? 0;
  const rate = (name: string): number | null => card.rate(name, prompt);
  const input = inputCost(rate, model, usage);
  const output = outputCost(rate, model, usage);
  const sound = soundCost(rate, usage);
  if (input === null || output === null || sound === null) return null;
  const searches = (usage.webSearches ?? 0) * (rate("web_searches_kcount") ?? 0);
  return {
    metered: input + output + sound,
    pieces: (rate("requests_kcount") ?? 0) + searches,
  };
}

type RateOf = (name: string) => number | null;

function inputCost(rate: RateOf, model: string, usage: Usage): number | null {
  const prompt = usage.promptTokens ?? 0;
  const cached = usage.cachedTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const audio = usage.audioInputTokens ?? 0;
  const image = usage.imageInputTokens ?? 0;
  if (cached + written > prompt || audio + image > prompt) return null;
  if (prompt === 0) return 0;
  const text = rate("input_mtok");
  if (text === null) return null;
  const audioRate = rate("input_audio_mtok") ?? (soundCostsAsText(model) ? text : null);
  if (audio > 0 && audioRate === null) return null;
  // Providers do not tell what kind of tokens the cache held: text is counted as cached first.
  const fresh = prompt - cached - written;
  const freshAudio = Math.min(audio, fresh);
  const freshImage = Math.min(image, fresh - freshAudio);
  const cachedText = rate("cache_read_mtok") ?? text;
  const cachedAudio = Math.min(audio - freshAudio, cached);
  const cachedAudioRate = rate("cache_audio_read_mtok") ?? cachedText;
  return (fresh - freshAudio - freshImage) * text +
    freshAudio * (audioRate ?? 0) +
    freshImage * (rate("input_image_mtok") ?? text) +
    (cached - cachedAudio) * cachedText +
    cachedAudio * cachedAudioRate +
    writeCost(rate, model, text, written, usage.cacheWrite1hTokens ?? 0);
}

/**
 * Anthropic's caching costs 1.25 × input for five minutes and 2 × input for an hour
 * (https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing), on every cloud that
 * serves its models; not every published list of theirs has the second.
 */
function writeCost(
  rate: RateOf,
  model: string,
  text: number,
  written: number,
  writtenFor1h: number,
): number {
  const isClaude = model.toLowerCase().includes("claude");
  const for5m = rate("cache_write_mtok") ?? (isClaude ? text * 1.25 : text);
  const for1h = rate("cache_write_1h_mtok") ?? (isClaude ? text * 2 : for5m);
  const long = Math.min(writtenFor1h, written);
  return (written - long) * for5m + long * for1h;
}

function outputCost(rate: RateOf, model: string, usage: Usage): number | null {
  const completion = usage.completionTokens ?? 0;
  const audio = usage.audioOutputTokens ?? 0;
  const imageRate = rate("output_image_mtok");
  // An image costs ten times its weight in text: not knowing which it was is not knowing the price.
  const isImageUnknown = usage.imageOutputTokens === undefined || usage.imageOutputTokens === null;
  if (imageRate !== null && isImageUnknown && completion > 0) return null;
  const image = usage.imageOutputTokens ?? 0;
  const text = completion - audio - image;
  if (text < 0) return null;
  if (completion === 0) return 0;
  const textRate = rate("output_mtok") ?? 0;
  const audioRate = rate("output_audio_mtok") ?? (soundCostsAsText(model) ? textRate : null);
  if (audio > 0 && audioRate === null) return null;
  const reasoningRate = rate("output_reasoning_mtok") ?? textRate;
  const reasoning = Math.min(usage.reasoningTokens ?? 0, text);
  return (text - reasoning) * textRate +
    reasoning * reasoningRate +
    audio * (audioRate ?? 0) +
    image * (imageRate ?? textRate);
}

/** Sound by its length; null when it is all that is known and the model is not paid by it. */
function soundCost(rate: RateOf, usage: Usage): number | null {
  const seconds = usage.audioSeconds ?? 0;
  const perSecond = rate("input_audio_hours");
  if (perSecond !== null) return seconds * perSecond;
  const hasTokens = usage.promptTokens !== null || usage.completionTokens !== null;
  return seconds === 0 || hasTokens ? 0 : null;
}

/**
 * Google lists a price of sound where it differs, and speech models (`…-tts`) list it as their output's.
 * OpenAI's chat models always charge more for sound, so that there a price that is missing is unknown.
 */
const soundCostsAsText = (model: string): boolean => !/(^|\/)gpt-(?!.*tts)/i.test(model);
