/**
 * Token counts as Gemini tells them, and the way back.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { countAt, isObject, type JsonObject, textAt } from "../json/guards.ts";

/**
 * Reads `usageMetadata`. `total = prompt + candidates + thoughts + toolUsePrompt`; cached tokens are
 * part of the prompt. Null when it holds no count at all (Vertex AI sends such in mid-stream).
 */
export function readUsage(meta: unknown): Usage | null {
  const prompt = countAt(meta, "promptTokenCount");
  const tool = countAt(meta, "toolUsePromptTokenCount");
  const visible = countAt(meta, "candidatesTokenCount");
  const thoughts = countAt(meta, "thoughtsTokenCount");
  const total = countAt(meta, "totalTokenCount");
  if ([prompt, tool, visible, thoughts, total].every((count) => count === null)) return null;
  return {
    ...NO_USAGE,
    promptTokens: sum(prompt, tool),
    completionTokens: sum(visible, thoughts),
    totalTokens: total ?? sum(sum(prompt, tool), sum(visible, thoughts)),
    cachedTokens: countAt(meta, "cachedContentTokenCount"),
    reasoningTokens: thoughts,
    toolPromptTokens: tool,
    audioInputTokens: countOf(meta, "promptTokensDetails", "AUDIO"),
    audioOutputTokens: countOf(meta, "candidatesTokensDetails", "AUDIO"),
  };
}

/** The tier that served the request, in the words of `ChatRequest.serviceTier`. */
export function readServiceTier(meta: unknown): string | undefined {
  const tier = textAt(meta, "serviceTier")?.toLowerCase();
  if (tier === undefined || tier === "unspecified") return undefined;
  return tier === "standard" ? "default" : tier;
}

/** The tier within `usageMetadata`; tiers that Gemini does not know are left out. */
export function tierMember(tier: string | undefined): JsonObject {
  if (tier === "default") return { serviceTier: "standard" };
  return tier === "flex" || tier === "priority" ? { serviceTier: tier } : {};
}

/** `usageMetadata` of an answer. */
export function renderUsage(usage: Usage): JsonObject {
  const { promptTokens, completionTokens, reasoningTokens, toolPromptTokens } = usage;
  const members: Record<string, unknown> = {
    promptTokenCount: less(promptTokens, toolPromptTokens),
    candidatesTokenCount: less(completionTokens, reasoningTokens),
    totalTokenCount: usage.totalTokens ?? sum(promptTokens, completionTokens),
    cachedContentTokenCount: usage.cachedTokens,
    thoughtsTokenCount: reasoningTokens,
    toolUsePromptTokenCount: toolPromptTokens,
    promptTokensDetails: audioDetails(usage.audioInputTokens),
    candidatesTokensDetails: audioDetails(usage.audioOutputTokens),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function audioDetails(tokens: number | null): readonly JsonObject[] | null {
  return tokens === null ? null : [{ modality: "AUDIO", tokenCount: tokens }];
}

function countOf(meta: unknown, list: string, modality: string): number | null {
  const details = isObject(meta) ? meta[list] : undefined;
  if (!Array.isArray(details)) return null;
  const found: unknown = details.find((one) => textAt(one, "modality") === modality);
  return countAt(found, "tokenCount");
}

function sum(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function less(whole: number | null, part: number | null): number | null {
  return whole === null ? null : Math.max(0, whole - (part ?? 0));
}
