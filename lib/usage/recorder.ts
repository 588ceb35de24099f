/**
 * Log rows on their way to the database: collected in memory, handed over in batches.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { RecordedRequest } from "../domain/request_record.ts";
import type { AppendReport, LogEntry, LogSink } from "../store/log_entry.ts";
import { bodyBytes, EntryQueue } from "./entry_queue.ts";

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

/** Runs something once after a delay, ms; the function given back prevents it. */
export type Timer = (run: () => void, delayMs: number) => () => void;

export interface RecorderOptions {
  readonly sink: LogSink;
  readonly log: Log;
  /** How long a row may wait before it is handed over, ms; default 50. */
  readonly flushIntervalMs?: number;
  /** Rows that may wait; above it the oldest are dropped. Default 200,000. */
  readonly maxRows?: number;
  /** Bytes of bodies that may wait; above it rows come without. Default 24 MiB. */
  readonly maxBodyBytes?: number;
  /** Default: `setTimeout`. */
  readonly timer?: Timer;
}

/** A batch: small enough that packing it does not hold up requests. */
const BATCH_ROWS = 256;
const BATCH_BYTES = 1024 * 1024;
/** One is written while the next is packed. */
const MAX_UNDER_WAY = 2;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

const systemTimer: Timer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/**
 * Collects rows and hands them to the store in batches. A batch that fails goes back to the front
 * and is tried again, ever more slowly, until the database takes it: ids keep it from being written
 * twice. When too much waits, bodies go first, then the oldest rows; both are counted.
 */
export class Recorder implements RequestRecorder {
  readonly #sink: LogSink;
  readonly #log: Log;
  readonly #timer: Timer;
  readonly #flushIntervalMs: number;
  readonly #maxRows: number;
  readonly #maxBodyBytes: number;

  readonly #queue = new EntryQueue();
  #underWay: LogEntry[][] = [];
  /** Bytes of the bodies in `#underWay`. */
  #bytesUnderWay = 0;
  #cancelTimer: (() => void) | null = null;
  /** What waits has waited long enough. */
  #due = false;
  #problem: string | null = null;
  #retryMs = FIRST_RETRY_MS;
  #toldDropped = false;
  #toldShed = false;
  #settled = Promise.withResolvers<void>();
  readonly #counts = { written: 0, dropped: 0, rejected: 0, shed: 0 };

  constructor(options: RecorderOptions) {
    this.#sink = options.sink;
    this.#log = options.log;
    this.#timer = options.timer ?? systemTimer;
    this.#flushIntervalMs = options.flushIntervalMs ?? 50;
    this.#maxRows = options.maxRows ?? 200_000;
    this.#maxBodyBytes = options.maxBodyBytes ?? 24 * 1024 * 1024;
  }

  get pending(): Pending {
    const underWay = this.#underWay.reduce((rows, batch) => rows + batch.length, 0);
    return {
      rows: this.#queue.size + underWay,
      bytes: this.#queue.bytes + this.#bytesUnderWay,
    };
  }

  get health(): RecorderHealth {
    return { ok: this.#problem === null, problem: this.#problem, ...this.#counts };
  }

  record(request: RecordedRequest): void {
    const bytes = bodyBytes(request);
    const waiting = this.#queue.bytes + this.#bytesUnderWay;
    // A body that is larger than the limit by itself still fits when nothing else waits.
    const fits = bytes === 0 || waiting === 0 || waiting + bytes <= this.#maxBodyBytes;
    this.#queue.push(fits ? request : this.#withoutBodies(request));
    if (this.#queue.size > this.#maxRows) this.#dropOldest();
    this.#setTimer(this.#flushIntervalMs);
  }

  async drain(signal?: AbortSignal): Promise<void> {
    const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
    const onAbort = () => abort();
    signal?.addEventListener("abort", onAbort);
    try {
      this.#clearTimer();
      while (this.#queue.size > 0 || this.#underWay.length > 0) {
        if (signal?.aborted) throw this.#lost();
        this.#due = true;
        if (this.#cancelTimer === null) this.#flush();
        await Promise.race([this.#settled.promise, aborted]);
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #lost(): FlowError {
    const why = this.#problem ?? "the database did not answer in time";
    return new FlowError(
      "database_error",
      `Cannot write the last ${this.pending.rows} request logs, they are lost: ${why}`,
    );
  }

  #withoutBodies({ record }: RecordedRequest): LogEntry {
    this.#counts.shed++;
    if (!this.#toldShed) {
      this.#toldShed = true;
      this.#log.warn("Request logs are kept without bodies: too many bytes wait to be written", {
        limit_bytes: this.#maxBodyBytes,
      });
    }
    return { record, requestBody: null, responseBody: null, shed: true };
  }

  #dropOldest(): void {
    this.#queue.takeOldest();
    this.#counts.dropped++;
    if (this.#toldDropped) return;
    this.#toldDropped = true;
    this.#log.error("Request logs are lost: too many wait to be written", {
      limit_rows: this.#maxRows,
      problem: this.#problem,
    });
  }

  #setTimer(delayMs: number): void {
    if (this.#cancelTimer !== null) return;
    this.#cancelTimer = this.#timer(() => {
      this.#cancelTimer = null;
      this.#due = true;
      this.#flush();
    }, delayMs);
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #flush(): void {
    // While the database is in trouble one batch at a time finds out whether it still is.
    const places = this.#problem === null ? MAX_UNDER_WAY : 1;
    while (this.#underWay.length < places && this.#queue.size > 0) {
      this.#send(this.#queue.takeBatch(BATCH_ROWS, BATCH_BYTES));
    }
    if (this.#queue.size === 0) this.#due = false;
  }

  async #send(batch: LogEntry[]): Promise<void> {
    const bytes = batch.reduce((sum, entry) => sum + bodyBytes(entry), 0);
    this.#underWay.push(batch);
    this.#bytesUnderWay += bytes;
    let failure: unknown = null;
    try {
      this.#noteReport(await this.#sink.append(batch));
    } catch (error) {
      failure = error;
    }
    this.#underWay = this.#underWay.filter((other) => other !== batch);
    this.#bytesUnderWay -= bytes;
    if (failure === null) this.#onWritten();
    else this.#onFailed(batch, failure);
    this.#settled.resolve();
    this.#settled = Promise.withResolvers();
  }

  #noteReport(report: AppendReport): void {
    this.#counts.written += report.inserted + report.duplicates;
    this.#counts.rejected += report.rejected;
    if (report.rejected > 0 || report.unprepared > 0) {
      this.#log.error("Request logs could not be written as they were", {
        rows_lost: report.rejected,
        rows_without_bodies: report.unprepared,
        reason: report.reason,
      });
    }
  }

  #onWritten(): void {
    if (this.#problem !== null) {
      this.#log.info("Request logs are written again", { waiting_rows: this.pending.rows });
      this.#problem = null;
      this.#retryMs = FIRST_RETRY_MS;
      this.#clearTimer();
      this.#due = true;
    }
    if (this.#queue.size < this.#maxRows / 2) this.#toldDropped = false;
    if (this.#queue.bytes < this.#maxBodyBytes / 2) this.#toldShed = false;
    if (this.#due || this.#queue.size >= BATCH_ROWS) this.#flush();
    else if (this.#queue.size > 0) this.#setTimer(this.#flushIntervalMs);
  }

  #onFailed(batch: LogEntry[], failure: unknown): void {
    this.#queue.putBack(batch);
    const problem = failure instanceof Error ? failure.message : String(failure);
    if (this.#problem === null) {
      this.#log.error("Request logs cannot be written; they wait in memory", { problem });
    }
    this.#problem = problem;
    this.#clearTimer();
    this.#setTimer(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }
}
