/**
 * What kind of failure an error of an OpenAI-compatible provider is. Codes and types say it, where
 * they are given; status and message where they are not.
 *
 * @module
 */
import type { ProviderErrorKind } from "../../domain/conversation/provider_error.ts";

/** What an error says about itself. */
export interface ErrorFacts {
  /** Null when only a stream told of it. */
  readonly status: number | null;
  readonly type: string | null;
  readonly code: string | null;
  readonly message: string;
}

type Rule = readonly [pattern: RegExp, kind: ProviderErrorKind];

/** Codes and types as OpenAI, Azure, Groq, DeepSeek, Anthropic and Google spell them. */
const BY_NAME: readonly Rule[] = [
  [/context_length_exceeded|context_window|string_above_max_length.*context/i, "context_too_long"],
  [/insufficient_quota|insufficient_balance|billing|credit|payment|^1113$/i, "quota"],
  [/content_filter|content_policy|data_inspection|responsibleaipolicy|safety/i, "content_filter"],
  [
    /invalid_api_key|api_key_invalid|authentication|unauthorized|unauthenticated/i,
    "authentication",
  ],
  [/permission|forbidden|access_denied|unsupported_country/i, "permission"],
  [/model_not_found|not_found|deploymentnotfound|does_not_exist/i, "not_found"],
  [/rate_limit|too_many_requests|resource_exhausted|throttl/i, "rate_limit"],
  [/overload|capacity|unavailable|engine_busy/i, "overloaded"],
  [/timeout|deadline_exceeded/i, "timeout"],
  [/too_large/i, "too_large"],
];

/** The many ways to say that a prompt is too long. */
const TOO_LONG = new RegExp(
  [
    "maximum context length",
    "context[ _-]?(length|window|size|limit)",
    "prompt is too long",
    "(prompt|input|message)s? (is|are)? ?too (long|large)",
    "too many (input )?tokens",
    "reduce the length of (the|your)",
    "exceeds? the (model'?s )?(maximum|max|available|limit).*(tokens?|context)",
    "(tokens?|context).*exceeds? the",
    "input (token count|length).*exceeds?",
    "maximum (prompt|input) length",
    "max_prompt_tokens",
    "range of input length",
  ].join("|"),
  "i",
);

const BY_MESSAGE: readonly Rule[] = [
  [/(incorrect|invalid|wrong|missing|bad|no) api[ _-]?key|api key not valid/i, "authentication"],
  [/exceeded your current quota|insufficient (balance|credits?|funds)|credit balance/i, "quota"],
  [/content (filter|management policy|policy)|flagged by|safety system/i, "content_filter"],
  [/overloaded|at capacity|over capacity|server is busy|try again later/i, "overloaded"],
];

const BY_STATUS: Readonly<Record<number, ProviderErrorKind>> = {
  400: "invalid_request",
  401: "authentication",
  402: "quota",
  403: "permission",
  404: "not_found",
  405: "invalid_request",
  408: "timeout",
  409: "server",
  413: "too_large",
  415: "invalid_request",
  422: "invalid_request",
  424: "server",
  425: "rate_limit",
  429: "rate_limit",
  498: "overloaded",
  503: "overloaded",
  504: "timeout",
  522: "timeout",
  524: "timeout",
  529: "overloaded",
};

/** The kind. A rate limit that speaks of tokens per minute is no prompt that is too long. */
export function errorKind({ status, type, code, message }: ErrorFacts): ProviderErrorKind {
  const names = `${code ?? ""} ${type ?? ""}`;
  const isCallersFault = status === null || status === 400 || status === 413 || status === 422;
  const byName = BY_NAME.find(([pattern]) => pattern.test(names))?.[1];
  if (byName === "context_too_long") return byName;
  if (isCallersFault && byName !== "rate_limit" && TOO_LONG.test(message)) {
    return "context_too_long";
  }
  if (byName !== undefined) return byName;
  const byMessage = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  const isVague = status === null || status === 400 || status === 429 || status === 403 ||
    status >= 500;
  if (byMessage !== undefined && isVague) return byMessage;
  const known = status === null ? undefined : BY_STATUS[status];
  if (known !== undefined) return known;
  if (/invalid_request/i.test(names)) return "invalid_request";
  return status !== null && status >= 400 && status < 500 ? "invalid_request" : "server";
}

/** The status that a kind stands for, where none was told. */
export const STATUS_OF_KIND: Readonly<Record<ProviderErrorKind, number>> = {
  invalid_request: 400,
  context_too_long: 400,
  authentication: 401,
  permission: 403,
  quota: 429,
  not_found: 404,
  too_large: 413,
  rate_limit: 429,
  overloaded: 503,
  timeout: 504,
  content_filter: 400,
  server: 500,
};
