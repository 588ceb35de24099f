/**
 * Reads what a chat request says about sampling, thinking and the answer's shape.
 *
 * @module
 */
import type { OutputFormat, ReasoningWish, Sampling } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { optionalObject, optionalText, requireText, wrongType } from "./wrong_value.ts";

/** Sampler settings and limits. Throws `invalid_request`. */
export function parseSampling(body: JsonObject): Sampling {
  const number = (key: string): number | undefined => {
    const value = body[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number") return value;
    throw wrongType(key, "a number", value);
  };
  return defined({
    maxOutputTokens: number("max_completion_tokens") ?? number("max_tokens"),
    temperature: number("temperature"),
    topP: number("top_p"),
    topK: number("top_k"),
    stop: stopsIn(body.stop),
    seed: number("seed"),
    presencePenalty: number("presence_penalty"),
    frequencyPenalty: number("frequency_penalty"),
    logitBias: biasIn(body.logit_bias),
    logprobs: typeof body.logprobs === "boolean" ? body.logprobs : undefined,
    topLogprobs: number("top_logprobs"),
    n: number("n"),
  });
}

function stopsIn(stop: unknown): readonly string[] | undefined {
  if (typeof stop === "string") return [stop];
  return Array.isArray(stop) ? stop.map((one, i) => requireText(one, `stop[${i}]`)) : undefined;
}

function biasIn(value: unknown): Readonly<Record<string, number>> | undefined {
  const biases = optionalObject(value, "logit_bias");
  if (biases === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(biases).map(([token, bias]) => {
      if (typeof bias !== "number") throw wrongType(`logit_bias.${token}`, "a number", bias);
      return [token, bias];
    }),
  );
}

/** The shape wanted of the answer; undefined for a kind that only some providers know. */
export function parseOutput(value: unknown): OutputFormat | undefined {
  const format = optionalObject(value, "response_format");
  switch (format?.type) {
    case "text":
      return { type: "text" };
    case "json_object":
      return { type: "json" };
    case "json_schema": {
      const at = "response_format.json_schema";
      const inner = optionalObject(format.json_schema, at);
      if (inner === undefined) throw wrongType(at, "an object", format.json_schema);
      const { strict } = inner;
      return defined({
        type: "json_schema" as const,
        name: optionalText(inner.name, `${at}.name`),
        description: optionalText(inner.description, `${at}.description`),
        schema: optionalObject(inner.schema, `${at}.schema`) ?? {},
        strict: typeof strict === "boolean" ? strict : undefined,
      });
    }
    default:
      return undefined;
  }
}

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
const SUMMARIES = ["none", "auto", "concise", "detailed"] as const;

/** How much to think, and which of the fields that say so were understood. */
export interface ParsedReasoning {
  readonly wish: ReasoningWish | undefined;
  /** Fields that need not be kept beside the wish. */
  readonly understood: ReadonlySet<string>;
}

/**
 * Reads `reasoning_effort` (OpenAI), `reasoning` (OpenRouter) and `thinking` (Z.ai, DeepSeek,
 * Moonshot). What says "off" wins over what says how much.
 */
export function parseReasoning(body: JsonObject): ParsedReasoning {
  const understood = new Set<string>();
  const effort = EFFORTS.find((known) => known === body.reasoning_effort);
  if (effort !== undefined) understood.add("reasoning_effort");
  const thinking = isObject(body.thinking) ? readThinking(body.thinking) : {};
  if (hasOnly(body.thinking, ["type", "budget_tokens"])) understood.add("thinking");
  const told = isObject(body.reasoning) ? readReasoning(body.reasoning) : {};
  if (hasOnly(body.reasoning, ["effort", "max_tokens", "exclude", "enabled", "summary"])) {
    understood.add("reasoning");
  }
  const wish: ReasoningWish = {
    ...thinking,
    ...told,
    ...(effort === undefined ? {} : { effort }),
    ...(thinking.effort === "none" ? { effort: "none" } : {}),
  };
  // An effort says more than "let the model choose".
  if (wish.effort !== undefined && wish.budgetTokens === -1) {
    const { budgetTokens: _, ...rest } = wish;
    return { wish: rest, understood };
  }
  return { wish: Object.keys(wish).length === 0 ? undefined : wish, understood };
}

function readThinking(thinking: JsonObject): ReasoningWish {
  if (thinking.type === "disabled") return { effort: "none" };
  const budget = thinking.budget_tokens;
  return { budgetTokens: typeof budget === "number" ? budget : -1 };
}

function readReasoning(reasoning: JsonObject): ReasoningWish {
  const { max_tokens: budget, exclude, enabled } = reasoning;
  const effort = EFFORTS.find((known) => known === reasoning.effort);
  const summary = SUMMARIES.find((known) => known === reasoning.summary);
  return defined({
    effort: enabled === false ? "none" as const : effort,
    budgetTokens: typeof budget === "number" ? budget : enabled === true ? -1 : undefined,
    summary: exclude === true ? "none" as const : summary,
  });
}

/** Whether a value is an object of which nothing is lost by reading just these members. */
function hasOnly(value: unknown, members: readonly string[]): boolean {
  if (!isObject(value)) return false;
  const effort = textAt(value, "effort");
  const isKnownEffort = effort === null || EFFORTS.some((known) => known === effort);
  return isKnownEffort && Object.keys(value).every((key) => members.includes(key));
}
