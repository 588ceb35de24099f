/**
 * Errors of OpenAI-compatible providers in neutral form. Their shapes are listed in
 * upstream_error.ts.
 *
 * @module
 */
import type { ErrorReply } from "../../domain/conversation/codec.ts";
import type { ProviderError } from "../../domain/conversation/provider_error.ts";
import { countAt, isObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { errorKind, STATUS_OF_KIND } from "./error_kind.ts";
import { type Headers, retryAfterMs } from "./retry_after.ts";
import { readErrorMessage, readErrorText } from "./upstream_error.ts";

const NO_HEADERS: Headers = { get: () => null };

/** Reads an HTTP error answer. Never throws: the body may be anything. */
export function parseError({ status, headers, body }: ErrorReply): ProviderError {
  const parsed = parseJson(body);
  const isJson = typeof parsed === "object" && parsed !== null;
  const error = errorInBody(isJson ? parsed : null, status, headers);
  return isJson ? error : { ...error, message: readErrorText(body, status).message };
}

/**
 * Reads an error out of a parsed body: of an error answer, or of an answer or event that was sent
 * with status 200.
 *
 * @param status of the HTTP answer, null when that was a success
 */
export function errorInBody(
  body: unknown,
  status: number | null,
  headers: Headers = NO_HEADERS,
): ProviderError {
  const whole: unknown = Array.isArray(body) ? body[0] : body;
  const error = objectAt(whole, "error") ?? (isObject(whole) ? whole : {});
  const code = textAt(error, "code") ?? textAt(whole, "code");
  const type = textAt(error, "type") ?? textAt(error, "status") ??
    (error === whole ? null : typeOf(whole));
  const told = status ?? statusIn(error);
  const message = readErrorMessage(whole) ??
    (told === null
      ? "The provider reported an error without a message."
      : `The provider answered with status ${told}.`);
  const kind = errorKind({ status: told, type, code: code ?? reasonIn(error), message });
  return {
    kind,
    status: told ?? STATUS_OF_KIND[kind],
    message: withRaw(message, error),
    type,
    code,
    param: textAt(error, "param"),
    retryAfterMs: retryAfterMs(headers, whole, kind === "rate_limit" || kind === "overloaded"),
  };
}

function typeOf(body: unknown): string | null {
  const type = textAt(body, "type");
  return type === "error" ? null : type;
}

/** Google's reason (`API_KEY_INVALID`) beside the status, which says INVALID_ARGUMENT only. */
function reasonIn(error: unknown): string | null {
  const details: readonly unknown[] = isObject(error) && Array.isArray(error.details)
    ? error.details
    : [];
  return details.map((detail) => textAt(detail, "reason")).find((reason) => reason !== null) ??
    null;
}

/** The status that an error in a stream stands for (Groq `status_code`, OpenRouter `code`). */
function statusIn(error: unknown): number | null {
  const status = countAt(error, "status_code") ?? countAt(error, "code") ??
    countAt(error, "status");
  return status !== null && status >= 400 && status <= 599 ? status : null;
}

/** OpenRouter's "Provider returned error" says nothing; what the provider said is in its metadata. */
function withRaw(message: string, error: unknown): string {
  const metadata = objectAt(error, "metadata");
  const raw = metadata?.raw;
  if (typeof raw !== "string" || raw === "") return message;
  const inner = readErrorMessage(parseJson(raw)) ?? (raw.length <= 300 ? raw : null);
  return inner === null || message.includes(inner) ? message : `${message}: ${inner}`;
}
