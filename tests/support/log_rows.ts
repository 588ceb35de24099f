/**
 * Reads the request log of a gateway that runs in another process.
 *
 * @module
 */
import assert from "node:assert/strict";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { waitUntil } from "./wait_until.ts";

/** Columns of `request_logs`, with the bodies where they are kept. */
export type LogRow = Readonly<Record<string, SQLOutputValue>>;

/** Hands out each row once, so that a row too many is noticed by whoever reads next. */
export class LogRows {
  #lastSeq = 0;

  constructor(private readonly database: string) {}

  /** The rows that nobody has read yet. */
  unread(): LogRow[] {
    const database = new DatabaseSync(this.database, { readOnly: true });
    try {
      return database.prepare(
        "SELECT * FROM request_logs LEFT JOIN request_bodies USING (seq) " +
          "WHERE seq > ? ORDER BY seq",
      ).all(this.#lastSeq);
    } finally {
      database.close();
    }
  }

  /**
   * Waits until the requests sent since the last call have left their rows.
   *
   * @throws AssertionError when there are not exactly `count`
   */
  async take(count: number): Promise<LogRow[]> {
    let rows: LogRow[] = [];
    await waitUntil(`${count} rows are written`, () => {
      rows = this.unread();
      return rows.length >= count;
    });
    const said = rows.map(({ endpoint, outcome, error_code }) => [endpoint, outcome, error_code]);
    assert.equal(rows.length, count, `unread rows in the log: ${JSON.stringify(said)}`);
    this.#lastSeq = Number(rows.at(-1)?.seq ?? this.#lastSeq);
    return rows;
  }

  /** The one row of the one request sent since the last call. */
  async next(): Promise<LogRow> {
    const [row] = await this.take(1);
    assert.ok(row !== undefined);
    return row;
  }
}

/** The columns that a test names, to be compared at once: `{ outcome: …, prompt_tokens: … }`. */
export function columnsOf(row: LogRow, names: Iterable<string>): Record<string, SQLOutputValue> {
  return Object.fromEntries([...names].map((name) => [name, row[name] ?? null]));
}

/** Asserts some columns of a row; a name that is no column reads as null. */
export function assertRow(row: LogRow, expected: LogRow): void {
  assert.deepEqual(columnsOf(row, Object.keys(expected)), { ...expected });
}
