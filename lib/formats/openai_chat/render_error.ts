/**
 * Errors as OpenAI's clients expect them (OpenAI API reference, "Error codes").
 *
 * @module
 */
import type { ProviderError, ProviderErrorKind } from "../../domain/conversation/provider_error.ts";
import type { JsonObject } from "../json/guards.ts";

type Names = readonly [type: string, code: string | null];

/** What OpenAI itself calls each kind; its clients look at `code`. */
const NAMES: Readonly<Record<ProviderErrorKind, Names>> = {
  invalid_request: ["invalid_request_error", null],
  context_too_long: ["invalid_request_error", "context_length_exceeded"],
  authentication: ["invalid_request_error", "invalid_api_key"],
  permission: ["permission_error", null],
  quota: ["insufficient_quota", "insufficient_quota"],
  not_found: ["invalid_request_error", null],
  too_large: ["invalid_request_error", "request_too_large"],
  rate_limit: ["rate_limit_error", "rate_limit_exceeded"],
  overloaded: ["server_error", "overloaded"],
  timeout: ["server_error", "timeout"],
  content_filter: ["invalid_request_error", "content_filter"],
  server: ["server_error", null],
};

/** Statuses that only other vendors know. */
const KNOWN_STATUS: Readonly<Record<number, number>> = { 498: 503, 529: 503 };

/** Status and body for a caller. Errors of our own keep their type and code. */
export function renderError(
  error: ProviderError,
): { readonly status: number; readonly body: JsonObject } {
  const isBadKey = error.kind === "authentication" && error.status === 400;
  return {
    status: isBadKey ? 401 : KNOWN_STATUS[error.status] ?? error.status,
    body: { error: errorObject(error) },
  };
}

/** The object under `error`. */
export function errorObject(error: ProviderError): JsonObject {
  const { message, param } = error;
  if (error.isOurs === true) return { message, type: error.type, param, code: error.code };
  const [type, code] = NAMES[error.kind];
  return { message, type, param, code: code ?? error.code };
}
