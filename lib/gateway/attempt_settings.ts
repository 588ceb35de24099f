/**
 * The configuration's sections `attempts` and `fallbacks` as the gateway uses them.
 *
 * @module
 */
import type { AttemptPolicy } from "./attempt_policy.ts";
import { Fallbacks, type FallbackTable } from "./fallbacks.ts";
import type { AttemptSettings } from "./parts.ts";

/** The section `attempts`, as in YAML; times in ms. */
export interface ConfiguredAttempts {
  readonly max_attempts: number;
  readonly same_key_retries: number;
  readonly longest_wait_ms: number;
  readonly first_event_wait_ms: number;
  readonly backoff_base_ms: number;
  readonly backoff_max_ms: number;
  readonly retry_budget_percent: number;
  readonly retry_budget_per_second: number;
  readonly breaker_failures: number;
  readonly breaker_failure_percent: number;
  readonly breaker_min_attempts: number;
  readonly breaker_window_ms: number;
  readonly breaker_cooldown_ms: number;
  readonly rest_unauthorized_ms: number;
  readonly rest_quota_ms: number;
  readonly rest_rate_limited_ms: number;
  readonly binding_rest_ms: number;
}

/** What the sections say. */
export function attemptSettings(
  attempts: ConfiguredAttempts,
  fallbacks: FallbackTable,
): AttemptSettings {
  return { policy: policyOf(attempts), fallbacks: new Fallbacks(fallbacks) };
}

function policyOf(attempts: ConfiguredAttempts): AttemptPolicy {
  return {
    maxAttempts: attempts.max_attempts,
    sameKeyRetries: attempts.same_key_retries,
    longestWaitMs: attempts.longest_wait_ms,
    firstEventWaitMs: attempts.first_event_wait_ms,
    backoffBaseMs: attempts.backoff_base_ms,
    backoffMaxMs: attempts.backoff_max_ms,
    retryBudgetPercent: attempts.retry_budget_percent,
    retryBudgetPerSecond: attempts.retry_budget_per_second,
    breaker: {
      failures: attempts.breaker_failures,
      failurePercent: attempts.breaker_failure_percent,
      minAttempts: attempts.breaker_min_attempts,
      windowMs: attempts.breaker_window_ms,
      cooldownMs: attempts.breaker_cooldown_ms,
    },
    rest: {
      unauthorizedMs: attempts.rest_unauthorized_ms,
      quotaMs: attempts.rest_quota_ms,
      rateLimitedMs: attempts.rest_rate_limited_ms,
      bindingMs: attempts.binding_rest_ms,
    },
  };
}
