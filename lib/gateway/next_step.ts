/**
 * What to do after an attempt has failed.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { AttemptPolicy } from "./attempt_policy.ts";
import type { Draft } from "./draft.ts";
import { cureOf, type Failure, mayRepeat } from "./failure.ts";
import { backoffMs, type Pause } from "./pause.ts";
import type { Plan } from "./plan.ts";
import type { RetryBudget } from "./retry_budget.ts";
import type { Target } from "./target.ts";

/** Another attempt. */
export interface Step {
  readonly target: Target;
  /** Pause before it, ms. */
  readonly waitMs: number;
  /** The same target again. */
  readonly isRepeat: boolean;
}

/** What decisions rest on. */
export interface NextStepParts {
  readonly draft: Draft;
  readonly plan: Plan;
  readonly policy: AttemptPolicy;
  readonly budget: RetryBudget;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly pause: Pause;
  /** Fires when the caller hangs up. */
  readonly caller: AbortSignal;
  /** Fires when the gateway stops. */
  readonly closing: AbortSignal;
}

/** Decides for one request. */
export class NextStep {
  #pauses = 0;
  #repeats = 0;

  constructor(private readonly parts: NextStepParts) {}

  /** Whether another attempt may follow the one that is about to be made. */
  get mayFollow(): boolean {
    const { draft, plan, policy } = this.parts;
    return draft.sentAttempts + 1 < policy.maxAttempts && plan.hasMore;
  }

  /**
   * The attempt that follows a failure; null when none could help or none is allowed. A failure of
   * null means that the target could not be asked at all.
   *
   * Throws `caller_gone` when nobody waits any more.
   */
  after(last: Target, failure: Failure | null): Step | null {
    const { caller, draft, plan, policy, budget } = this.parts;
    if (caller.aborted) throw callerGone();
    if (failure === null) {
      const target = plan.next(last, { otherModel: true, otherProvider: false });
      return target === null ? null : { target, waitMs: 0, isRepeat: false };
    }
    const cure = cureOf(failure);
    if (cure === "none" || draft.sentAttempts >= policy.maxAttempts) return null;
    const target = plan.next(last, {
      otherModel: cure === "other_model",
      otherProvider: failure.forbidsRetry && cure === "any",
    });
    const step = target === null ? this.#again(last, failure) : this.#to(target, last, failure);
    return step !== null && budget.take() ? step : null;
  }

  /**
   * Waits as long as the step asks for and returns where to go then: another request may have found
   * out meanwhile that the target does not work. Null when nothing does.
   *
   * Rejects with `caller_gone`, or with why the gateway stops, as soon as that happens.
   */
  async wait({ target, waitMs, isRepeat }: Step): Promise<Target | null> {
    const { pause, caller, closing, plan } = this.parts;
    try {
      await pause(waitMs, AbortSignal.any([caller, closing]));
    } catch (thrown) {
      if (caller.aborted) throw callerGone();
      throw thrown;
    }
    return isRepeat ? target : plan.confirm(target);
  }

  /** Trouble of a provider as a whole may be met by its other keys as well, unless time passes. */
  #to(target: Target, last: Target, failure: Failure): Step {
    const isSameProvider = target.entry.provider.id === last.entry.provider.id;
    const waits = isSameProvider && cureOf(failure) === "any";
    return { target, waitMs: waits ? this.#backoff() : 0, isRepeat: false };
  }

  #again(last: Target, failure: Failure): Step | null {
    const { plan, policy } = this.parts;
    const askedMs = failure.retryAfterMs ?? 0;
    if (!plan.isSingle || !mayRepeat(failure) || askedMs > policy.longestWaitMs) return null;
    if (this.#repeats >= policy.sameKeyRetries) return null;
    this.#repeats++;
    return { target: last, waitMs: Math.max(askedMs, this.#backoff()), isRepeat: true };
  }

  #backoff(): number {
    const { policy, random } = this.parts;
    return backoffMs(policy, this.#pauses++, random);
  }
}

function callerGone(): FlowError {
  return new FlowError("caller_gone", "The caller hung up before an answer came.");
}
