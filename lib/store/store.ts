/**
 * The database: SQLite in two worker threads, one that writes and one that reads, behind Kysely.
 *
 * @module
 */
import { Kysely } from "kysely";
import type { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { DirectoryWatch } from "./directory_watch.ts";
import { StoreDialect } from "./dialect.ts";
import { checkHealth } from "./health.ts";
import { encodeLogBatch } from "./log_batch.ts";
import type { LogPolicy, LogSink } from "./log_entry.ts";
import type { ConnectionRole } from "./connection.ts";
import type { StoreHealth } from "./health.ts";
import type { RowDeletion, SumReport } from "./row_sums.ts";
import type { Tables } from "./tables.ts";
import type { IndexReport, IndexStep } from "./text_index.ts";
import { WorkerLink } from "./worker_link.ts";
import { WriteGate } from "./write_gate.ts";

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
  /** Calls `written` after log rows were committed here. Returns a function that ends it. */
  onAppended(written: () => void): () => void;
  /** What is kept of bodies from the next row on. */
  setLogPolicy(policy: LogPolicy): Promise<void>;
  /** Deletes log rows with their bodies and takes them out of the sums; tells how many. */
  deleteRows(deletion: RowDeletion): Promise<number>;
  /** Adds the next rows to the sums over the log. */
  sumRows(maxRows: number): Promise<SumReport>;
  /** Puts the next bodies into the index of words. */
  indexBodies(step: IndexStep): Promise<IndexReport>;
  /** A consistent copy of the running database; refuses a path that exists. */
  backup(path: string): Promise<void>;
  /** Whether the database can be read and written; with `integrity`, also whether it is sound. */
  check(options?: { readonly integrity?: boolean }): Promise<StoreHealth>;
  close(): Promise<void>;
}

/** Everything is kept, and secrets in it are not. */
const KEEP_ALL: LogPolicy = { logPrompts: true, logResponses: true, redactSecrets: true };

/**
 * Opens a database, makes it when it is new, and brings it to this program's schema.
 * @throws FlowError `database_newer`, or `database_error` when it cannot be opened
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { path, spawnWorker, clock, pollIntervalMs = 1000 } = options;
  let policy = options.logging ?? KEEP_ALL;
  const onError = options.onError ?? (() => {});
  const link = (name: string, role: ConnectionRole) =>
    new WorkerLink({
      name,
      spawn: spawnWorker,
      opening: () => ({ path, role, nowMs: clock.now(), policy }),
      onDeath: onError,
    });
  const writer = link("writer", "writer");
  const reader = link("reader", "reader");
  const gate = new WriteGate();
  const db = new Kysely<Tables>({ dialect: new StoreDialect({ writer, reader, gate }) });
  const watch = new DirectoryWatch(db, pollIntervalMs, onError);
  const followers = new Set<() => void>();

  const close = async () => {
    watch.stop();
    await db.destroy();
    const leave = await gate.enterAlone();
    try {
      // The writer last: the last connection to close puts the write-ahead log away.
      await reader.close();
      await writer.close();
    } finally {
      leave();
    }
  };

  try {
    // Its module loads while the writer migrates.
    reader.spawn();
    await writer.open();
    await reader.open();
    await watch.begin();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    db,
    append: async (batch) => {
      const report = await gate.passTogether(async () => {
        const encoded = encodeLogBatch(batch);
        const buffers = [encoded.lengths.buffer, encoded.bodies.buffer];
        const report = await writer.call("append", encoded, buffers);
        return { ...report, rejected: report.rejected + encoded.unencodable };
      });
      for (const written of followers) written();
      return report;
    },
    onAppended: (written) => {
      followers.add(written);
      return () => void followers.delete(written);
    },
    setLogPolicy: async (next) => {
      policy = next;
      await writer.call("setPolicy", next);
    },
    deleteRows: (deletion) => gate.passTogether(() => writer.call("deleteRows", deletion)),
    sumRows: (maxRows) => gate.passTogether(() => writer.call("sumRows", { maxRows })),
    indexBodies: (step) => gate.passTogether(() => writer.call("indexBodies", step)),
    onForeignChange: (changed) => watch.add(changed),
    backup: async (to) => {
      await reader.open();
      const copier = link("backup", "reader");
      try {
        await copier.call("copy", { path: to });
      } finally {
        await copier.close();
      }
    },
    check: (what = {}) => checkHealth({ path, db, writer, reader, gate }, what.integrity ?? false),
    close,
  };
}
