/**
 * Writes down when credentials were last used, without a write for every use.
 *
 * @module
 */
import type { Log } from "../domain/ports.ts";

/** How old a written time may be, ms. */
const PRECISION_MS = 60_000;

/** Notes uses; writes go on behind the request. */
export class LastUse {
  readonly #writtenMs = new Map<string, number>();
  readonly #writing = new Set<Promise<void>>();

  constructor(
    private readonly write: (id: string, atMs: number) => Promise<void>,
    private readonly log: Log,
  ) {}

  /** @param precisionMs how old the written time may be at most, when a minute is too much */
  note(id: string, atMs: number, precisionMs = PRECISION_MS): void {
    const written = this.#writtenMs.get(id);
    if (written !== undefined && atMs - written < Math.min(precisionMs, PRECISION_MS)) return;
    this.#writtenMs.set(id, atMs);
    const writing = this.#attempt(id, atMs).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Resolves when everything noted has been written. */
  async drain(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  /** A time that is not written costs nothing but a sign-in after a restart. */
  async #attempt(id: string, atMs: number): Promise<void> {
    try {
      await this.write(id, atMs);
    } catch (error) {
      this.#writtenMs.delete(id);
      this.log.error("The last use of an admin credential was not written", {
        problem: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
