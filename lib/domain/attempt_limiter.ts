/**
 * Slows down guessing.
 *
 * @module
 */
import { FlowError } from "./errors.ts";
import type { Clock } from "./ports.ts";

/** How patient a limiter is. */
export interface AttemptLimits {
  /** Wrong attempts in a row that cost no waiting. */
  readonly free: number;
  /** Wait after the first one too many, ms; it doubles with each further one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Two mistakes are free, then 1, 2, 4 … 30 seconds: at most 2,900 guesses a day. */
export const DEFAULT_ATTEMPT_LIMITS: AttemptLimits = Object.freeze({
  free: 2,
  firstDelayMs: 1000,
  longestDelayMs: 30_000,
});

/**
 * Counts wrong attempts in a row. The caller lets one attempt finish before the next begins, else
 * guesses made at the same time would share one count.
 */
export class AttemptLimiter {
  #wrong = 0;
  #closedUntilMs = -Infinity;

  /** `what` names the thing guessed, in the plural: "passwords". */
  constructor(
    private readonly what: string,
    private readonly clock: Clock,
    private readonly limits: AttemptLimits = DEFAULT_ATTEMPT_LIMITS,
  ) {}

  /** Throws `too_many_attempts` with `retry-after` while the wait is not over. */
  assertOpen(): void {
    const leftMs = this.#closedUntilMs - this.clock.monotonic();
    if (leftMs <= 0) return;
    const seconds = Math.ceil(leftMs / 1000);
    throw new FlowError(
      "too_many_attempts",
      `Too many wrong ${this.what} (${this.#wrong} in a row). Try again in ${seconds} s.`,
      { headers: { "retry-after": String(seconds) } },
    );
  }

  /** Another wrong one: from the second on too many, the next has to wait. */
  recordWrong(): void {
    this.#wrong++;
    const excess = this.#wrong - this.limits.free;
    if (excess <= 0) return;
    const delayMs = this.limits.firstDelayMs * 2 ** (excess - 1);
    this.#closedUntilMs = this.clock.monotonic() + Math.min(delayMs, this.limits.longestDelayMs);
  }

  /** A right one: the count starts anew. */
  recordRight(): void {
    this.#wrong = 0;
    this.#closedUntilMs = -Infinity;
  }

  /** Wrong attempts since the last right one. */
  get wrong(): number {
    return this.#wrong;
  }
}
