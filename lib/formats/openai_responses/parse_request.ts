/**
 * Reads a caller's request (`POST /v1/responses`) into the neutral conversation.
 *
 * @module
 */
import type { CallFacts } from "../../domain/conversation/codec.ts";
import type { Message, OutputFormat, ReasoningWish } from "../../domain/conversation/request.ts";
import type { ChatRequest, Sampling } from "../../domain/conversation/request.ts";
import { type Defined, defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import {
  optionalObject,
  optionalText,
  requireObject,
  requireText,
  wrongType,
  wrongValue,
} from "../openai_chat/wrong_value.ts";
import { OWN, ownExtra, unknownMembers } from "./own_members.ts";
import { parseInput } from "./parse_items.ts";
import { parseToolChoice, parseTools } from "./parse_tools.ts";
import { checkBody } from "./check_body.ts";

/** Answers with log probabilities are asked for by this member of `include`. */
export const LOGPROBS = "message.output_text.logprobs";
/** Reasoning that can be played back is asked for by this one. */
export const ENCRYPTED = "reasoning.encrypted_content";

/**
 * The request in neutral form.
 *
 * Throws `invalid_request` with `param`, also for state that only OpenAI has: `prompt`,
 * `conversation`, and a `previous_response_id` that nobody has replaced by its items.
 */
export function parseRequest(body: JsonObject, facts: CallFacts): ChatRequest {
  checkBody(body);
  refuseRemoteState(body);
  const text = optionalObject(body.text, "text") ?? {};
  return defined({
    format: OWN,
    model: facts.model,
    stream: facts.stream,
    messages: [...instructions(body), ...parseInput(body.input ?? [])],
    tools: given(body.tools) ? parseTools(body.tools) : undefined,
    toolChoice: given(body.tool_choice) ? parseToolChoice(body.tool_choice) : undefined,
    parallelToolCalls: flag(body.parallel_tool_calls),
    output: given(text.format) ? parseOutput(text.format) : undefined,
    verbosity: optionalText(text.verbosity, "text.verbosity"),
    reasoning: given(body.reasoning) ? parseReasoning(body.reasoning) : undefined,
    sampling: parseSampling(body),
    serviceTier: optionalText(body.service_tier, "service_tier"),
    metadata: given(body.metadata) ? parseMetadata(body.metadata) : undefined,
    user: optionalText(body.user, "user"),
    promptCacheKey: optionalText(body.prompt_cache_key, "prompt_cache_key"),
    promptCacheRetention: optionalText(body.prompt_cache_retention, "prompt_cache_retention"),
    safetyIdentifier: optionalText(body.safety_identifier, "safety_identifier"),
    ...unsaid(body, text),
  });
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function refuseRemoteState(body: JsonObject): void {
  for (const field of ["previous_response_id", "conversation", "prompt"]) {
    if (!given(body[field])) continue;
    throw wrongValue(
      field,
      `Cannot translate '${field}': what it refers to is stored with a provider, and this one does ` +
        "not have it. Send the whole conversation in 'input'.",
    );
  }
}

function instructions(body: JsonObject): Message[] {
  const text = optionalText(body.instructions, "instructions");
  if (text === undefined) return [];
  return [{
    role: "system",
    parts: [{ type: "text", text, at: "instructions" }],
    at: "instructions",
    bookkeeping: { format: OWN, fields: { instructions: true } },
  }];
}

function parseOutput(value: unknown): OutputFormat {
  const format = requireObject(value, "text.format");
  const type = requireText(format.type, "text.format.type");
  switch (type) {
    case "text":
      return { type: "text" };
    case "json_object":
      return { type: "json" };
    case "json_schema":
      return defined({
        type: "json_schema" as const,
        name: optionalText(format.name, "text.format.name"),
        description: optionalText(format.description, "text.format.description"),
        schema: requireObject(format.schema, "text.format.schema"),
        strict: flag(format.strict),
      });
    default:
      throw wrongValue(
        "text.format.type",
        `Invalid 'text.format.type': expected 'text', 'json_schema' or 'json_object', but got '${type}'.`,
      );
  }
}

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
const SUMMARIES = ["auto", "concise", "detailed"] as const;

function parseReasoning(value: unknown): ReasoningWish {
  const reasoning = requireObject(value, "reasoning");
  return defined({
    effort: oneOf(EFFORTS, reasoning.effort, "reasoning.effort"),
    summary: oneOf(SUMMARIES, reasoning.summary, "reasoning.summary") ??
      oneOf(SUMMARIES, reasoning.generate_summary, "reasoning.generate_summary"),
  });
}

function oneOf<T extends string>(
  words: readonly T[],
  value: unknown,
  field: string,
): T | undefined {
  const word = optionalText(value, field);
  if (word === undefined) return undefined;
  const known = words.find((one) => one === word);
  if (known !== undefined) return known;
  throw wrongValue(
    field,
    `Invalid '${field}': expected one of ${words.join(", ")}, but got '${word}'.`,
  );
}

function parseSampling(body: JsonObject): Sampling {
  const count = (value: unknown) => typeof value === "number" ? value : undefined;
  return defined({
    maxOutputTokens: count(body.max_output_tokens),
    temperature: count(body.temperature),
    topP: count(body.top_p),
    logprobs: includes(body).includes(LOGPROBS) ? true : undefined,
    topLogprobs: count(body.top_logprobs),
  });
}

function includes(body: JsonObject): readonly unknown[] {
  return Array.isArray(body.include) ? body.include : [];
}

function parseMetadata(value: unknown): Record<string, string> {
  const entries = Object.entries(requireObject(value, "metadata"));
  return Object.fromEntries(entries.map(([key, text]) => {
    if (typeof text !== "string") throw wrongType(`metadata.${key}`, "a string", text);
    return [key, text];
  }));
}

const NEUTRAL: ReadonlySet<string> = new Set([
  "model",
  "stream",
  "input",
  "instructions",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "text",
  "reasoning",
  "max_output_tokens",
  "temperature",
  "top_p",
  "top_logprobs",
  "service_tier",
  "metadata",
  "user",
  "prompt_cache_key",
  "prompt_cache_retention",
  "safety_identifier",
]);
/** What tells nothing about the answer: whether and how it is kept, sent or labelled. */
const NOTED: readonly string[] = ["store", "include", "client_metadata", "stream_options"];
/** What is as good as not said. */
const DEFAULTS: Readonly<Record<string, unknown>> = { background: false, truncation: "disabled" };
/** Members of `include` that the neutral form has a place for. */
const KNOWN_INCLUDES: ReadonlySet<unknown> = new Set([LOGPROBS, ENCRYPTED]);

/** What the neutral form has no member for: with a meaning in `extra`, without in `bookkeeping`. */
function unsaid(body: JsonObject, text: JsonObject): Pick<
  Defined<ChatRequest>,
  "extra" | "bookkeeping"
> {
  const extra: Record<string, unknown> = {};
  const notes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    if (NEUTRAL.has(key)) continue;
    const isNoted = key === "include"
      ? includes(body).every((one) => KNOWN_INCLUDES.has(one))
      : NOTED.includes(key) || DEFAULTS[key] === value;
    (isNoted ? notes : extra)[key] = value;
  }
  extra.text = unknownMembers(text, new Set(["format", "verbosity"]))?.fields;
  extra.reasoning = isObject(body.reasoning)
    ? unknownMembers(body.reasoning, new Set(["effort", "summary", "generate_summary"]))?.fields
    : undefined;
  return defined({ extra: ownExtra(extra), bookkeeping: ownExtra(notes) });
}
