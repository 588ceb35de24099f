/**
 * Keeps every sum over the request log true to its rows; runs in the writer worker. New rows are added
 * some seconds later, many at once: one by one they would cost several times as much. Whoever reads sums
 * adds the rows behind `summed_up_to`.
 *
 * @module
 */
import type { Connection } from "./connection.ts";
import { RollUpChange, SUMMED_COLUMNS, type SummedRow } from "./roll_ups.ts";
import { SessionChange } from "./session_totals.ts";

/** Rows that are added or deleted together. */
class RowSums {
  readonly #rollUps = new RollUpChange();
  readonly #sessions = new SessionChange();

  /** Notes a row that was inserted (1) or is deleted (-1). */
  add(row: SummedRow, sign: 1 | -1): void {
    this.#rollUps.add(row, sign);
    this.#sessions.add(row, sign);
  }

  /** Brings the sums up to date; in the transaction that changed the rows, after it did. */
  apply(connection: Connection): void {
    this.#rollUps.apply(connection);
    this.#sessions.apply(connection);
  }
}

/** What of the log is to be deleted. */
export interface RowDeletion {
  /** Only rows that started earlier, oldest first; null: the rows written first. */
  readonly beforeMs: number | null;
  /** At most so many. */
  readonly limit: number;
}

const COLUMNS = `seq, ${SUMMED_COLUMNS.join(", ")}`;
const OLD_ROWS = `SELECT ${COLUMNS} FROM request_logs WHERE started_at_ms < ?
  ORDER BY started_at_ms, seq LIMIT ?`;
const FIRST_ROWS = `SELECT ${COLUMNS} FROM request_logs ORDER BY seq LIMIT ?`;
const DELETE_ROWS = "DELETE FROM request_logs WHERE seq IN (SELECT value FROM json_each(?))";
const SUMMED_UP_TO = "SELECT summed_up_to AS seq FROM statistics_progress";
const SET_SUMMED = "UPDATE statistics_progress SET summed_up_to = ?";
const NEXT_ROWS = `SELECT ${COLUMNS} FROM request_logs WHERE seq > ? ORDER BY seq LIMIT ?`;

type NumberedRow = SummedRow & { readonly seq: number };

/** Deletes rows with their bodies, and takes them out of the sums; tells how many. */
export function deleteRows(connection: Connection, { beforeMs, limit }: RowDeletion): number {
  return connection.transaction(() => {
    const { rows } = beforeMs === null
      ? connection.execute(FIRST_ROWS, [limit])
      : connection.execute(OLD_ROWS, [beforeMs, limit]);
    if (rows.length === 0) return 0;
    const sums = new RowSums();
    const doomed = rows as NumberedRow[];
    const summedUpTo = seqOf(connection);
    for (const row of doomed) if (row.seq <= summedUpTo) sums.add(row, -1);
    connection.execute(DELETE_ROWS, [JSON.stringify(doomed.map(({ seq }) => seq))]);
    sums.apply(connection);
    return doomed.length;
  });
}

/** What a step did. */
export interface SumReport {
  readonly rows: number;
  /** Whether there is nothing left. */
  readonly isComplete: boolean;
}

/** Adds the next rows to the sums. */
export function sumRows(connection: Connection, maxRows: number): SumReport {
  return connection.transaction(() => {
    const rows = connection.execute(NEXT_ROWS, [seqOf(connection), maxRows]).rows as NumberedRow[];
    const last = rows.at(-1);
    if (last === undefined) return { rows: 0, isComplete: true };
    const sums = new RowSums();
    for (const row of rows) sums.add(row, 1);
    sums.apply(connection);
    connection.execute(SET_SUMMED, [last.seq]);
    return { rows: rows.length, isComplete: rows.length < maxRows };
  });
}

function seqOf(connection: Connection): number {
  const [row] = connection.execute(SUMMED_UP_TO).rows as { readonly seq: number }[];
  return row?.seq ?? 0;
}
