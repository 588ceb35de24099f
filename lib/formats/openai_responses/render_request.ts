/**
 * Writes a request for a provider that speaks the Responses format.
 *
 * @module
 */
import { callerField, type NeutralField } from "../../domain/conversation/caller_field.ts";
import type { RenderedRequest, RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest, OutputFormat } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { effortOfBudget, familyOf, nearestEffort } from "../openai_chat/model_family.ts";
import { wrongValue } from "../openai_chat/wrong_value.ts";
import { notesOf } from "./own_members.ts";
import { ENCRYPTED, LOGPROBS } from "./parse_request.ts";
import { renderInput } from "./render_items.ts";
import { TIERS } from "./response_object.ts";
import { renderToolChoice, renderTools } from "./render_tools.ts";
import { type Rendering, renderingOf } from "./rendering.ts";

/** OpenAI refuses less ("integer below minimum value"). */
const MIN_OUTPUT_TOKENS = 16;
/** OpenAI refuses longer ones; agents put whole sessions there. */
const MAX_USER_CHARS = 64;

/**
 * The request in this format's words. For a caller of another format nothing is stored with the
 * provider, and its reasoning comes back encrypted, so that the next turn can play it back.
 *
 * Throws `invalid_request` for what would change the answer: stop sequences, several answers, sound.
 */
export function renderRequest(request: ChatRequest, target: RenderTarget): RenderedRequest {
  const r = renderingOf(request, target);
  refuseImpossible(r);
  noteAdvisory(r);
  const [instructions, messages] = splitInstructions(request);
  const { text, reasoning, ...own } = r.losses.own(request.extra);
  const body = defined({
    model: target.model,
    instructions,
    input: renderInput(r, messages),
    stream: request.stream ? true : undefined,
    tools: request.tools === undefined ? undefined : renderTools(request.tools, r),
    tool_choice: request.toolChoice === undefined
      ? undefined
      : renderToolChoice(request.toolChoice, r),
    parallel_tool_calls: request.parallelToolCalls,
    text: section(renderText(r), text),
    reasoning: section(renderReasoningWish(r), reasoning),
    ...renderSampling(r),
    ...renderLabels(r),
    ...own,
    ...keeping(r),
  });
  return { body: withoutRefused(body, r), headers: {}, warnings: r.losses.warnings };
}

function splitInstructions({ messages }: ChatRequest) {
  const [first] = messages;
  const [part] = first?.parts ?? [];
  const isInstructions = first !== undefined && notesOf(first).instructions === true &&
    part?.type === "text";
  return isInstructions ? [part.text, messages.slice(1)] as const : [undefined, messages] as const;
}

function refuseImpossible(r: Rendering): void {
  const { sampling, modalities } = r.request;
  const refuse = (field: NeutralField, why: string) => {
    const name = callerField(r.request, field);
    throw wrongValue(name, `Cannot send '${name}' to a provider of the Responses format: ${why}.`);
  };
  // The answer would run on behind them.
  if ((sampling.stop?.length ?? 0) > 0) refuse("stop", "it has no stop sequences");
  if ((sampling.n ?? 1) > 1) refuse("n", "it gives one answer only");
  const other = modalities?.find((one) => one.toLowerCase() !== "text");
  if (other !== undefined) refuse("modalities", `it cannot answer with '${other}'`);
}

/** What has no place here and changes nothing essential. */
const ADVISORY: readonly (keyof ChatRequest["sampling"])[] = [
  "topK",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "logitBias",
];

function noteAdvisory(r: Rendering): void {
  const drop = (field: NeutralField) => {
    const name = callerField(r.request, field);
    r.losses.dropped(name, `The Responses format has no '${name}'.`);
  };
  for (const field of ADVISORY) if (r.request.sampling[field] !== undefined) drop(field);
  for (const field of ["prediction", "audio", "cache"] as const) {
    if (r.request[field] !== undefined) drop(field);
  }
}

function section(members: JsonObject, own: unknown): JsonObject | undefined {
  const all = { ...members, ...(isObject(own) ? own : {}) };
  return Object.keys(all).length === 0 ? undefined : all;
}

function renderText(r: Rendering): JsonObject {
  const { output, verbosity } = r.request;
  return defined({
    format: output === undefined ? undefined : renderOutput(output, r),
    verbosity,
  });
}

function renderOutput(output: OutputFormat, r: Rendering): JsonObject {
  if (output.type === "text") return { type: "text" };
  if (output.type === "json") return { type: "json_object" };
  if (r.target.quirks.noJsonSchema === true) {
    const field = callerField(r.request, "output");
    r.losses.adapted(field, "This provider knows JSON without a schema only.");
    return { type: "json_object" };
  }
  const { name, description, schema, strict } = output;
  return defined({ type: "json_schema", name: name ?? "answer", description, schema, strict });
}

function renderReasoningWish(r: Rendering): JsonObject {
  const { reasoning } = r.request;
  if (reasoning === undefined) return {};
  const { effort, budgetTokens, summary } = reasoning;
  if (r.isOwn) return defined({ effort, summary });
  const field = callerField(r.request, "reasoning");
  const family = familyOf(r.target.model);
  const wanted = effort ??
    (budgetTokens === undefined ? null : effortOfBudget(budgetTokens));
  if (family.neverReasons) {
    if (wanted !== null && wanted !== "none") {
      r.losses.dropped(field, "This model does not reason.");
    }
    return {};
  }
  const level = wanted === null ? null : nearestEffort(wanted, family);
  if (level !== wanted) {
    const told = level ?? "the model's own";
    r.losses.adapted(field, `Instead of '${String(wanted)}' the effort is '${told}'.`);
  } else if (effort === undefined && budgetTokens !== undefined && level !== null) {
    r.losses.adapted(field, `A budget of ${budgetTokens} tokens became the effort '${level}'.`);
  }
  return defined({
    effort: level ?? undefined,
    summary: summary === "none" ? undefined : summary,
  });
}

function renderSampling(r: Rendering): JsonObject {
  const { temperature, topP, topLogprobs } = r.request.sampling;
  const fixed = !r.isOwn && familyOf(r.target.model).isReasoning;
  const sampler = (field: "temperature" | "topP", value: number | undefined) => {
    if (!fixed || value === undefined) return value;
    // 1 is what these models do anyway, and they refuse even that.
    const name = callerField(r.request, field);
    if (value !== 1) r.losses.dropped(name, `Reasoning models do not take '${name}'.`);
    return undefined;
  };
  return defined({
    max_output_tokens: maxOutputTokens(r),
    temperature: sampler("temperature", temperature),
    top_p: sampler("topP", topP),
    top_logprobs: topLogprobs,
  });
}

function maxOutputTokens(r: Rendering): number | undefined {
  const wanted = r.request.sampling.maxOutputTokens;
  if (wanted === undefined) return undefined;
  const most = r.target.maxOutputTokens ?? wanted;
  const sent = Math.max(MIN_OUTPUT_TOKENS, Math.min(wanted, r.isOwn ? wanted : most));
  if (sent !== wanted) {
    const field = callerField(r.request, "maxOutputTokens");
    r.losses.adapted(field, `The model takes ${sent} tokens instead of ${wanted}.`);
  }
  return sent;
}

/** Anthropic's words for the usual tier. */
const USUAL_TIERS: readonly string[] = ["standard_only", "standard"];

function tierOf(r: Rendering): string | undefined {
  const tier = r.request.serviceTier;
  if (tier === undefined || r.isOwn || TIERS.includes(tier)) return tier;
  if (USUAL_TIERS.includes(tier)) return "default";
  r.losses.dropped(callerField(r.request, "serviceTier"), `OpenAI has no tier '${tier}'.`);
  return undefined;
}

function renderLabels(r: Rendering): JsonObject {
  const { request } = r;
  const { user } = request;
  const isLong = user !== undefined && user.length > MAX_USER_CHARS && !r.isOwn;
  if (isLong) {
    const field = callerField(request, "user");
    r.losses.adapted(field, `It was cut to the ${MAX_USER_CHARS} characters that OpenAI takes.`);
  }
  return defined({
    service_tier: tierOf(r),
    metadata: request.metadata,
    user: isLong ? user.slice(0, MAX_USER_CHARS) : user,
    safety_identifier: request.safetyIdentifier,
    prompt_cache_key: request.promptCacheKey,
    prompt_cache_retention: request.promptCacheRetention,
  });
}

/** What is kept, and what comes back with the answer. */
function keeping(r: Rendering): JsonObject {
  const logprobs = r.request.sampling.logprobs === true ? [LOGPROBS] : [];
  if (r.isOwn) {
    const { include: noted, ...notes } = notesOf(r.request);
    const said = noted ?? r.request.extra?.fields.include;
    const include = Array.isArray(said) ? said : logprobs;
    return include.length === 0 ? notes : { ...notes, include };
  }
  // Models that do not reason refuse to be asked for it.
  const encrypted = familyOf(r.target.model).neverReasons ? [] : [ENCRYPTED];
  const include = [...encrypted, ...logprobs];
  return { store: false, ...(include.length === 0 ? {} : { include }) };
}

/** Fields that this provider answers with an error. */
function withoutRefused(body: JsonObject, r: Rendering): JsonObject {
  const refused = r.target.quirks.refusedFields ?? [];
  const kept = Object.entries(body).filter(([key]) => {
    if (!refused.includes(key)) return true;
    if (key !== "include" && key !== "store") {
      r.losses.dropped(key, `This provider refuses '${key}'.`);
    }
    return false;
  });
  return Object.fromEntries(kept);
}
