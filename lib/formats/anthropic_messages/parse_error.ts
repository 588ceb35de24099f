/**
 * Errors of Anthropic's, and of those who imitate it.
 *
 * Source: Anthropic API reference, "Errors".
 *
 * @module
 */
import type { ErrorReply } from "../../domain/conversation/codec.ts";
import type { ProviderError, ProviderErrorKind } from "../../domain/conversation/provider_error.ts";
import { isObject, parseJson, textAt } from "../json/guards.ts";
import { readErrorMessage, readErrorText } from "../openai_chat/upstream_error.ts";

const BY_TYPE: Readonly<Record<string, readonly [kind: ProviderErrorKind, status: number]>> = {
  invalid_request_error: ["invalid_request", 400],
  authentication_error: ["authentication", 401],
  billing_error: ["quota", 402],
  permission_error: ["permission", 403],
  not_found_error: ["not_found", 404],
  request_too_large: ["too_large", 413],
  rate_limit_error: ["rate_limit", 429],
  api_error: ["server", 500],
  timeout_error: ["timeout", 504],
  overloaded_error: ["overloaded", 529],
};

const BY_STATUS: Readonly<Record<number, ProviderErrorKind>> = {
  400: "invalid_request",
  401: "authentication",
  402: "quota",
  403: "permission",
  404: "not_found",
  408: "timeout",
  413: "too_large",
  422: "invalid_request",
  429: "rate_limit",
  503: "overloaded",
  504: "timeout",
  529: "overloaded",
};

const TOO_LONG =
  /prompt is too long|exceeds? (the )?(model'?s )?(maximum )?context|context (window|length|limit)/i;
const NO_CREDIT = /credit balance|billing|insufficient (quota|balance|funds)/i;

/** Reads an error answer. Never throws. */
export function parseError(reply: ErrorReply): ProviderError {
  const body = parseJson(reply.body);
  const error = isObject(body)
    ? readErrorObject(body, reply.status)
    : { ...UNTOLD, ...kindAndStatus(null, "", reply.status) };
  const message = isObject(body) ? error.message : readErrorText(reply.body, reply.status).message;
  return { ...error, message, status: reply.status, retryAfterMs: retryAfter(reply) };
}

const UNTOLD = { message: "", type: null, code: null, param: null, retryAfterMs: null };

/**
 * Reads `{type: "error", error: {type, message}}`, also from inside a stream, where the type alone
 * tells the status; `status` counts where it does not.
 */
export function readErrorObject(body: unknown, status: number): ProviderError {
  const inner = isObject(body) ? body.error : undefined;
  const type = textAt(inner, "type");
  const message = readErrorMessage(body) ?? `The provider answered with status ${status}.`;
  return {
    ...UNTOLD,
    message,
    type,
    code: textAt(inner, "code"),
    param: textAt(inner, "param"),
    ...kindAndStatus(type, message, status),
  };
}

function kindAndStatus(
  type: string | null,
  message: string,
  status: number,
): Pick<ProviderError, "kind" | "status"> {
  const known = type === null ? undefined : BY_TYPE[type];
  const kind = known?.[0] ?? BY_STATUS[status] ?? (status >= 500 ? "server" : "invalid_request");
  const isRequest = kind === "invalid_request" || kind === "too_large";
  return {
    kind: isRequest && NO_CREDIT.test(message)
      ? "quota"
      : isRequest && TOO_LONG.test(message)
      ? "context_too_long"
      : kind,
    status: known?.[1] ?? status,
  };
}

/** Good answers bear `retry-after` too, so that it counts only where waiting helps. */
function retryAfter({ status, headers }: ErrorReply): number | null {
  if (status !== 429 && status < 500) return null;
  const ms = headers.get("retry-after-ms");
  if (ms !== null && Number(ms) >= 0) return Math.round(Number(ms));
  const value = headers.get("retry-after");
  if (value === null || value.trim() === "") return null;
  if (Number(value) >= 0) return Math.round(Number(value) * 1000);
  const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
