/**
 * Log rows on their way to the database: collected in memory, handed over in batches.
 *
 * @module
 */
import type { RecordedRequest } from "../domain/request_record.ts";

/** What waits to be written. */
export interface Pending {
  readonly rows: number;
  /** Bytes of the bodies that wait. */
  readonly bytes: number;
}

/** What the recorder did and how it fares, for metrics and readiness. */
export interface RecorderHealth {
  /** False while the database refuses writes. */
  readonly ok: boolean;
  /** Why; null when ok. */
  readonly problem: string | null;
  readonly written: number;
  /** Rows lost because more waited than memory may hold. */
  readonly dropped: number;
  /** Rows that the database could never take. */
  readonly rejected: number;
  /** Rows written without their bodies, because too many bytes waited. */
  readonly shed: number;
}

/** The request path's side of the log. */
export interface RequestRecorder {
  /** Never waits, never throws. */
  record(request: RecordedRequest): void;
  /** Resolves when everything recorded so far is committed; rejects when `signal` ends it first. */
  drain(signal?: AbortSignal): Promise<void>;
  readonly pending: Pending;
  readonly health: RecorderHealth;
}
