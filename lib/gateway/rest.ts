/**
 * How long a key is left alone after what it said.
 *
 * @module
 */
import type { RestPolicy } from "./attempt_policy.ts";
import type { Failure, FailureKind } from "./failure.ts";

/** A time in which a key is not asked. Times are monotonic ms. */
export interface Rest {
  readonly kind: FailureKind;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** For every model, not only for the one that was asked for. */
  readonly isWholeKey: boolean;
  /** The provider asked for it, and for so long that asking earlier would be rude and in vain. */
  readonly isBinding: boolean;
}

/** A provider that asks for more is mistaken, ms. */
const LONGEST_MS = 86_400_000;

/** Null for a failure that does not call for a rest: the circuit breaker counts those. */
export function restAfter(failure: Failure, policy: RestPolicy, nowMs: number): Rest | null {
  const asked = failure.retryAfterMs;
  const rest = (ms: number, isWholeKey: boolean): Rest => ({
    kind: failure.kind,
    sinceMs: nowMs,
    untilMs: nowMs + Math.min(LONGEST_MS, ms),
    isWholeKey,
    isBinding: asked !== null && asked > policy.bindingMs,
  });
  switch (failure.kind) {
    case "authentication":
      return rest(Math.max(policy.unauthorizedMs, asked ?? 0), true);
    case "quota":
      return rest(Math.max(policy.quotaMs, asked ?? 0), true);
    // Often for one model only: a project without access to it.
    case "permission":
      return rest(Math.max(policy.unauthorizedMs, asked ?? 0), false);
    case "rate_limit":
      return rest(asked ?? policy.rateLimitedMs, false);
    case "overloaded":
    case "server":
      return asked === null ? null : rest(asked, false);
    default:
      return null;
  }
}
