/**
 * What a provider reports when it cannot or will not answer.
 *
 * @module
 */

/** What kind of failure it is, whatever the provider calls it. */
export type ProviderErrorKind =
  | "invalid_request"
  /** The prompt does not fit into the model's context. */
  | "context_too_long"
  | "authentication"
  | "permission"
  /** No credit, or a quota that waiting a minute does not restore. */
  | "quota"
  | "not_found"
  | "too_large"
  | "rate_limit"
  | "overloaded"
  | "timeout"
  | "content_filter"
  | "server";

/** A provider's error. */
export interface ProviderError {
  readonly kind: ProviderErrorKind;
  /** HTTP status, of the answer or, inside a stream, the one the error stands for. */
  readonly status: number;
  readonly message: string;
  /** The provider's own type and code, as it spells them. */
  readonly type: string | null;
  readonly code: string | null;
  /** The request field that it names. */
  readonly param: string | null;
  /** How long to wait, from the body or the headers, ms; null when not told. */
  readonly retryAfterMs: number | null;
  /** Ours, not a provider's: `type` and `code` are then those of `FlowError`. */
  readonly isOurs?: boolean;
}
