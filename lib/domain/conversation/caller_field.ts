/**
 * How each format spells what a neutral request calls otherwise, for warnings and errors.
 *
 * @module
 */
import type { ChatRequest, Sampling } from "./request.ts";

/** The members of a request that a caller sets. */
export type NeutralField =
  | keyof Sampling
  | Exclude<keyof ChatRequest, "format" | "model" | "extra" | "bookkeeping" | "sampling">;

type Spelling = readonly [chat: string, responses: string, anthropic: string, gemini: string];

const ALL = (name: string): Spelling => [name, name, name, name];

const SPELLINGS: Readonly<Record<NeutralField, Spelling>> = {
  stream: ALL("stream"),
  messages: ["messages", "input", "messages", "contents"],
  tools: ALL("tools"),
  toolChoice: ["tool_choice", "tool_choice", "tool_choice", "toolConfig"],
  parallelToolCalls: [
    "parallel_tool_calls",
    "parallel_tool_calls",
    "tool_choice.disable_parallel_tool_use",
    "toolConfig",
  ],
  output: [
    "response_format",
    "text.format",
    "output_config.format",
    "generationConfig.responseMimeType",
  ],
  verbosity: ["verbosity", "text.verbosity", "verbosity", "verbosity"],
  reasoning: ["reasoning_effort", "reasoning", "thinking", "generationConfig.thinkingConfig"],
  modalities: ["modalities", "modalities", "modalities", "generationConfig.responseModalities"],
  audio: ["audio", "audio", "audio", "generationConfig.speechConfig"],
  prediction: ALL("prediction"),
  serviceTier: ["service_tier", "service_tier", "service_tier", "serviceTier"],
  metadata: ["metadata", "metadata", "metadata", "labels"],
  user: ["user", "user", "metadata.user_id", "user"],
  promptCacheKey: ALL("prompt_cache_key"),
  promptCacheRetention: ALL("prompt_cache_retention"),
  safetyIdentifier: ALL("safety_identifier"),
  cache: ["cache_control", "cache_control", "cache_control", "cachedContent"],
  maxOutputTokens: [
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "generationConfig.maxOutputTokens",
  ],
  temperature: ["temperature", "temperature", "temperature", "generationConfig.temperature"],
  topP: ["top_p", "top_p", "top_p", "generationConfig.topP"],
  topK: ["top_k", "top_k", "top_k", "generationConfig.topK"],
  stop: ["stop", "stop", "stop_sequences", "generationConfig.stopSequences"],
  seed: ["seed", "seed", "seed", "generationConfig.seed"],
  presencePenalty: [
    "presence_penalty",
    "presence_penalty",
    "presence_penalty",
    "generationConfig.presencePenalty",
  ],
  frequencyPenalty: [
    "frequency_penalty",
    "frequency_penalty",
    "frequency_penalty",
    "generationConfig.frequencyPenalty",
  ],
  logitBias: ALL("logit_bias"),
  logprobs: ["logprobs", "include", "logprobs", "generationConfig.responseLogprobs"],
  topLogprobs: ["top_logprobs", "top_logprobs", "top_logprobs", "generationConfig.logprobs"],
  n: ["n", "n", "n", "generationConfig.candidateCount"],
};

/** The field as the caller of this request spells it. */
export function callerField({ format }: Pick<ChatRequest, "format">, field: NeutralField): string {
  const [chat, responses, anthropic, gemini] = SPELLINGS[field];
  if (format === "openai_responses") return responses;
  if (format === "anthropic_messages") return anthropic;
  return format === "gemini" ? gemini : chat;
}
