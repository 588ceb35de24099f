/**
 * When and why each provider key failed last, for people who look at it. Kept in memory only.
 *
 * @module
 */

/** One failure. */
export interface LastFailure {
  /** Unix ms. */
  readonly atMs: number;
  readonly model: string;
  /** In words. */
  readonly reason: string;
}

/** Keys come and go: no more than this many are remembered. */
const MOST_KEYS = 1000;
const LONGEST_REASON = 300;

/** Remembers the last failure of each key. */
export class LastFailures {
  readonly #byKey = new Map<string, LastFailure>();

  note(keyId: string, failure: LastFailure): void {
    this.#byKey.delete(keyId);
    if (this.#byKey.size >= MOST_KEYS) this.#byKey.delete(this.#byKey.keys().next().value ?? "");
    this.#byKey.set(keyId, { ...failure, reason: failure.reason.slice(0, LONGEST_REASON) });
  }

  /** Null: it has not failed since the program started. */
  of(keyId: string): LastFailure | null {
    return this.#byKey.get(keyId) ?? null;
  }
}
