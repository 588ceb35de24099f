/**
 * How persistent the gateway is. Times in ms.
 *
 * @module
 */

/** The numbers behind every decision about another attempt. */
export interface AttemptPolicy {
  /** Most requests to providers for one request of a caller, the first one included. */
  readonly maxAttempts: number;
  /** How often the only key that there is may be tried again. */
  readonly sameKeyRetries: number;
  /** Longest pause before an attempt; who asks for a longer one is not asked again. */
  readonly longestWaitMs: number;
  /** How long a stream's beginning is held back to see whether it is an error; 0: not at all. */
  readonly firstEventWaitMs: number;
  /** Upper bound of the first random pause; it doubles with each further one. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** Further attempts for each 100 requests. */
  readonly retryBudgetPercent: number;
  /** Further attempts a second that are allowed whatever the traffic. */
  readonly retryBudgetPerSecond: number;
  readonly breaker: BreakerPolicy;
  readonly rest: RestPolicy;
}

/** When a key is not asked for a model any more. */
export interface BreakerPolicy {
  /** Failures in a row. */
  readonly failures: number;
  /** Share of failures within the window, percent … */
  readonly failurePercent: number;
  /** … of at least so many attempts. */
  readonly minAttempts: number;
  readonly windowMs: number;
  /** Until one attempt may try whether it works again. */
  readonly cooldownMs: number;
}

/** How long a key is left alone that said itself that it does not work. */
export interface RestPolicy {
  readonly unauthorizedMs: number;
  readonly quotaMs: number;
  /** Where the provider did not say how long. */
  readonly rateLimitedMs: number;
  /** A wait that a provider asked for and that is longer than this is never cut short. */
  readonly bindingMs: number;
}

/** As the configuration has it when nobody says otherwise. */
export const DEFAULT_ATTEMPT_POLICY: AttemptPolicy = Object.freeze({
  maxAttempts: 4,
  sameKeyRetries: 1,
  longestWaitMs: 2000,
  firstEventWaitMs: 5000,
  backoffBaseMs: 100,
  backoffMaxMs: 2000,
  retryBudgetPercent: 20,
  retryBudgetPerSecond: 5,
  breaker: Object.freeze({
    failures: 5,
    failurePercent: 50,
    minAttempts: 10,
    windowMs: 30_000,
    cooldownMs: 10_000,
  }),
  rest: Object.freeze({
    unauthorizedMs: 300_000,
    quotaMs: 600_000,
    rateLimitedMs: 1000,
    bindingMs: 30_000,
  }),
});
