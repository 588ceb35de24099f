/**
 * Why an attempt failed, as far as the next step depends on it.
 *
 * @module
 */
import type { ProviderError, ProviderErrorKind } from "../domain/conversation/provider_error.ts";
import type { FlowError } from "../domain/errors.ts";
import { retryAfterMs } from "./retry_after.ts";

/** A provider's own kinds, and what happens without its word. */
export type FailureKind = ProviderErrorKind | "unreachable" | "interrupted" | "invalid_response";

/** What one failure can be cured by. */
export type Cure =
  /** Nothing: the request itself is refused. */
  | "none"
  /** A model that takes more. */
  | "other_model"
  /** Another key or model: this key says that it cannot. */
  | "other_key"
  /** Anything, also time. */
  | "any";

/** A failed attempt. */
export interface Failure {
  readonly kind: FailureKind;
  /** The provider's status; null when none came. */
  readonly status: number | null;
  /** In words for people. */
  readonly reason: string;
  /** How long the provider asks to be left alone, ms; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** The provider asks not to be asked again (`x-should-retry: false`). */
  readonly forbidsRetry: boolean;
}

const CURES: Readonly<Record<FailureKind, Cure>> = {
  invalid_request: "none",
  not_found: "none",
  too_large: "none",
  content_filter: "none",
  context_too_long: "other_model",
  authentication: "other_key",
  permission: "other_key",
  quota: "other_key",
  rate_limit: "other_key",
  overloaded: "any",
  timeout: "any",
  server: "any",
  unreachable: "any",
  interrupted: "any",
  invalid_response: "any",
};

/** What may help. */
export function cureOf({ kind }: Failure): Cure {
  return CURES[kind];
}

/**
 * Whether the same key may be asked once more. Not after a time limit of ours, which would double a
 * long wait, nor after an answer that is none, which will not change.
 */
export function mayRepeat(failure: Failure): boolean {
  if (failure.forbidsRetry) return false;
  switch (failure.kind) {
    case "unreachable":
    case "interrupted":
    case "overloaded":
    case "server":
      return true;
    case "timeout":
      return failure.status !== null;
    case "rate_limit":
      return failure.retryAfterMs !== null;
    default:
      return false;
  }
}

/** Whether it says that the provider, not the request or the key, is in trouble. */
export function countsAgainstCircuit(failure: Failure): boolean {
  return cureOf(failure) === "any";
}

/** A failure told by a provider's error answer. `nowMs`: Unix ms. */
export function failureOfError(
  error: ProviderError,
  headers: { get(name: string): string | null },
  nowMs: number,
): Failure {
  return {
    kind: kindOf(error),
    status: error.status,
    reason: error.message,
    retryAfterMs: error.retryAfterMs ?? retryAfterMs(headers, nowMs),
    forbidsRetry: headers.get("x-should-retry") === "false",
  };
}

/** Statuses that ask for another try whatever the body is taken for. */
function kindOf({ kind, status }: ProviderError): FailureKind {
  if (CURES[kind] !== "none" || kind === "content_filter") return kind;
  return status === 408 ? "timeout" : status === 409 || status >= 500 ? "server" : kind;
}

/** A failure of ours to get an answer; null for what no other attempt could change. */
export function failureOfThrown(error: FlowError): Failure | null {
  if (!error.tryNext) return null;
  return {
    kind: kindOfCode(error),
    status: null,
    reason: error.message,
    retryAfterMs: null,
    forbidsRetry: false,
  };
}

function kindOfCode({ code }: FlowError): FailureKind {
  switch (code) {
    case "upstream_unreachable":
    case "upstream_connect_timeout":
      return "unreachable";
    case "upstream_header_timeout":
    case "upstream_idle_timeout":
      return "timeout";
    case "upstream_interrupted":
      return "interrupted";
    case "upstream_invalid_response":
      return "invalid_response";
    default:
      return "server";
  }
}
