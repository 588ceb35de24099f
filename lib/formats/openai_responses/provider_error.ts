/**
 * Errors inside answers: the data of an `error` event, flat or nested, and `error` of a failed
 * response. Bodies of error answers are OpenAI's usual ones (openai_chat/parse_error.ts).
 *
 * @module
 */
import type { ProviderError } from "../../domain/conversation/provider_error.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { errorInBody } from "../openai_chat/parse_error.ts";
import { errorObject } from "../openai_chat/render_error.ts";

/** Codes that blame the prompt (OpenAPI document 2.3.0, `ResponseErrorCode`). */
const CALLERS_FAULT = /^invalid_|image|_policy$/;

/** The error that such an object tells. */
export function errorIn(value: JsonObject): ProviderError {
  const { type: _, ...flat } = value;
  const error = isObject(value.error) || typeof value.error === "string"
    ? errorInBody({ error: value.error }, null)
    : errorInBody({ error: flat }, null);
  const isCallers = error.kind === "server" && CALLERS_FAULT.test(error.code ?? "");
  return isCallers ? { ...error, kind: "invalid_request", status: 400 } : error;
}

/** Codes that a failed response may have, beside those that clients look for. */
const OWN_CODES: ReadonlySet<string> = new Set([
  "server_error",
  "rate_limit_exceeded",
  "invalid_prompt",
  "context_length_exceeded",
  "insufficient_quota",
]);

/** The `error` of a failed response. */
export function failedError(error: ProviderError): JsonObject {
  const told = errorObject(error);
  const code = textAt(told, "code");
  const isKnown = code !== null && OWN_CODES.has(code);
  const fallback = error.kind === "invalid_request" || error.kind === "content_filter"
    ? "invalid_prompt"
    : "server_error";
  return { code: isKnown ? code : fallback, message: error.message };
}

/** The members of an `error` event. */
export function errorEventMembers(error: ProviderError): JsonObject {
  const { code, message, param } = errorObject(error);
  return { code: code ?? null, message, param: param ?? null };
}
