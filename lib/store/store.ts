/**
 * The database: SQLite in two worker threads, one that writes and one that reads, behind Kysely.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { LogPolicy, LogSink } from "./log_entry.ts";
import type { Tables } from "./tables.ts";

/** How to open a database. */
export interface StoreOptions {
  /** The database file; made when it is not there. Its folder must exist. */
  readonly path: string;
  /** Starts a worker whose module calls `serveStoreWorker`. */
  readonly spawnWorker: () => Worker;
  readonly clock: Clock;
  /** Default: bodies are kept and redacted. */
  readonly logging?: LogPolicy;
  /** Told when a worker died; the next call starts another one. */
  readonly onError?: (error: FlowError) => void;
  /** How often to look for changes of other processes, ms; default 1000. */
  readonly pollIntervalMs?: number;
}

/** What `check` found. */
export interface StoreHealth {
  readonly ok: boolean;
  /** What is wrong, in words; null when nothing is. */
  readonly problem: string | null;
  /** Number of the newest migration applied. */
  readonly schemaVersion: number;
  /** Bytes of the database file, of its write-ahead log, and of the file's free pages. */
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
}

/** An open database. Every method rejects with FlowError `database_error` when SQLite fails. */
export interface Store extends LogSink {
  /** SELECT goes to the reader; everything else, and transactions, to the writer. */
  readonly db: Kysely<Tables>;
  /**
   * Calls `changed` after provider keys, caller tokens, models, settings or the vault changed,
   * whoever did it: another process, or this one. Log rows and last-used times do not count.
   * Returns a function that ends it.
   */
  onForeignChange(changed: () => void): () => void;
  /** A consistent copy of the running database; refuses a path that exists. */
  backup(path: string): Promise<void>;
  /** Whether the database can be read and written; with `integrity`, also whether it is sound. */
  check(options?: { readonly integrity?: boolean }): Promise<StoreHealth>;
  close(): Promise<void>;
}
