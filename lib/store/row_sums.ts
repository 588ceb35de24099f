/**
 * Keeps every sum over the request log true to its rows; runs in the writer worker.
 *
 * @module
 */
import type { Connection } from "./connection.ts";
import { RollUpChange, SUMMED_COLUMNS, type SummedRow } from "./roll_ups.ts";
import { SessionChange } from "./session_totals.ts";

/** Rows that are added or deleted together. */
export class RowSums {
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
const PROGRESS = "SELECT summed_down_to, indexed_up_to FROM statistics_progress";
const SET_SUMMED = "UPDATE statistics_progress SET summed_down_to = ?";
const EARLIER_ROWS = `SELECT ${COLUMNS} FROM request_logs WHERE seq <= ? ORDER BY seq DESC LIMIT ?`;

/** Rows that are added to the sums in one transaction. */
const EARLIER_AT_ONCE = 5000;

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
    for (const row of doomed) sums.add(row, -1);
    connection.execute(DELETE_ROWS, [JSON.stringify(doomed.map(({ seq }) => seq))]);
    sums.apply(connection);
    return doomed.length;
  });
}

/**
 * Adds the rows that were there before there were sums. Done in steps that another process can take
 * over where this one ends.
 */
export function sumEarlierRows(connection: Connection): void {
  while (summedDownTo(connection) > 0) connection.transaction(() => addEarlierRows(connection));
}

function addEarlierRows(connection: Connection): void {
  const upTo = summedDownTo(connection);
  if (upTo === 0) return;
  const rows = connection.execute(EARLIER_ROWS, [upTo, EARLIER_AT_ONCE]).rows as NumberedRow[];
  const sums = new RowSums();
  for (const row of rows) sums.add(row, 1);
  sums.apply(connection);
  const isMore = rows.length === EARLIER_AT_ONCE;
  connection.execute(SET_SUMMED, [isMore ? (rows.at(-1)?.seq ?? 1) - 1 : 0]);
}

function summedDownTo(connection: Connection): number {
  const [row] = connection.execute(PROGRESS).rows as { readonly summed_down_to: number }[];
  return row?.summed_down_to ?? 0;
}
