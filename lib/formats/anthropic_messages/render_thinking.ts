/**
 * How much the model is to think: `thinking`, `output_config.effort`, and what `max_tokens` must then be.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { Message, ReasoningWish } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { impossible } from "./losses.ts";
import { type Effort, EFFORTS } from "./model_traits.ts";
import { isForced } from "./render_tools.ts";
import type { Rendering } from "./rendering.ts";

/** The settings that go together. */
export interface Thinking {
  readonly thinking: JsonObject | null;
  readonly effort: Effort | null;
  readonly maxTokens: number;
  /** The model thinks, so that it takes no sampler settings. */
  readonly isOn: boolean;
}

/** The least that Anthropic takes. */
const MIN_BUDGET = 1024;

/** Tokens for models that want a number; OpenRouter and others map the levels about so. */
const BUDGETS: Readonly<Record<Effort | "minimal", number>> = {
  minimal: MIN_BUDGET,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 24_576,
  max: 32_000,
};

/** Settles thinking and the limit of the answer. */
export function renderThinking(rendering: Rendering): Thinking {
  const { request, traits, losses } = rendering;
  const field = callerField(request, "reasoning");
  const maxTokens = answerLimit(rendering);
  const off: Thinking = { thinking: null, effort: null, maxTokens, isOn: false };
  const wish = request.reasoning;
  const forced = isForced(request.toolChoice) && (request.tools?.length ?? 0) > 0;
  if (forced && !traits.canForceTools) {
    throw impossible(
      callerField(request, "toolChoice"),
      `Cannot force a tool call with the model '${rendering.target.model}': it always thinks, and ` +
        `Anthropic lets thinking models choose. Use "auto", or another model.`,
    );
  }
  if (wish?.effort === "none") return { ...off, ...switchedOff(rendering, field) };
  if (forced) {
    if (wish !== undefined && wantsThought(wish, request.format === "anthropic_messages")) {
      losses.adapted(field, "Anthropic does not think where a tool is forced; thinking is off.");
    }
    const effort = nearestEffort(wish?.effort, traits.efforts);
    return { ...off, ...switchedOff(rendering, field), effort };
  }
  if (wish === undefined) return { ...off, isOn: thinksAnyway(rendering) };
  return wished(wish, maxTokens, rendering, field);
}

/** Whether the model thinks without being asked. */
function thinksAnyway({ traits }: Rendering): boolean {
  return traits.thinkingOff !== "absent" && traits.thinking === "adaptive";
}

function switchedOff(
  { request, traits, losses }: Rendering,
  field: string,
): Pick<Thinking, "thinking" | "effort" | "isOn"> {
  switch (traits.thinkingOff) {
    case "absent": {
      const isSaid = request.reasoning?.effort === "none" && traits.thinking !== "none";
      return { thinking: isSaid ? { type: "disabled" } : null, effort: null, isOn: false };
    }
    case null:
      losses.adapted(field, "This model always thinks; it is asked to think as little as it can.");
      return { thinking: null, effort: "low", isOn: true };
    case "between_tools":
    case "disabled":
      return { thinking: { type: traits.thinkingOff }, effort: null, isOn: false };
  }
}

/** Anthropic's own callers ask for thinking by a budget; everyone else by any wish. */
function wantsThought({ effort, budgetTokens }: ReasoningWish, isNative: boolean): boolean {
  if (budgetTokens === 0) return false;
  return budgetTokens !== undefined || (!isNative && effort !== undefined);
}

function wished(
  wish: ReasoningWish,
  maxTokens: number,
  rendering: Rendering,
  field: string,
): Thinking {
  const { request, traits, losses } = rendering;
  const isNative = request.format === "anthropic_messages";
  const effort = nearestEffort(wish.effort, traits.efforts);
  const off: Thinking = { thinking: null, effort, maxTokens, isOn: thinksAnyway(rendering) };
  if (wish.budgetTokens === 0 && !isNative) return { ...off, ...switchedOff(rendering, field) };
  if (!wantsThought(wish, isNative)) {
    if (wish.effort !== undefined && effort === null) {
      losses.dropped(field, "This model takes no level of effort.");
    }
    return off;
  }
  const budget = wish.budgetTokens;
  if (traits.thinking === "none") {
    losses.dropped(field, "This model does not think.");
    return off;
  }
  const isBudgetAsked = budget !== undefined && budget > 0;
  if (traits.thinking === "adaptive" && !(isBudgetAsked && traits.takesBudget)) {
    if (isBudgetAsked) {
      losses.adapted(field, "This model takes no thinking budget; it gets a level of effort.");
    }
    const level = effort ?? (isBudgetAsked ? effortOf(budget, traits.efforts) : null);
    return {
      ...off,
      thinking: { type: "adaptive", ...display(wish, rendering) },
      effort: level,
      isOn: true,
    };
  }
  if (isUnprovenTurn(request.messages)) {
    losses.adapted(
      field,
      "The tool calls to be answered came without thinking of Anthropic's; it is off for this turn.",
    );
    return { ...off, isOn: false };
  }
  return withBudget(wish, off, rendering);
}

/**
 * `enabled` with a number. The limit counts thinking in, as it does in every other format, so it stays
 * what the caller is ready to pay for: the budget takes what the answer does not need of it.
 */
function withBudget(wish: ReasoningWish, off: Thinking, rendering: Rendering): Thinking {
  const { request, losses } = rendering;
  const asked = wish.budgetTokens !== undefined && wish.budgetTokens > 0
    ? wish.budgetTokens
    : BUDGETS[wish.effort === undefined || wish.effort === "none" ? "medium" : wish.effort];
  const shown = display(wish, rendering);
  if (request.format === "anthropic_messages" && wish.budgetTokens === asked) {
    return { ...off, thinking: { type: "enabled", budget_tokens: asked, ...shown }, isOn: true };
  }
  if (off.maxTokens <= MIN_BUDGET) {
    losses.adapted(
      callerField(request, "maxOutputTokens"),
      `Anthropic models think with a limit of more than ${MIN_BUDGET} tokens only: thinking is off.`,
    );
    return { ...off, isOn: false };
  }
  const room = Math.max(MIN_BUDGET, Math.floor(off.maxTokens / 2));
  const budget = Math.min(Math.max(MIN_BUDGET, asked), room);
  return { ...off, thinking: { type: "enabled", budget_tokens: budget, ...shown }, isOn: true };
}

function answerLimit({ request, target, traits, losses }: Rendering): number {
  const asked = request.sampling.maxOutputTokens;
  const most = target.maxOutputTokens;
  if (asked === undefined) return most ?? traits.maxOutputTokens;
  if (most === null || asked <= most) return asked;
  losses.adapted(
    callerField(request, "maxOutputTokens"),
    `The model puts out at most ${most} tokens; the limit is that.`,
  );
  return most;
}

/**
 * Whether thoughts are shown. The newest models hide them unless told otherwise; a chat caller has no
 * way to ask, and its clients show what comes.
 */
function display({ summary }: ReasoningWish, { request, traits }: Rendering): JsonObject {
  if (summary !== undefined) return { display: summary === "none" ? "omitted" : "summarized" };
  const isHidden = traits.thinking === "adaptive" && !traits.takesBudget;
  return isHidden && request.format === "openai_chat" ? { display: "summarized" } : {};
}

/** The same level, else the next lower one that the model has, else the lowest. */
function nearestEffort(
  effort: ReasoningWish["effort"],
  levels: readonly Effort[],
): Effort | null {
  if (effort === undefined || effort === "none") return null;
  const rank = effort === "minimal" ? 0 : EFFORTS.indexOf(effort);
  return levels.findLast((level) => EFFORTS.indexOf(level) <= rank) ?? levels[0] ?? null;
}

function effortOf(budget: number, levels: readonly Effort[]): Effort | null {
  const level = EFFORTS.find((one) => budget <= BUDGETS[one]) ?? "max";
  return nearestEffort(level, levels);
}

/**
 * With a budget, Anthropic wants a turn whose calls are being answered to begin with its own thinking
 * ("Extended thinking with tool use"); a turn of another provider's does not.
 */
function isUnprovenTurn(messages: readonly Message[]): boolean {
  if (messages.at(-1)?.role !== "tool") return false;
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const turn = messages.slice(asked + 1).find(({ role }) => role === "assistant");
  const [first] = (turn?.parts ?? []).filter((part) =>
    part.type !== "reasoning" || part.proof?.format === "anthropic_messages"
  );
  return first !== undefined && first.type !== "reasoning";
}
