/**
 * Which of a provider's keys a request uses.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Directory, ProviderEntry, UsableKey } from "./directory.ts";

/** Spreads requests over keys: lowest priority number first, then in proportion to weight. */
export class KeyRotation {
  /** Smooth weighted round robin: what each key is owed. */
  readonly #credit = new Map<string, number>();

  /**
   * The key for the next request of a provider; null when it works without one.
   *
   * Throws `vault_not_initialized`, `vault_locked` or `provider_not_configured`, each with the
   * remedy. Environment variables of other programs are never used as keys.
   */
  next(entry: ProviderEntry, directory: Directory): UsableKey | null {
    const best = Math.min(...entry.keys.map((key) => key.priority));
    const keys = entry.keys.filter((key) => key.priority === best);
    if (keys.length === 1) return keys[0]!;
    if (keys.length > 1) return this.#weighted(keys);
    if (entry.sealedKeys > 0) throw lockedError();
    if (entry.provider.keyless) return null;
    throw missingKeyError(entry, directory);
  }

  #weighted(keys: readonly UsableKey[]): UsableKey {
    const total = keys.reduce((sum, key) => sum + key.weight, 0);
    let chosen = keys[0]!;
    let most = -Infinity;
    for (const key of keys) {
      const credit = (this.#credit.get(key.id) ?? 0) + key.weight;
      this.#credit.set(key.id, credit);
      if (credit > most) {
        most = credit;
        chosen = key;
      }
    }
    this.#credit.set(chosen.id, most - total);
    return chosen;
  }
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
