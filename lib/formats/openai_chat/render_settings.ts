/**
 * Writes limits, sampler settings and the wish to think.
 *
 * A caller of another format may have set what OpenAI's reasoning models answer with an error: that
 * is left out, with a warning. What a caller of this format sent is kept.
 *
 * @module
 */
import { callerField, type NeutralField } from "../../domain/conversation/caller_field.ts";
import type { ReasoningWish } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import { effortOfBudget, familyOf, nearestEffort } from "./model_family.ts";
import type { Rendering } from "./rendering.ts";

/** Sampler settings that reasoning models take at their default only, with that default. */
const FIXED: readonly [field: NeutralField, name: string, fixed: number | false | null][] = [
  ["temperature", "temperature", 1],
  ["topP", "top_p", 1],
  ["presencePenalty", "presence_penalty", 0],
  ["frequencyPenalty", "frequency_penalty", 0],
  ["logitBias", "logit_bias", null],
  ["logprobs", "logprobs", false],
  ["topLogprobs", "top_logprobs", null],
];

/** The members that sampling and the limit become. */
export function renderSampling(rendering: Rendering): JsonObject {
  const { request, isOwn, losses, target } = rendering;
  const { sampling } = request;
  const all: Record<string, unknown> = defined({
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    stop: sampling.stop,
    seed: sampling.seed,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    logit_bias: sampling.logitBias,
    logprobs: sampling.logprobs,
    top_logprobs: sampling.topLogprobs,
    n: sampling.n,
    ...limit(rendering),
  });
  if (isOwn) return all;
  if (all.top_k !== undefined) {
    losses.dropped(callerField(request, "topK"), "OpenAI chat has no 'top_k'.");
    delete all.top_k;
  }
  if (!familyOf(target.model).isReasoning || request.reasoning?.effort === "none") return all;
  for (const [field, name, fixed] of FIXED) {
    if (all[name] === undefined || all[name] === fixed) continue;
    losses.dropped(
      callerField(request, field),
      `The reasoning model '${target.model}' takes no '${name}'.`,
    );
    delete all[name];
  }
  return all;
}

/** The limit under the name that the provider takes, and not above what the model can put out. */
function limit({ request, target, isOwn, losses }: Rendering): JsonObject {
  const wanted = request.sampling.maxOutputTokens;
  if (wanted === undefined) return {};
  const written = request.bookkeeping?.format === "openai_chat"
    ? request.bookkeeping.fields.max_tokens_field
    : undefined;
  const name = target.quirks.maxTokensField ??
    (written === "max_tokens" || written === "max_completion_tokens" ? written : undefined) ??
    (familyOf(target.model).isReasoning ? "max_completion_tokens" : "max_tokens");
  const most = isOwn ? null : target.maxOutputTokens;
  if (most === null || wanted <= most) return { [name]: wanted };
  losses.adapted(
    callerField(request, "maxOutputTokens"),
    `Lowered to ${most}: the model '${target.model}' puts out no more.`,
  );
  return { [name]: most };
}

/** The members that the wish to think becomes. */
export function renderReasoningWish(rendering: Rendering): JsonObject {
  const { request: { reasoning: wish, extra }, isOwn } = rendering;
  if (wish === undefined) return {};
  if (!isOwn) return adaptedWish(wish, rendering);
  const { effort, budgetTokens, summary } = wish;
  const isKept = (key: string) => extra?.fields[key] !== undefined;
  const short = effort === undefined || isKept("reasoning_effort")
    ? {}
    : { reasoning_effort: effort };
  // Where these are kept as sent, they say the rest.
  if (isKept("reasoning") || isKept("thinking")) return short;
  const isShort = budgetTokens === undefined && summary === undefined;
  if (isShort && !isKept("reasoning_effort")) return short;
  return {
    reasoning: defined({
      effort,
      max_tokens: budgetTokens === -1 ? undefined : budgetTokens,
      enabled: budgetTokens === -1 ? true : undefined,
      exclude: summary === "none" ? true : undefined,
      summary: summary === "none" ? undefined : summary,
    }),
  };
}

/** Another format's wish as a level that the model takes. */
function adaptedWish(wish: ReasoningWish, { request, target, losses }: Rendering): JsonObject {
  const field = callerField(request, "reasoning");
  if (wish.summary !== undefined && wish.summary !== "none") {
    losses.adapted(field, "Chat cannot ask for thoughts to be shown: the provider decides.");
  }
  const wanted = wish.effort ?? effortOfBudget(wish.budgetTokens ?? -1);
  if (wanted === null) return {};
  const family = familyOf(target.model);
  if (family.neverReasons) {
    if (wanted !== "none") losses.dropped(field, `The model '${target.model}' does not think.`);
    return {};
  }
  const level = nearestEffort(wanted, family);
  if (level === null) {
    losses.dropped(field, "Chat has no common way to switch thinking off: the model decides.");
    return {};
  }
  const asBudget = wish.effort === undefined;
  if (asBudget || level !== wanted) {
    const given = asBudget ? `A budget of ${wish.budgetTokens ?? 0} tokens` : `Effort '${wanted}'`;
    losses.adapted(field, `${given} went out as reasoning_effort '${level}'.`);
  }
  return { reasoning_effort: level };
}
