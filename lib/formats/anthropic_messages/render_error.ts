/**
 * Errors in Anthropic's words.
 *
 * Source: Anthropic API reference, "Errors".
 *
 * @module
 */
import type { ProviderError, ProviderErrorKind } from "../../domain/conversation/provider_error.ts";
import type { JsonObject } from "../json/guards.ts";

const TYPES: Readonly<Record<ProviderErrorKind, readonly [type: string, status: number]>> = {
  invalid_request: ["invalid_request_error", 400],
  context_too_long: ["invalid_request_error", 400],
  content_filter: ["invalid_request_error", 400],
  authentication: ["authentication_error", 401],
  quota: ["billing_error", 402],
  permission: ["permission_error", 403],
  not_found: ["not_found_error", 404],
  too_large: ["request_too_large", 413],
  rate_limit: ["rate_limit_error", 429],
  server: ["api_error", 500],
  timeout: ["timeout_error", 504],
  overloaded: ["overloaded_error", 529],
};

/** By these words Claude Code knows that it must shorten the conversation. */
const TOO_LONG = "prompt is too long";

/** Body and status of an error answer. */
export function renderError(
  error: ProviderError,
  requestId: string,
): { readonly status: number; readonly body: JsonObject } {
  const [, status] = TYPES[error.kind];
  return {
    status: statusOf(error, status),
    body: { ...errorEventData(error), request_id: requestId },
  };
}

/** The data of an `error` event. */
export function errorEventData(error: ProviderError): JsonObject {
  const [type] = TYPES[error.kind];
  return { type: "error", error: { type, message: messageOf(error), ...ownFacts(error) } };
}

/** The stable part of our own errors; Anthropic's have no such members. */
function ownFacts({ isOurs, code, param }: ProviderError): JsonObject {
  if (isOurs !== true) return {};
  return { ...(code === null ? {} : { code }), ...(param === null ? {} : { param }) };
}

/** A status of the same class tells more than the kind's own (405, 415, 502, 503). */
function statusOf({ kind, status }: ProviderError, own: number): number {
  if (kind === "server") return status >= 500 && status < 600 ? status : own;
  return kind === "invalid_request" && status >= 400 && status < 500 ? status : own;
}

function messageOf({ kind, message }: ProviderError): string {
  if (kind !== "context_too_long" || message.toLowerCase().includes(TOO_LONG)) return message;
  return `${TOO_LONG}: ${message}`;
}
