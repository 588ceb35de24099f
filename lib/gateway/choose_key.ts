/**
 * Which of a provider's keys a request uses.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Directory, ProviderEntry } from "./directory.ts";
import type { KeyHealth } from "./key_health.ts";
import type { Resolved } from "./resolve.ts";
import type { Target } from "./target.ts";

/** Spreads requests over keys: lowest priority number first, then in proportion to weight. */
export class KeyRotation {
  /** Smooth weighted round robin: what each key is owed. */
  readonly #credit = new Map<string, number>();

  constructor(private readonly health: KeyHealth) {}

  /**
   * Where to send a request for this model: to a key that works and has not been tried for it yet.
   * Null when there is none, also when the provider is not set up.
   */
  next(model: Resolved, tried: ReadonlySet<string> = NONE): Target | null {
    const targets = targetsOf(model, tried).filter((target) => this.health.isUsable(target));
    if (targets.length <= 1) return targets[0] ?? null;
    const best = Math.min(...targets.map(({ key }) => key?.priority ?? 0));
    return this.#weighted(targets.filter(({ key }) => key?.priority === best));
  }

  /**
   * Where to send it when every key rests: to the one that failed least recently. Null when each was
   * told by its provider to wait for long.
   */
  leastRecentlyFailed(model: Resolved): Target | null {
    const targets = targetsOf(model, NONE)
      .filter((target) => this.health.restOf(target)?.isBinding !== true);
    const failedAt = (target: Target): number => this.health.lastFailedMs(target);
    return targets.sort((a, b) => failedAt(a) - failedAt(b))[0] ?? null;
  }

  #weighted(targets: readonly Target[]): Target | null {
    let total = 0;
    let chosen: Target | null = null;
    let most = -Infinity;
    for (const target of targets) {
      const { id, weight } = target.key ?? NO_KEY;
      total += weight;
      const credit = (this.#credit.get(id) ?? 0) + weight;
      this.#credit.set(id, credit);
      if (credit > most) {
        most = credit;
        chosen = target;
      }
    }
    if (chosen !== null) this.#credit.set(idOf(chosen), most - total);
    return chosen;
  }
}

const NONE: ReadonlySet<string> = new Set();
const NO_KEY = { id: "", weight: 1 };

/** The id of a target's key; of the only target of a provider without keys it is empty. */
export function idOf({ key }: Target): string {
  return key?.id ?? NO_KEY.id;
}

/** A model with each of its provider's keys that is not in `without`; without a key where none is needed. */
export function targetsOf(
  { entry, upstreamModel }: Resolved,
  without: ReadonlySet<string> = NONE,
): Target[] {
  const { keys, sealedKeys, provider } = entry;
  if (keys.length > 0) {
    return keys.filter(({ id }) => !without.has(id)).map((key) => ({ entry, upstreamModel, key }));
  }
  const isPossible = sealedKeys === 0 && provider.keyless === true && !without.has(NO_KEY.id);
  return isPossible ? [{ entry, upstreamModel, key: null }] : [];
}

/**
 * Throws `vault_not_initialized`, `vault_locked` or `provider_not_configured`, each with the remedy,
 * when a provider can take no request. Environment variables of other programs are never used as
 * keys.
 */
export function assertSetUp(entry: ProviderEntry, directory: Directory): void {
  if (entry.keys.length > 0) return;
  if (entry.sealedKeys > 0) throw lockedError();
  if (entry.provider.keyless !== true) throw missingKeyError(entry, directory);
}

/** A retry cannot help before somebody acts; OpenAI's clients obey this header. */
const NO_RETRY = { "x-should-retry": "false" };

function lockedError(): FlowError {
  return new FlowError(
    "vault_locked",
    "The vault is locked, so provider keys cannot be used. Unlock it with: flow-router unlock",
    { headers: NO_RETRY },
  );
}

function missingKeyError(entry: ProviderEntry, directory: Directory): FlowError {
  const { id, name, keysUrl } = entry.provider;
  const remedy = `Add one with: flow-router add-key --provider ${id}` +
    (keysUrl ? ` (keys: ${keysUrl})` : "");
  if (directory.vault === "uninitialized") {
    return new FlowError(
      "vault_not_initialized",
      `There is no vault yet, so there is no key for ${name}. ${remedy}`,
      { headers: NO_RETRY },
    );
  }
  if (directory.vault === "locked") return lockedError();
  return new FlowError("provider_not_configured", `There is no key for ${name}. ${remedy}`, {
    param: "model",
    headers: NO_RETRY,
  });
}
