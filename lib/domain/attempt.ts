/**
 * One try to have a request answered: one provider, model and key.
 *
 * @module
 */

/** What became of a try. */
export type AttemptOutcome =
  /** It gave the answer that the caller got, an error answer included. */
  | "answered"
  /** It failed before the first event, and another try could follow. */
  | "failed"
  /** It was not even sent: the key is resting or the circuit is open. */
  | "skipped"
  /** The caller hung up meanwhile. */
  | "caller_gone";

/** A try as the log keeps it. */
export interface AttemptRecord {
  readonly provider: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly keyLabel: string | null;
  /** From the request's start, ms. */
  readonly startedAfterMs: number;
  /** Until its headers came or it failed, ms. */
  readonly durationMs: number;
  /** The provider's HTTP status; null when none came. */
  readonly status: number | null;
  readonly outcome: AttemptOutcome;
  /** Why it failed or was passed over, in words for people; null for the one that answered well. */
  readonly reason: string | null;
}
