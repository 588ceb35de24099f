/**
 * Which keys work. Held in memory only: a new process finds out anew.
 *
 * @module
 */
import type { Clock, Log } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import type { AttemptPolicy } from "./attempt_policy.ts";
import { CircuitBreaker } from "./circuit_breaker.ts";
import { countsAgainstCircuit, type Failure } from "./failure.ts";
import { type LastFailure, LastFailures } from "./last_failures.ts";
import { type Rest, restAfter } from "./rest.ts";
import type { Target } from "./target.ts";

/** What an attempt reports with. */
export interface Permit {
  readonly target: Target;
  /** The circuit's term in which it began. */
  readonly term: number;
  readonly beganMs: number;
}

/** A key, or a key for one model, that is not asked now or only with care; for people. */
export interface KeyTrouble {
  readonly provider: string;
  /** Null for a provider that works without a key. */
  readonly keyId: string | null;
  readonly keyLabel: string | null;
  /** Null: for every model. */
  readonly model: string | null;
  /** `half_open`: the next request finds out whether it works again. */
  readonly state: "resting" | "open" | "half_open";
  /** `authentication`, `quota`, `rate_limit` …, or `failures` for an open circuit. */
  readonly reason: string;
  /** Until when it is left alone, Unix ms. */
  readonly untilMs: number;
}

/** One key and model. */
interface ModelState {
  readonly breaker: CircuitBreaker;
  rest: Rest | null;
  lastFailedMs: number;
}

interface KeyState {
  readonly provider: string;
  readonly label: string | null;
  readonly id: string | null;
  /** A key that was stored anew begins with a clean record. */
  readonly secret: Secret | null;
  readonly models: Map<string, ModelState>;
  rest: Rest | null;
}

/** What it works with. */
export interface KeyHealthPorts {
  readonly policy: () => AttemptPolicy;
  readonly clock: Clock;
  readonly log: Log;
}

/** Callers name models as they like: no more than this are told apart for a key. */
const MAX_MODELS = 200;

/** Watches over all keys. A key and model that never failed costs a look into a map, no more. */
export class KeyHealth {
  readonly #keys = new Map<string, KeyState>();
  readonly #failures = new LastFailures();

  constructor(private readonly ports: KeyHealthPorts) {}

  /** Whether this target may be asked now. */
  isUsable(target: Target): boolean {
    const key = this.#keyState(target);
    if (key === undefined) return true;
    const nowMs = this.ports.clock.monotonic();
    if (isActive(key.rest, nowMs)) return false;
    const model = key.models.get(target.upstreamModel);
    return model === undefined || (!isActive(model.rest, nowMs) && model.breaker.allows(nowMs));
  }

  /** The rest of a target that ends last; null when it does not rest. */
  restOf(target: Target): Rest | null {
    const key = this.#keyState(target);
    const nowMs = this.ports.clock.monotonic();
    const rests = [key?.rest ?? null, key?.models.get(target.upstreamModel)?.rest ?? null];
    return rests.filter((rest) => isActive(rest, nowMs))
      .sort((a, b) => b.untilMs - a.untilMs)[0] ?? null;
  }

  /** When it failed last, monotonic ms; -Infinity when it did not. */
  lastFailedMs(target: Target): number {
    const key = this.#keyState(target);
    const model = key?.models.get(target.upstreamModel)?.lastFailedMs ?? -Infinity;
    return Math.max(model, key?.rest?.sinceMs ?? -Infinity);
  }

  /** An attempt begins. Exactly one of `answered`, `failed` and `released` follows. */
  begin(target: Target): Permit {
    const nowMs = this.ports.clock.monotonic();
    const term = this.#modelState(target)?.breaker.begin(nowMs) ?? 0;
    return { target, term, beganMs: nowMs };
  }

  /** The attempt's answer has begun well; `ended` follows. */
  answered({ target, term, beganMs }: Permit): void {
    const key = this.#keyState(target);
    if (key === undefined) return;
    const model = key.models.get(target.upstreamModel);
    if (this.#hasEnded(key.rest, beganMs)) {
      this.#say(key, null, "A provider key works again");
      key.rest = null;
    }
    if (model === undefined) return;
    if (this.#hasEnded(model.rest, beganMs)) {
      if (model.rest?.kind === "permission") {
        this.#say(key, target.upstreamModel, "A provider key may use its model again");
      }
      model.rest = null;
    }
    if (model.breaker.answered(term)) {
      this.#say(key, target.upstreamModel, "A provider works again: its circuit is closed");
    }
  }

  /** The attempt's answer is over: complete, or with a problem on its way. */
  ended(permit: Permit, problem: string | null): void {
    const { target, term } = permit;
    if (problem !== null) {
      this.#noteFailure(target, problem);
      return this.#countFailure(permit, problem);
    }
    const key = this.#keyState(target);
    const model = key?.models.get(target.upstreamModel);
    if (key === undefined || model === undefined) return;
    const nowMs = this.ports.clock.monotonic();
    model.breaker.succeeded(term, nowMs);
    if (model.rest === null && model.breaker.isClean(nowMs)) this.#forget(key, target);
  }

  /** The attempt came to nothing. */
  failed(permit: Permit, failure: Failure): void {
    const { target, term } = permit;
    const nowMs = this.ports.clock.monotonic();
    this.#noteFailure(target, failure.reason);
    const rest = restAfter(failure, this.ports.policy().rest, nowMs);
    if (rest !== null) this.#rest(target, rest, failure.reason);
    if (countsAgainstCircuit(failure)) this.#countFailure(permit, failure.reason);
    else this.#modelState(target)?.breaker.release(term);
  }

  /** The attempt says nothing about its key: the caller hung up. */
  released({ target, term }: Permit): void {
    this.#modelState(target)?.breaker.release(term);
  }

  /** When and why a key failed last, whatever became of it; null: it has not. */
  lastFailure(keyId: string): LastFailure | null {
    return this.#failures.of(keyId);
  }

  /** Everything that does not work now. */
  list(): readonly KeyTrouble[] {
    const { clock } = this.ports;
    const nowMs = clock.monotonic();
    const found: KeyTrouble[] = [];
    for (const key of this.#keys.values()) {
      const common = { provider: key.provider, keyId: key.id, keyLabel: key.label };
      const note = (model: string | null, rest: Rest | null): void => {
        if (!isActive(rest, nowMs)) return;
        const untilMs = wall(clock, rest.untilMs);
        found.push({ ...common, model, state: "resting", reason: rest.kind, untilMs });
      };
      note(null, key.rest);
      for (const [model, { rest, breaker }] of key.models) {
        note(model, rest);
        const state = breaker.state(nowMs);
        if (state === "closed") continue;
        const untilMs = wall(clock, breaker.openUntilMs ?? nowMs);
        found.push({ ...common, model, state, reason: "failures", untilMs });
      }
    }
    return found;
  }

  #noteFailure({ key, upstreamModel }: Target, reason: string): void {
    if (key === null) return;
    this.#failures.note(key.id, { atMs: this.ports.clock.now(), model: upstreamModel, reason });
  }

  #countFailure({ target, term }: Permit, reason: string): void {
    const { clock, log, policy } = this.ports;
    const model = this.#stateFor(target);
    model.lastFailedMs = clock.monotonic();
    if (!model.breaker.failed(term, model.lastFailedMs)) return;
    log.warn("A provider keeps failing: its circuit is open", {
      provider: target.entry.provider.id,
      key: target.key?.label,
      model: target.upstreamModel,
      reason,
      failuresInARow: model.breaker.failuresInARow,
      nextTryMs: policy().breaker.cooldownMs,
    });
  }

  #rest(target: Target, rest: Rest, reason: string): void {
    const model = this.#stateFor(target);
    const key = this.#keyFor(target);
    const holder = rest.isWholeKey ? key : model;
    const isNews = holder.rest?.kind !== rest.kind;
    model.lastFailedMs = rest.sinceMs;
    holder.rest = rest;
    // Being asked to slow down is everyday life; a key that is refused needs somebody.
    if (
      !isNews || (rest.kind !== "authentication" && rest.kind !== "quota" &&
        rest.kind !== "permission")
    ) return;
    this.ports.log.warn("A provider key is refused and rests", {
      provider: key.provider,
      key: key.label ?? undefined,
      model: rest.isWholeKey ? undefined : target.upstreamModel,
      kind: rest.kind,
      reason,
      restsMs: rest.untilMs - rest.sinceMs,
    });
  }

  /** A success proves a rest wrong that was there before it began. */
  #hasEnded(rest: Rest | null, beganMs: number): boolean {
    return rest !== null && beganMs >= rest.sinceMs;
  }

  #say(key: KeyState, model: string | null, message: string): void {
    const { provider, label } = key;
    this.ports.log.info(message, {
      provider,
      key: label ?? undefined,
      ...(model === null ? {} : { model }),
    });
  }

  #keyState({ entry, key }: Target): KeyState | undefined {
    const id = key === null ? entry.provider.id : key.id;
    const state = this.#keys.get(id);
    if (state === undefined || state.secret === (key?.secret ?? null)) return state;
    this.#keys.delete(id);
    return undefined;
  }

  #modelState(target: Target): ModelState | undefined {
    return this.#keyState(target)?.models.get(target.upstreamModel);
  }

  #keyFor(target: Target): KeyState {
    const known = this.#keyState(target);
    if (known !== undefined) return known;
    const { entry, key } = target;
    const state: KeyState = {
      provider: entry.provider.id,
      id: key?.id ?? null,
      label: key?.label ?? null,
      secret: key?.secret ?? null,
      models: new Map(),
      rest: null,
    };
    this.#keys.set(key === null ? entry.provider.id : key.id, state);
    return state;
  }

  #stateFor(target: Target): ModelState {
    const { models } = this.#keyFor(target);
    const known = models.get(target.upstreamModel);
    if (known !== undefined) return known;
    // The one that has been there longest goes.
    if (models.size >= MAX_MODELS) models.delete(models.keys().next().value ?? "");
    const breaker = new CircuitBreaker(this.ports.policy().breaker);
    const state: ModelState = { breaker, rest: null, lastFailedMs: -Infinity };
    models.set(target.upstreamModel, state);
    return state;
  }

  #forget(key: KeyState, { key: used, entry, upstreamModel }: Target): void {
    key.models.delete(upstreamModel);
    if (key.models.size > 0 || key.rest !== null) return;
    this.#keys.delete(used === null ? entry.provider.id : used.id);
  }
}

function isActive(rest: Rest | null, nowMs: number): rest is Rest {
  return rest !== null && nowMs < rest.untilMs;
}

function wall(clock: Clock, monotonicMs: number): number {
  return Math.round(clock.now() + monotonicMs - clock.monotonic());
}
