/**
 * What stands around the choices of an answer: id, model, time, tier.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { Usage } from "../../domain/usage.ts";
import { countAt, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { unknownMembers } from "./wrong_value.ts";
import { readUsage } from "./usage.ts";

/** Facts that stand beside the choices. */
export interface AnswerHead {
  readonly id: string | null;
  readonly model: string | null;
  readonly createdAt: number | null;
  readonly serviceTier?: string;
  readonly extra?: Extra;
}

/** Members with a neutral place, paddings, and what only helps the provider to find the request. */
const KNOWN: ReadonlySet<string> = new Set([
  ..."id object created model choices usage service_tier error".split(" "),
  ..."citations search_results obfuscation p nonce".split(" "),
  ..."system_fingerprint x_groq provider request_id time_info usage_breakdown".split(" "),
  ..."prompt_filter_results prompt_logprobs prompt_token_ids kv_transfer_params".split(" "),
]);

/** Reads the head of an answer or of a chunk; "" counts as not told (Azure's first chunk). */
export function readHead(body: JsonObject): AnswerHead {
  const serviceTier = textAt(body, "service_tier");
  const extra = unknownMembers(body, KNOWN);
  const createdAt = countAt(body, "created");
  return {
    id: textAt(body, "id"),
    model: textAt(body, "model"),
    createdAt: createdAt === 0 ? null : createdAt,
    ...(serviceTier === null ? {} : { serviceTier }),
    ...(extra === undefined ? {} : { extra }),
  };
}

/**
 * The usage of an answer or chunk: at the top, under `x_groq`, or inside the choice (Moonshot). Null
 * when there is none.
 */
export function usageIn(body: JsonObject): Usage | null {
  const choices: unknown[] = Array.isArray(body.choices) ? body.choices : [];
  const usage = objectAt(body, "usage") ?? objectAt(objectAt(body, "x_groq"), "usage") ??
    choices.map((choice) => objectAt(choice, "usage")).find((one) => one !== undefined);
  return usage === undefined || Object.keys(usage).length === 0 ? null : readUsage(usage);
}

/** Log probabilities without the members that say nothing; null when none is left. */
export function logprobsIn(choice: JsonObject): JsonObject | null {
  const logprobs = objectAt(choice, "logprobs");
  if (logprobs === undefined) return null;
  const told = Object.entries(logprobs).filter(([, list]) => Array.isArray(list));
  return told.length === 0 ? null : Object.fromEntries(told);
}

const TIERS: readonly string[] = ["auto", "default", "flex", "scale", "priority", "fast"];

/** The tier as OpenAI's clients know it; nothing for the names of other vendors. */
export function tierMember(tier: string | undefined): JsonObject {
  const name = tier === "standard" ? "default" : tier;
  return name !== undefined && TIERS.includes(name) ? { service_tier: name } : {};
}
