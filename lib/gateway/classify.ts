/**
 * What kind of failure a provider's error answer is.
 *
 * @module
 */
import type { ErrorReply } from "../domain/conversation/codec.ts";
import type { ProviderError, ProviderErrorKind } from "../domain/conversation/provider_error.ts";
import type { FormatName } from "../domain/request_record.ts";
import { dialectOf } from "../formats/dialects.ts";
import { readErrorText } from "../formats/openai_chat/upstream_error.ts";

/** Codes that say more than the status, in the words of OpenAI and those who copy it. */
const CODES: ReadonlyMap<string, ProviderErrorKind> = new Map([
  ["context_length_exceeded", "context_too_long"],
  ["string_above_max_length", "context_too_long"],
  ["insufficient_quota", "quota"],
  ["billing_hard_limit_reached", "quota"],
  ["invalid_api_key", "authentication"],
  ["content_filter", "content_filter"],
  ["content_policy_violation", "content_filter"],
  ["rate_limit_exceeded", "rate_limit"],
  ["overloaded", "overloaded"],
  ["overloaded_error", "overloaded"],
]);

const STATUSES: ReadonlyMap<number, ProviderErrorKind> = new Map([
  [401, "authentication"],
  [402, "quota"],
  [403, "permission"],
  [404, "not_found"],
  [408, "timeout"],
  [413, "too_large"],
  [429, "rate_limit"],
  [503, "overloaded"],
  [504, "timeout"],
  [529, "overloaded"],
]);

/** As the format's own codec reads it; where there is none, by code and status. Never throws. */
export function classify(reply: ErrorReply, format: FormatName): ProviderError {
  const codec = dialectOf(format).codec;
  if (codec !== null) return codec.parseError(reply);
  const { status } = reply;
  const { message, code } = readErrorText(reply.body, status);
  const kind = CODES.get(code ?? "") ?? STATUSES.get(status) ??
    (status >= 500 ? "server" : "invalid_request");
  return { kind, status, message, type: null, code, param: null, retryAfterMs: null };
}
