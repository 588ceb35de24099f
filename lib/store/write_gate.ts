/**
 * Turns at the writing connection.
 *
 * @module
 */

/** Ends a turn; calling it again does nothing. */
export type Leave = () => void;

/**
 * The writing connection is one: a statement sent to it while a transaction is open becomes a part
 * of that transaction. So a transaction has the connection alone, while writes that are whole by
 * themselves may be under way together. Turns come in order of arrival.
 */
export class WriteGate {
  #alone: Promise<void> = Promise.resolve();
  /** Those that arrived after the last one that wants to be alone. */
  #together = new Set<Promise<void>>();

  /** Waits until nobody else is inside, and keeps others out. */
  async enterAlone(): Promise<Leave> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = [this.#alone, ...this.#together];
    this.#alone = promise;
    this.#together = new Set();
    await Promise.all(before);
    return resolve;
  }

  /** Runs `work`, beside others of its kind, when no transaction is open. */
  async passTogether<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const group = this.#together;
    const before = this.#alone;
    group.add(promise);
    try {
      await before;
      return await work();
    } finally {
      group.delete(promise);
      resolve();
    }
  }
}
