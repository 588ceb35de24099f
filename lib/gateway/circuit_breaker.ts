/**
 * Stops asking what keeps failing, and finds out when it works again.
 *
 * @module
 */
import type { BreakerPolicy } from "./attempt_policy.ts";

/** `half_open`: one attempt at a time tries whether it works again. */
export type BreakerState = "closed" | "open" | "half_open";

/** Of an attempt beside the one that probes: it decides nothing. */
const NO_TERM = -1;

/**
 * One circuit. Times are monotonic ms, passed in. Each change of state begins a new term; what an
 * attempt of an earlier term reports does not count, since it says nothing about today.
 */
export class CircuitBreaker {
  #term = 0;
  #openUntilMs: number | null = null;
  #isProbing = false;
  #inARow = 0;
  /** Failures and attempts of this half of the window and of the one before. */
  #now = { failures: 0, attempts: 0 };
  #before = { failures: 0, attempts: 0 };
  #halfEndsMs = 0;

  constructor(private readonly policy: BreakerPolicy) {}

  state(nowMs: number): BreakerState {
    if (this.#openUntilMs === null) return "closed";
    return nowMs < this.#openUntilMs ? "open" : "half_open";
  }

  /** Whether an attempt may be made. */
  allows(nowMs: number): boolean {
    const state = this.state(nowMs);
    return state === "closed" || (state === "half_open" && !this.#isProbing);
  }

  /** End of the time in which no attempt is made, null when closed. */
  get openUntilMs(): number | null {
    return this.#openUntilMs;
  }

  get failuresInARow(): number {
    return this.#inARow;
  }

  /** An attempt begins, allowed or not; the number is what its outcome is reported with. */
  begin(nowMs: number): number {
    if (this.state(nowMs) !== "half_open") return this.#term;
    if (this.#isProbing) return NO_TERM;
    this.#isProbing = true;
    return ++this.#term;
  }

  /** The attempt says nothing about the circuit: its caller hung up. */
  release(term: number): void {
    if (term === this.#term) this.#isProbing = false;
  }

  /** The attempt's answer has begun well: enough to close an open circuit. True when that happened. */
  answered(term: number): boolean {
    if (term !== this.#term || this.#openUntilMs === null) return false;
    this.#change(null);
    return true;
  }

  /** The attempt's answer is complete. */
  succeeded(term: number, nowMs: number): void {
    if (term !== this.#term || this.#openUntilMs !== null) return;
    this.#inARow = 0;
    this.#count(nowMs, 0);
  }

  /** The attempt failed. True when that opened the circuit, which was closed before. */
  failed(term: number, nowMs: number): boolean {
    if (term !== this.#term) return false;
    if (this.#openUntilMs !== null) {
      this.#change(nowMs + this.policy.cooldownMs);
      return false;
    }
    this.#inARow++;
    this.#count(nowMs, 1);
    if (this.#inARow < this.policy.failures && !this.#failsTooOften()) return false;
    this.#change(nowMs + this.policy.cooldownMs);
    return true;
  }

  /** Whether it is as if nothing had ever happened. */
  isClean(nowMs: number): boolean {
    this.#turn(nowMs);
    return this.#openUntilMs === null && this.#now.failures + this.#before.failures === 0;
  }

  #failsTooOften(): boolean {
    const attempts = this.#now.attempts + this.#before.attempts;
    const failures = this.#now.failures + this.#before.failures;
    return attempts >= this.policy.minAttempts &&
      failures * 100 >= attempts * this.policy.failurePercent;
  }

  #count(nowMs: number, failures: 0 | 1): void {
    this.#turn(nowMs);
    this.#now.attempts++;
    this.#now.failures += failures;
  }

  #turn(nowMs: number): void {
    if (nowMs < this.#halfEndsMs) return;
    const half = this.policy.windowMs / 2;
    const isRecent = nowMs < this.#halfEndsMs + half;
    this.#before = isRecent ? this.#now : { failures: 0, attempts: 0 };
    this.#now = { failures: 0, attempts: 0 };
    this.#halfEndsMs = nowMs + half;
  }

  #change(openUntilMs: number | null): void {
    this.#term++;
    this.#openUntilMs = openUntilMs;
    this.#isProbing = false;
    this.#inARow = openUntilMs === null ? 0 : this.#inARow;
    this.#now = { failures: 0, attempts: 0 };
    this.#before = { failures: 0, attempts: 0 };
  }
}
