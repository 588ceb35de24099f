/**
 * Notices that what other threads and processes hold in memory is out of date.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { type FlowError, toFlowError } from "../domain/errors.ts";
import type { Tables } from "./tables.ts";

/** Looks at `directory_version`, which triggers in the database raise. */
export class DirectoryWatch {
  readonly #db: Kysely<Tables>;
  readonly #periodMs: number;
  readonly #onError: (error: FlowError) => void;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #version: number | null = null;
  #failing = false;
  #stopped = false;

  constructor(db: Kysely<Tables>, periodMs: number, onError: (error: FlowError) => void) {
    this.#db = db;
    this.#periodMs = periodMs;
    this.#onError = onError;
  }

  /** Takes the level that later looks are compared with. */
  async begin(): Promise<void> {
    this.#version = await this.#read();
  }

  /**
   * Calls `changed` when the level has risen since `begin` or the last look, and after each further
   * rise: whoever loads after `begin` misses nothing, and may be told of what it has seen already.
   * @returns a function that ends it
   */
  add(changed: () => void): () => void {
    this.#listeners.add(changed);
    if (this.#timer === null && !this.#stopped) this.#schedule(0);
    return () => {
      this.#listeners.delete(changed);
      if (this.#listeners.size === 0) this.#cancel();
    };
  }

  /** Ends it for all. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(delayMs: number): void {
    const timer = setTimeout(async () => {
      await this.#look();
      // Ended, or ended and begun anew, while it looked.
      if (this.#timer === timer) this.#schedule(this.#periodMs);
    }, delayMs);
    Deno.unrefTimer(timer);
    this.#timer = timer;
  }

  async #look(): Promise<void> {
    try {
      const version = await this.#read();
      this.#failing = false;
      if (this.#timer === null) return;
      const before = this.#version;
      this.#version = version;
      if (before === null || before === version) return;
    } catch (error) {
      // Told once; it looks again after the next period.
      if (!this.#failing && !this.#stopped) this.#onError(toFlowError(error));
      this.#failing = true;
      return;
    }
    for (const changed of this.#listeners) changed();
  }

  async #read(): Promise<number> {
    const row = await this.#db.selectFrom("directory_version").select("version")
      .executeTakeFirstOrThrow();
    return row.version;
  }
}
