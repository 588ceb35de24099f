/**
 * The request log as it is written, for those who watch.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import { newestSeq, tailRequestLogs } from "../store/request_logs.ts";
import type { Tables } from "../store/tables.ts";
import { logRow, type LogRowView } from "./log_rows.ts";

export interface LogFeedParts {
  readonly db: Kysely<Tables>;
  /** Calls back after rows were committed; returns a function that ends it. */
  readonly onAppended: (written: () => void) => () => void;
  /** Resolves after so many ms; rejects as soon as the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Rows that are read at once. */
const PAGE_ROWS = 200;
/** Rows that come in quick succession are read together. */
const GATHER_MS = 100;
/** How often a follower hears something though nothing is written, ms. */
export const HEARTBEAT_MS = 15_000;

/** Tells followers what is written. One per process. */
export class LogFeed {
  readonly #parts: LogFeedParts;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  #written = Promise.withResolvers<void>();

  constructor(parts: LogFeedParts) {
    this.#parts = parts;
    this.#stopListening = parts.onAppended(() => {
      this.#written.resolve();
      this.#written = Promise.withResolvers();
    });
  }

  /** Ends every following, so that the program can stop. */
  close(): void {
    this.#stopListening();
    this.#closing.abort();
  }

  /**
   * Rows that fit, in order of writing, from after the one numbered `afterSeq`, or from now on when it
   * is null. Nothing is missed and nothing comes twice. An empty list is a sign of life. Ends when
   * `signal` is aborted or the feed is closed.
   */
  async *follow(
    filter: RequestLogFilter,
    afterSeq: number | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly LogRowView[]> {
    const { db } = this.#parts;
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    let written = this.#written.promise;
    let seen = await newestSeq(db);
    // A number from another database is later than everything here: nothing would ever come.
    if (afterSeq !== null) seen = Math.min(afterSeq, seen);
    while (!ended.aborted) {
      const upToSeq = await newestSeq(db);
      while (seen < upToSeq && !ended.aborted) {
        const rows = await tailRequestLogs(db, seen, PAGE_ROWS, { ...filter, upToSeq });
        seen = rows.length < PAGE_ROWS ? upToSeq : rows.at(-1)?.seq ?? upToSeq;
        if (rows.length > 0) yield rows.map(logRow);
      }
      const isNews = await this.#wait(written, ended);
      if (ended.aborted) return;
      if (!isNews) yield [];
      written = this.#written.promise;
    }
  }

  /** Whether something was written, else it is time for a sign of life. */
  async #wait(written: Promise<void>, ended: AbortSignal): Promise<boolean> {
    const waiting = new AbortController();
    const either = AbortSignal.any([ended, waiting.signal]);
    const quiet = this.#pause(HEARTBEAT_MS, either).then(() => false);
    const isNews = await Promise.race([written.then(() => true), quiet]);
    waiting.abort();
    if (isNews) await this.#pause(GATHER_MS, ended);
    return isNews;
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#parts.pause(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
