/**
 * What runs inside a store worker: one SQLite connection and its answers to the main thread.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { Connection } from "./connection.ts";
import { copyDatabase } from "./copy_database.ts";
import { decodeLogBatch } from "./log_batch.ts";
import type { LogPolicy, PrepareEntry } from "./log_entry.ts";
import { appendLogEntries } from "./log_writer.ts";
import { migrate } from "./migrate.ts";
import { type Migration, MIGRATIONS } from "./migrations.ts";
import { deleteRows, sumRows } from "./row_sums.ts";
import type { Opening, StoreCalls, StoreOperation, StoreReply, StoreRequest } from "./protocol.ts";
import { databaseError, errcodeOf } from "./sqlite_error.ts";
import { indexBodies } from "./text_index.ts";

/** The part of a worker's global scope that is needed. */
export interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  postMessage(message: unknown): void;
}

export interface StoreWorkerOptions {
  /** Redacts and condenses what is about to be written. */
  readonly prepare: PrepareEntry;
  /** Default: this program's. */
  readonly migrations?: readonly Migration[];
}

type Handlers = {
  [Operation in StoreOperation]: (
    takes: StoreCalls[Operation]["takes"],
  ) => StoreCalls[Operation]["gives"] | Promise<StoreCalls[Operation]["gives"]>;
};

/** Serves the store from this worker until its `close` is called or the thread is ended. */
export function serveStoreWorker(scope: WorkerScope, options: StoreWorkerOptions): void {
  const handlers = storeHandlers(options);
  scope.addEventListener("message", async (event: MessageEvent<StoreRequest>) => {
    const { id, operation, takes } = event.data;
    scope.postMessage(await answer(id, () => handlers[operation](takes as never)));
  });
}

async function answer(id: number, work: () => unknown): Promise<StoreReply> {
  try {
    return { id, ok: true, gives: await work() };
  } catch (thrown) {
    const error = databaseError("Cannot use the database", thrown);
    const said = error.cause instanceof Error ? error.cause.message : error.message;
    return {
      id,
      ok: false,
      code: error.code,
      message: error.message,
      said,
      errcode: errcodeOf(error),
    };
  }
}

function storeHandlers(options: StoreWorkerOptions): Handlers {
  let connection: Connection | null = null;
  let policy: LogPolicy | null = null;

  const opened = (): Connection => {
    if (connection === null) throw new FlowError("database_error", "The database is not open.");
    return connection;
  };

  return {
    open: async (opening: Opening) => {
      const opened = Connection.open(opening.path, opening.role);
      try {
        const schemaVersion = opening.role === "writer"
          ? await migrate(opened, options.migrations ?? MIGRATIONS, opening.nowMs)
          : 0;
        connection = opened;
        policy = opening.policy;
        return { schemaVersion };
      } catch (error) {
        opened.close();
        throw error;
      }
    },
    execute: ({ sql, parameters }) => opened().execute(sql, parameters),
    rollback: () => {
      opened().rollback();
      return null;
    },
    setPolicy: (next) => {
      policy = next;
      return null;
    },
    append: (batch) => {
      const open = opened();
      if (policy === null) throw new FlowError("database_error", "The database is not open.");
      return appendLogEntries(open, decodeLogBatch(batch), options.prepare, policy);
    },
    deleteRows: (deletion) => deleteRows(opened(), deletion),
    sumRows: ({ maxRows }) => sumRows(opened(), maxRows),
    indexBodies: (step) => indexBodies(opened(), step),
    copy: async ({ path }) => {
      await copyDatabase(opened(), path);
      return null;
    },
    close: () => {
      connection?.close();
      connection = null;
      return null;
    },
  };
}
