/**
 * What travels from the recorder to the worker that writes it: the seam between the three.
 *
 * @module
 */
import type { RecordedRequest, RequestRecord } from "../domain/request_record.ts";
import type { BodyState } from "./tables.ts";

/** A recorded request on its way to the database. */
export interface LogEntry extends RecordedRequest {
  /** The bodies were dropped because too much was waiting. */
  readonly shed?: true;
}

/** What to keep of bodies; from the configuration's `logging` section. */
export interface LogPolicy {
  readonly logPrompts: boolean;
  readonly logResponses: boolean;
  readonly redactSecrets: boolean;
}

/** A row and its bodies as they will be written. */
export interface PreparedEntry {
  readonly record: RequestRecord;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  readonly responseText: string | null;
  readonly bodyState: BodyState;
}

/** Pure; runs in the writer worker. When it throws, the row is kept without bodies and error text. */
export type PrepareEntry = (entry: LogEntry, policy: LogPolicy) => PreparedEntry;

/** What became of a batch once it is committed. */
export interface AppendReport {
  readonly inserted: number;
  /** Rows that were there already, from an earlier try of the same batch. */
  readonly duplicates: number;
  /** Rows written without bodies and error text, because `PrepareEntry` threw. */
  readonly unprepared: number;
  /** Rows that the database can never take; they are gone. */
  readonly rejected: number;
  /** Why the first row was rejected or unprepared. */
  readonly reason: string | null;
}

/** Where the recorder puts its batches. */
export interface LogSink {
  /** Resolves once the batch is committed; rejects when nothing of it was written. */
  append(batch: readonly LogEntry[]): Promise<AppendReport>;
}
