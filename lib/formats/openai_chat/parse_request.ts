/**
 * A caller's chat completion request in neutral form.
 *
 * @module
 */
import type { CallFacts } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { CHAT } from "./endpoints.ts";
import { cacheMark } from "./parse_content.ts";
import { parseMessages } from "./parse_messages.ts";
import { parseOutput, parseReasoning, parseSampling } from "./parse_settings.ts";
import { parseToolChoice, parseTools } from "./parse_tools.ts";
import { optionalObject, optionalText, requireText, wrongType } from "./wrong_value.ts";

/**
 * Reads a request. Throws `invalid_request` with `param` for a wrong type or an unknown role.
 *
 * Legacy `functions` become tools; they allow one call at a time, which is kept as
 * `parallelToolCalls: false`.
 */
export function parseRequest(body: JsonObject, facts: CallFacts): ChatRequest {
  CHAT.check(body);
  const text = (key: string) => optionalText(body[key], key);
  const reasoning = parseReasoning(body);
  const output = parseOutput(body.response_format);
  const audio = optionalObject(body.audio, "audio");
  return defined({
    format: "openai_chat" as const,
    model: facts.model,
    stream: facts.stream,
    messages: parseMessages(Array.isArray(body.messages) ? body.messages : []),
    tools: parseTools(body),
    toolChoice: parseToolChoice(body),
    parallelToolCalls: parallelCalls(body),
    output,
    verbosity: text("verbosity"),
    reasoning: reasoning.wish,
    sampling: parseSampling(body),
    modalities: textsIn(body.modalities, "modalities"),
    audio: audio === undefined
      ? undefined
      : { voice: audio.voice, format: requireText(audio.format, "audio.format") },
    prediction: optionalObject(body.prediction, "prediction"),
    serviceTier: text("service_tier"),
    metadata: textMembers(body.metadata),
    user: text("user"),
    promptCacheKey: text("prompt_cache_key"),
    promptCacheRetention: text("prompt_cache_retention"),
    safetyIdentifier: text("safety_identifier"),
    cache: cacheMark(body),
    extra: extraOf(body, {
      ...Object.fromEntries([...reasoning.understood].map((key) => [key, true])),
      response_format: output !== undefined,
    }),
    bookkeeping: limitSpelling(body),
  });
}

/** Which spelling of the limit was used: providers differ in the one that they take. */
function limitSpelling(body: JsonObject): ChatRequest["bookkeeping"] {
  const isSet = (key: string) => typeof body[key] === "number";
  const field = ["max_completion_tokens", "max_tokens"].find(isSet);
  return field === undefined
    ? undefined
    : { format: "openai_chat", fields: { max_tokens_field: field } };
}

function parallelCalls(body: JsonObject): boolean | undefined {
  if (typeof body.parallel_tool_calls === "boolean") return body.parallel_tool_calls;
  const isLegacy = Array.isArray(body.functions) && body.functions.length > 0 &&
    !Array.isArray(body.tools);
  return isLegacy ? false : undefined;
}

function textsIn(value: unknown, param: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType(param, "an array of strings", value);
  return value.map((one: unknown, i) => requireText(one, `${param}[${i}]`));
}

function textMembers(value: unknown): Readonly<Record<string, string>> | undefined {
  const metadata = optionalObject(value, "metadata");
  if (metadata === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(metadata).map(([key, one]) => [key, requireText(one, `metadata.${key}`)]),
  );
}

/** Fields with a neutral place, and the gateway's own. */
const KNOWN: ReadonlySet<string> = new Set([
  ..."model messages stream tools tool_choice functions function_call".split(" "),
  ..."parallel_tool_calls verbosity modalities audio prediction service_tier metadata".split(" "),
  ..."user prompt_cache_key prompt_cache_retention safety_identifier web_search_options".split(" "),
  ..."max_tokens max_completion_tokens temperature top_p top_k stop seed".split(" "),
  ..."presence_penalty frequency_penalty logit_bias logprobs top_logprobs n".split(" "),
  ..."x_session_id session_id x_user_tag user_tag cache_control".split(" "),
]);

/** Members of `stream_options` that every rendering of a stream heeds, or that pad it only. */
const STREAM_MEMBERS: readonly string[] = ["include_usage", "include_obfuscation"];

function extraOf(
  body: JsonObject,
  understood: Readonly<Record<string, boolean>>,
): ChatRequest["extra"] {
  const fields = Object.entries(body).filter(([key, value]) => {
    if (KNOWN.has(key) || understood[key] === true) return false;
    // `store: false` is what happens anyway.
    if (value === null || (key === "store" && value === false)) return false;
    return key !== "stream_options" || !isObject(value) ||
      Object.keys(value).some((member) => !STREAM_MEMBERS.includes(member));
  });
  return fields.length === 0
    ? undefined
    : { format: "openai_chat", fields: Object.fromEntries(fields) };
}
