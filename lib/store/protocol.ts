/**
 * What the main thread asks of a store worker, and what comes back.
 *
 * @module
 */
import type { SQLInputValue } from "node:sqlite";
import type { ErrorCode } from "../domain/errors.ts";
import type { ConnectionRole, StatementResult } from "./connection.ts";
import type { EncodedBatch } from "./log_batch.ts";
import type { AppendReport, LogPolicy } from "./log_entry.ts";
import type { RowDeletion, SumReport } from "./row_sums.ts";
import type { IndexReport, IndexStep } from "./text_index.ts";

/** How a worker opens its connection. */
export interface Opening {
  readonly path: string;
  readonly role: ConnectionRole;
  readonly nowMs: number;
  readonly policy: LogPolicy;
}

/** Operation → what it takes and what it gives. */
export interface StoreCalls {
  /** The first call. A writer migrates and tells the schema's version; a reader tells 0. */
  open: { takes: Opening; gives: { readonly schemaVersion: number } };
  execute: {
    takes: { readonly sql: string; readonly parameters: readonly SQLInputValue[] };
    gives: StatementResult;
  };
  /** Ends a transaction, if SQLite has not ended it by itself. */
  rollback: { takes: null; gives: null };
  /** What is kept of bodies from the next batch on. */
  setPolicy: { takes: LogPolicy; gives: null };
  append: { takes: EncodedBatch; gives: AppendReport };
  /** Deletes log rows with their bodies; gives how many. */
  deleteRows: { takes: RowDeletion; gives: number };
  /** Adds the next rows to the sums. */
  sumRows: { takes: { readonly maxRows: number }; gives: SumReport };
  /** Puts the next bodies into the index of words. */
  indexBodies: { takes: IndexStep; gives: IndexReport };
  /** Copies the database into a new file, as it is at one moment. */
  copy: { takes: { readonly path: string }; gives: null };
  close: { takes: null; gives: null };
}

export type StoreOperation = keyof StoreCalls;

export interface StoreRequest {
  readonly id: number;
  readonly operation: StoreOperation;
  readonly takes: unknown;
}

export type StoreReply =
  | { readonly id: number; readonly ok: true; readonly gives: unknown }
  | {
    readonly id: number;
    readonly ok: false;
    readonly code: ErrorCode;
    readonly message: string;
    /** SQLite's own words and extended result code. */
    readonly said: string;
    readonly errcode: number | null;
  };
