/**
 * Keeps retries from multiplying load: when everything fails, further attempts would only make it
 * worse.
 *
 * @module
 */
import type { Clock } from "../domain/ports.ts";
import type { AttemptPolicy } from "./attempt_policy.ts";

/** Unused allowance is kept for so long, seconds. */
const KEEP_SECONDS = 10;
/** As much as this many requests earn can be saved up. */
const KEEP_REQUESTS = 100;

/**
 * A token bucket with two sources: each request earns a share of a further attempt, and each second
 * brings some whatever the traffic.
 */
export class RetryBudget {
  #earned = 0;
  #given: number | null = null;
  #givenAtMs = 0;

  constructor(private readonly policy: () => AttemptPolicy, private readonly clock: Clock) {}

  /** A request of a caller came. */
  earn(): void {
    const share = this.policy().retryBudgetPercent / 100;
    this.#earned = Math.min(this.#earned + share, share * KEEP_REQUESTS);
  }

  /** Whether a further attempt is allowed; it is then paid for. */
  take(): boolean {
    const { retryBudgetPerSecond } = this.policy();
    const nowMs = this.clock.monotonic();
    const most = retryBudgetPerSecond * KEEP_SECONDS;
    const before = this.#given ?? most;
    const since = nowMs - this.#givenAtMs;
    this.#given = Math.min(most, before + (since * retryBudgetPerSecond) / 1000);
    this.#givenAtMs = nowMs;
    // Hundred times a fifth is a little less than twenty.
    if (this.#earned > 1 - 1e-9) {
      this.#earned -= 1;
      return true;
    }
    if (this.#given < 1) return false;
    this.#given -= 1;
    return true;
  }
}
