/**
 * Where a request may go, in order: the keys of the model that was asked for, then those of the
 * models that stand in for it.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { ModelScope } from "../domain/model_scope.ts";
import type { Clock } from "../domain/ports.ts";
import { admitModel, admittedOrNull } from "./admit_model.ts";
import { assertSetUp, idOf, type KeyRotation, targetsOf } from "./choose_key.ts";
import type { Directory } from "./directory.ts";
import type { KeyHealth } from "./key_health.ts";
import type { Resolved } from "./resolve.ts";
import type { Rest } from "./rest.ts";
import type { Target } from "./target.ts";

/** What a plan is made of. */
export interface PlanParts {
  readonly primary: Resolved;
  /** Names of models that stand in, in order. */
  readonly fallbacks: readonly string[];
  readonly directory: Directory;
  /** What the caller may ask for. */
  readonly scope: ModelScope;
  readonly keys: KeyRotation;
  readonly health: KeyHealth;
  readonly clock: Clock;
  /** Told of each model that is passed over, and why. */
  readonly onSkipped: (model: Resolved, reason: string) => void;
}

/** What the next target must be. */
export interface Wish {
  /** Not the model of the last one. */
  readonly otherModel: boolean;
  /** Not the provider of the last one. */
  readonly otherProvider: boolean;
}

/** One request's plan. It goes forward only: each target comes once. */
export class Plan {
  #current: Resolved;
  /** How many of the fallbacks have been looked at. */
  #used = 0;
  /** Keys tried for the current model. */
  #tried: Set<string> | null = null;
  #isForced = false;
  /** Models passed over since the last target, and why. */
  #passedOver: (readonly [Resolved, string])[] = [];

  constructor(private readonly parts: PlanParts) {
    this.#current = parts.primary;
  }

  /**
   * The first target. When every one of them rests, the least recently failed is tried all the same.
   *
   * Throws what {@link assertSetUp} throws for the model that was asked for, and `provider_rests` or
   * `provider_overloaded` with `retry-after` when all providers asked to be left alone for long.
   */
  first(): Target {
    const { primary, directory } = this.parts;
    assertSetUp(primary.entry, directory);
    const target = this.#keyOf(primary);
    if (target !== null) return target;
    this.#passOver(primary, this.#whyNot(primary));
    return this.#told(this.#nextModel(null) ?? this.#forced());
  }

  /** The next target; null when there is none that works. */
  next(last: Target, wish: Wish): Target | null {
    const avoided = wish.otherProvider ? last.entry.provider.id : null;
    if (!wish.otherModel && avoided === null && !this.#isForced) {
      const target = this.#keyOf(this.#current);
      if (target !== null) return target;
    }
    return this.#told(this.#nextModel(avoided));
  }

  /** The target, if it works after a pause as it did before, else the next one that does. */
  confirm(target: Target): Target | null {
    if (this.parts.health.isUsable(target)) return target;
    return this.next(target, { otherModel: false, otherProvider: false });
  }

  /** Whether another target than the last one may be left. */
  get hasMore(): boolean {
    if (this.#used < this.parts.fallbacks.length) return true;
    return !this.#isForced && this.#current.entry.keys.length > (this.#tried?.size ?? 0);
  }

  /** Whether the last target is the only one that there ever was, and works as far as we know. */
  get isSingle(): boolean {
    return this.parts.fallbacks.length === 0 && (this.#tried?.size ?? 0) <= 1 && !this.#isForced;
  }

  /** Whether the last target is for another model than the caller asked for. */
  get isFallback(): boolean {
    return this.#current !== this.parts.primary;
  }

  #keyOf(model: Resolved): Target | null {
    const target = this.parts.keys.next(model, this.#tried ?? undefined);
    if (target !== null) this.#take(model, target);
    return target;
  }

  #take(model: Resolved, target: Target): void {
    if (this.#current !== model || this.#tried === null) this.#tried = new Set();
    this.#current = model;
    this.#tried.add(idOf(target));
  }

  #nextModel(avoided: string | null): Target | null {
    const { fallbacks } = this.parts;
    while (this.#used < fallbacks.length) {
      const model = this.#resolve(fallbacks[this.#used++] ?? "");
      if (model === null || isSame(model, this.parts.primary)) continue;
      if (model.entry.provider.id === avoided) {
        this.#passOver(model, "Its provider asked not to be tried again.");
        continue;
      }
      this.#tried = new Set();
      const target = this.#keyOf(model);
      if (target !== null) return target;
      this.#passOver(model, this.#whyNot(model));
    }
    return null;
  }

  /** A fallback that cannot be used must not spoil a request that could do without it. */
  #resolve(name: string): Resolved | null {
    const { directory, primary, scope } = this.parts;
    try {
      const model = admitModel(name, directory, scope);
      assertSetUp(model.entry, directory);
      return model;
    } catch (thrown) {
      if (!(thrown instanceof FlowError)) throw thrown;
      this.#passOver({ ...primary, upstreamModel: name }, thrown.message);
      return null;
    }
  }

  #forced(): Target {
    const { keys } = this.parts;
    const models = this.#usableModels();
    for (const model of models) {
      const target = keys.leastRecentlyFailed(model);
      if (target === null) continue;
      this.#take(model, target);
      this.#isForced = true;
      // None of the others works any better.
      this.#used = this.parts.fallbacks.length;
      return target;
    }
    this.#told(null);
    const rests = models.flatMap((model) => this.#restsOf(model));
    throw allRest(rests, this.parts.clock.monotonic());
  }

  #passOver(model: Resolved, why: string): void {
    this.#passedOver.push([model, why]);
  }

  /** Tells of the models that were passed over for this target. */
  #told<T extends Target | null>(target: T): T {
    for (const [model, why] of this.#passedOver) {
      if (target === null || !isSame(model, target)) this.parts.onSkipped(model, why);
    }
    this.#passedOver = [];
    return target;
  }

  #usableModels(): Resolved[] {
    const { primary, fallbacks, directory, scope } = this.parts;
    const others = fallbacks.flatMap((name) => {
      const model = admittedOrNull(name, directory, scope);
      return model === null || isSame(model, primary) ? [] : [model];
    });
    return [primary, ...others];
  }

  #restsOf(model: Resolved): Rest[] {
    return targetsOf(model).flatMap((target) => this.parts.health.restOf(target) ?? []);
  }

  #whyNot(model: Resolved): string {
    const rest = this.#restsOf(model)[0];
    return rest === undefined
      ? "It kept failing and is given time."
      : `Its key rests (${rest.kind}).`;
  }
}

function isSame(a: Resolved, b: Resolved): boolean {
  return a.entry === b.entry && a.upstreamModel === b.upstreamModel;
}

function allRest(rests: readonly Rest[], nowMs: number): FlowError {
  const soonest = Math.min(...rests.map(({ untilMs }) => untilMs));
  const seconds = Math.max(1, Math.ceil((soonest - nowMs) / 1000));
  const isLimit = rests.every(({ kind }) => kind === "rate_limit" || kind === "quota");
  return new FlowError(
    isLimit ? "provider_rests" : "provider_overloaded",
    `Every provider key for this model was told by its provider to wait. Try again in ${seconds} s, ` +
      "or add another key with: flow-router add-key",
    { param: "model", headers: { "retry-after": String(seconds) } },
  );
}
