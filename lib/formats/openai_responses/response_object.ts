/**
 * The Response object: what the request said, as OpenAI repeats it, and what became of it.
 *
 * @module
 */
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { Usage } from "../../domain/usage.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import type { Status } from "./finish.ts";

/** The part of a response that changes while it is made. */
export interface Progress {
  readonly id: string;
  readonly createdAt: number;
  readonly model: string;
  readonly status: Status["status"] | "in_progress";
  readonly incomplete_details: Status["incomplete_details"];
  readonly output: readonly JsonObject[];
  readonly usage: Usage | null;
  readonly serviceTier: string | undefined;
  readonly error: JsonObject | null;
}

/** Members that are repeated as they were sent, with what stands for one that was not. */
const REPEATED: Readonly<Record<string, unknown>> = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  prompt_cache_retention: null,
  safety_identifier: null,
  store: true,
  temperature: null,
  tool_choice: "auto",
  top_logprobs: null,
  top_p: null,
  truncation: "disabled",
  user: null,
};

/** The response as it stands. */
export function responseObject(progress: Progress, { body }: AnswerContext): JsonObject {
  const { id, createdAt, model, status, usage, output, error, serviceTier } = progress;
  const repeated = Object.entries(REPEATED).map(([key, absent]) => [key, body[key] ?? absent]);
  return {
    id,
    object: "response",
    created_at: createdAt,
    status,
    error,
    incomplete_details: progress.incomplete_details,
    model,
    output,
    ...Object.fromEntries(repeated),
    reasoning: { effort: null, summary: null, ...(isObject(body.reasoning) ? body.reasoning : {}) },
    text: { format: { type: "text" }, ...(isObject(body.text) ? body.text : {}) },
    tools: toolsOf(body.tools),
    service_tier: tierOf(serviceTier ?? body.service_tier),
    usage: usage === null ? null : renderUsage(usage),
    access_programs: null,
  };
}

/** OpenAI's tiers (OpenAPI document 2.3.0). */
export const TIERS: readonly unknown[] = [
  "auto",
  "default",
  "flex",
  "scale",
  "priority",
  "fast",
  "ultrafast",
];

/** Clients know OpenAI's tiers only; those of others (`on_demand`, `standard`) are the usual one. */
function tierOf(tier: unknown): unknown {
  if (tier === undefined || tier === null) return "auto";
  return TIERS.includes(tier) ? tier : "default";
}

/** Function tools with the members that clients require. */
function toolsOf(tools: unknown): unknown[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: unknown) =>
    isObject(tool) && tool.type === "function"
      ? { description: null, parameters: null, strict: null, ...tool }
      : tool
  );
}

/**
 * Token counts. This format has no way to say "unknown": counts of details that the provider did not
 * tell are 0; null when it told no count of the whole either.
 */
export function renderUsage(usage: Usage): JsonObject | null {
  const { promptTokens, completionTokens, totalTokens } = usage;
  if (promptTokens === null && completionTokens === null && totalTokens === null) return null;
  const input = promptTokens ?? 0;
  const output = completionTokens ?? 0;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cachedTokens ?? 0,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: totalTokens ?? input + output,
  };
}
