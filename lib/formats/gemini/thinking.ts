/**
 * How much the model is to think: `thinkingBudget` in tokens up to Gemini 2.5, `thinkingLevel` since
 * Gemini 3 (Gemini API documentation, "Thinking").
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { ChatRequest, ReasoningWish } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";
import { type ModelTraits, modelTraits } from "./model_traits.ts";
import { flagMember, integerMember, textMember } from "./typed_members.ts";

type Effort = NonNullable<ReasoningWish["effort"]>;

const LEVELS = ["minimal", "low", "medium", "high"] as const;

/** A caller's `thinkingConfig`; undefined when it says nothing. A level that is unknown is left. */
export function readThinking(config: JsonObject, at: string): ReasoningWish | undefined {
  const budget = integerMember(config, "thinkingBudget", at);
  const level = textMember(config, "thinkingLevel", at)?.toLowerCase();
  const shows = flagMember(config, "includeThoughts", at);
  const effort = budget === 0 ? "none" as const : LEVELS.find((one) => one === level);
  const wish: ReasoningWish = defined({
    effort,
    budgetTokens: budget === 0 ? undefined : budget,
    summary: shows === undefined ? undefined : shows ? "auto" as const : "none" as const,
  });
  return Object.keys(wish).length === 0 ? undefined : wish;
}

/** `thinkingConfig` for a model; undefined when there is nothing to say. */
export function renderThinking(
  request: ChatRequest,
  model: string,
  losses: Losses,
): JsonObject | undefined {
  const wish = request.reasoning;
  if (wish === undefined) return undefined;
  const field = callerField(request, "reasoning");
  const traits = modelTraits(model);
  if (traits.thinking === "none") {
    if (asksForThought(wish)) losses.dropped(field, `The model '${model}' does not think.`);
    return undefined;
  }
  const amount = traits.thinking === "level"
    ? levelMember(wish, traits, field, losses)
    : budgetMember(wish, traits, field, losses);
  const config = { ...amount, ...(showsThoughts(request) ? { includeThoughts: true } : {}) };
  return Object.keys(config).length === 0 ? undefined : config;
}

/** Whether the caller wants to see the thoughts. Anthropic shows them unless told otherwise. */
export function showsThoughts({ format, reasoning }: ChatRequest): boolean {
  if (reasoning === undefined || reasoning.effort === "none") return false;
  if (reasoning.summary !== undefined) return reasoning.summary !== "none";
  return format === "anthropic_messages" && asksForThought(reasoning);
}

function asksForThought({ effort, budgetTokens }: ReasoningWish): boolean {
  return effort === undefined ? (budgetTokens ?? 0) !== 0 : effort !== "none";
}

/** What Google's own OpenAI-compatible endpoint makes of `reasoning_effort`. */
const BUDGETS: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 32_768,
  max: 32_768,
};

function budgetMember(
  wish: ReasoningWish,
  { minBudget, maxBudget, canStopThinking }: ModelTraits,
  field: string,
  losses: Losses,
): JsonObject {
  const wanted = wish.budgetTokens ??
    (wish.effort === undefined ? undefined : BUDGETS[wish.effort]);
  if (wanted === undefined) return {};
  if (wanted < 0) return { thinkingBudget: -1 };
  if (wanted === 0 && canStopThinking) return { thinkingBudget: 0 };
  const given = Math.min(Math.max(wanted, minBudget), maxBudget);
  const isExact = given === wanted || (wish.budgetTokens === undefined && wanted > maxBudget);
  if (!isExact) {
    losses.adapted(field, `The model thinks with ${minBudget} to ${maxBudget} tokens: ${given}.`);
  }
  return { thinkingBudget: given };
}

function levelMember(
  wish: ReasoningWish,
  { levels }: ModelTraits,
  field: string,
  losses: Losses,
): JsonObject {
  const wanted = wish.effort === undefined ? levelOfBudget(wish.budgetTokens) : wish.effort;
  if (wanted === undefined) return {};
  const rank = RANKS.indexOf(wanted);
  const given = levels.find((level) => RANKS.indexOf(level) >= rank) ?? levels.at(-1) ?? "high";
  if (wish.effort === undefined) {
    losses.adapted(field, `Gemini 3 takes a level instead of a number of tokens: ${given}.`);
  } else if (given !== wanted) {
    losses.adapted(field, `The model has no thinking level '${wanted}': ${given}.`);
  }
  return { thinkingLevel: given.toUpperCase() };
}

const RANKS: readonly Effort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** -1 leaves it to the model, which is what it does without a level. */
function levelOfBudget(tokens: number | undefined): Effort | undefined {
  if (tokens === undefined || tokens < 0) return undefined;
  if (tokens === 0) return "none";
  if (tokens <= 2048) return "low";
  return tokens <= 12_288 ? "medium" : "high";
}
