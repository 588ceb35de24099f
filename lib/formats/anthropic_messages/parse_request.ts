/**
 * A caller's request to `/v1/messages` in the neutral form.
 *
 * Source: Anthropic API reference, "Create a Message", general and beta.
 *
 * @module
 */
import type { CallFacts } from "../../domain/conversation/codec.ts";
import type {
  ChatRequest,
  OutputFormat,
  ReasoningWish,
  Sampling,
} from "../../domain/conversation/request.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import { readMark } from "./cache_mark.ts";
import {
  maybeInteger,
  maybeNumber,
  maybeObject,
  maybeText,
  maybeTexts,
  objectOf,
  otherMembers,
  textOf,
} from "./fields.ts";
import { readMessages } from "./parse_messages.ts";
import { readToolChoice, readTools } from "./parse_tools.ts";

/** Members that have a neutral meaning; all others stay in `extra`. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "model",
  "stream",
  "system",
  "messages",
  "max_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop_sequences",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
  "metadata",
  "service_tier",
  "cache_control",
]);

/** Reads a request. Throws `invalid_request` with `param` for a wrong type. */
export function parseRequest(body: JsonObject, facts: CallFacts): ChatRequest {
  const { reasoning, output, leftOver } = readSettings(body);
  const metadata = maybeObject(body, "metadata", "");
  const user = metadata === undefined ? undefined : maybeText(metadata, "user_id", "metadata");
  const otherMetadata = metadata && otherMembers(metadata, new Set(["user_id"]));
  const tier = maybeText(body, "service_tier", "");
  const { cache, rest } = readMark(body, "");
  const extra = {
    ...otherMembers(body, UNDERSTOOD),
    ...leftOver,
    ...rest,
    ...(otherMetadata === undefined ? {} : { metadata: otherMetadata }),
  };
  return {
    format: "anthropic_messages",
    model: facts.model,
    stream: facts.stream,
    messages: readMessages(body),
    ...readTools(body),
    ...readToolChoice(body),
    ...(output === undefined ? {} : { output }),
    ...(reasoning === undefined ? {} : { reasoning }),
    sampling: readSampling(body),
    // What others call the default tier.
    ...(tier === undefined ? {} : { serviceTier: tier === "standard_only" ? "default" : tier }),
    ...(user === undefined ? {} : { user }),
    ...(cache === undefined ? {} : { cache }),
    ...(Object.keys(extra).length === 0
      ? {}
      : { extra: { format: "anthropic_messages", fields: extra } }),
  };
}

function readSampling(body: JsonObject): Sampling {
  const maxOutputTokens = maybeInteger(body, "max_tokens", "");
  const temperature = maybeNumber(body, "temperature", "");
  const topP = maybeNumber(body, "top_p", "");
  const topK = maybeInteger(body, "top_k", "");
  const stop = maybeTexts(body, "stop_sequences", "");
  return {
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(stop === undefined ? {} : { stop }),
  };
}

interface Settings {
  readonly reasoning: ReasoningWish | undefined;
  readonly output: OutputFormat | undefined;
  /** What of `thinking` and `output_config` the neutral form cannot say. */
  readonly leftOver: JsonObject;
}

function readSettings(body: JsonObject): Settings {
  const config = maybeObject(body, "output_config", "") ?? {};
  const format = maybeObject(config, "format", "output_config") ??
    maybeObject(body, "output_format", "");
  const output = format === undefined ? undefined : readFormat(format);
  const effort = maybeText(config, "effort", "output_config");
  const thinking = readThinking(maybeObject(body, "thinking", ""));
  const level = EFFORTS.find((one) => one === effort);
  // Effort without thinking is Anthropic's alone: elsewhere effort means thinking.
  const isTold = thinking.wish?.effort === undefined && level !== undefined;
  const otherConfig = {
    ...otherMembers(config, new Set(["format", "effort"])),
    ...(effort === undefined || isTold ? {} : { effort }),
  };
  const reasoning = isTold ? { ...thinking.wish, effort: level } : thinking.wish;
  return {
    reasoning,
    output,
    leftOver: {
      ...thinking.leftOver,
      ...(Object.keys(otherConfig).length === 0 ? {} : { output_config: otherConfig }),
    },
  };
}

const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

function readThinking(
  thinking: JsonObject | undefined,
): { readonly wish: ReasoningWish | undefined; readonly leftOver: JsonObject } {
  if (thinking === undefined) return { wish: undefined, leftOver: {} };
  const display = maybeText(thinking, "display", "thinking");
  const summary = display === "omitted" ? "none" : display === "summarized" ? "auto" : undefined;
  const shown: ReasoningWish = summary === undefined ? {} : { summary };
  const rest = otherMembers(
    thinking,
    new Set(["type", "budget_tokens", ...(summary === undefined ? [] : ["display"])]),
  );
  const leftOver = rest === undefined ? {} : { thinking: rest };
  switch (thinking.type) {
    case "disabled":
      return { wish: { effort: "none", ...shown }, leftOver };
    case "enabled": {
      const budgetTokens = maybeInteger(thinking, "budget_tokens", "thinking");
      if (budgetTokens === undefined || budgetTokens < 0) {
        throw new FlowError(
          "invalid_request",
          "Missing or negative 'thinking.budget_tokens': expected a number of tokens.",
          { param: "thinking.budget_tokens" },
        );
      }
      return { wish: { budgetTokens, ...shown }, leftOver };
    }
    case "adaptive":
      return { wish: { budgetTokens: -1, ...shown }, leftOver };
    // Newer ways of thinking, as little as possible among them.
    default: {
      const type = textOf(thinking, "type", "thinking");
      return {
        wish: type === "between_tools" ? { effort: "none", ...shown } : shown,
        leftOver: { thinking: { ...rest, type } },
      };
    }
  }
}

function readFormat(format: JsonObject): OutputFormat {
  if (format.type !== "json_schema") {
    throw new FlowError(
      "invalid_request",
      `Invalid 'output_config.format.type': expected "json_schema".`,
      { param: "output_config.format.type" },
    );
  }
  return { type: "json_schema", schema: objectOf(format, "schema", "output_config.format") };
}
