/**
 * Writes batches of log entries; runs in the writer worker.
 *
 * @module
 */
import type { RequestRecord } from "../domain/request_record.ts";
import type { Connection } from "./connection.ts";
import type {
  AppendReport,
  LogEntry,
  LogPolicy,
  PreparedEntry,
  PrepareEntry,
} from "./log_entry.ts";
import { type NewRequestLog, toColumns } from "./request_columns.ts";
import { isValueError } from "./sqlite_error.ts";

const INSERT_BODIES = "INSERT INTO request_bodies VALUES (?, ?, ?, ?)";
const BODIES_FAILED = "UPDATE request_logs SET body_state = 'failed' WHERE seq = ?";
const TOKEN_USED = `UPDATE caller_tokens SET last_used_at_ms = ?1
  WHERE id = ?2 AND coalesce(last_used_at_ms, -1) < ?1`;

/** Takes the place of an error text that could not be redacted, and so must not be written. */
const UNREDACTED = "[not kept: redaction failed]";

/**
 * Inserts a batch in one transaction. A row that is there already is left alone, so a batch may be
 * tried again; a row that the database can never take is counted and does not stop the others.
 *
 * @throws whatever SQLite threw when the database itself is in trouble; then nothing was written
 */
export function appendLogEntries(
  connection: Connection,
  entries: readonly LogEntry[],
  prepare: PrepareEntry,
  policy: LogPolicy,
): AppendReport {
  const tally = { inserted: 0, duplicates: 0, unprepared: 0, rejected: 0 };
  let reason: string | null = null;
  const prepareSafely = (entry: LogEntry): PreparedEntry => {
    try {
      return prepare(entry, policy);
    } catch (error) {
      tally.unprepared++;
      reason ??= messageOf(error);
      return withoutTexts(entry);
    }
  };
  // Before the transaction: redacting large bodies takes longer than writing them.
  const prepared = entries.map(prepareSafely);
  const lastUse = new Map<string, number>();
  connection.transaction(() => {
    for (const entry of prepared) {
      try {
        if (insertEntry(connection, entry)) tally.inserted++;
        else tally.duplicates++;
        noteUse(lastUse, entry.record);
      } catch (error) {
        if (!isValueError(error)) throw error;
        tally.rejected++;
        reason ??= messageOf(error);
      }
    }
    for (const [id, atMs] of lastUse) connection.execute(TOKEN_USED, [atMs, id]);
  });
  return { ...tally, reason };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withoutTexts({ record }: LogEntry): PreparedEntry {
  return {
    record: { ...record, errorMessage: record.errorMessage === null ? null : UNREDACTED },
    requestBody: null,
    responseBody: null,
    responseText: null,
    bodyState: "failed",
  };
}

/** False when a row with this id was there already. */
function insertEntry(connection: Connection, entry: PreparedEntry): boolean {
  const columns = toColumns(entry.record, entry.bodyState);
  const { changes, insertId } = connection.execute(insertSql(columns), Object.values(columns));
  if (changes === 0) return false;
  const { requestBody, responseBody, responseText } = entry;
  if (requestBody === null && responseBody === null && responseText === null) return true;
  try {
    connection.execute(INSERT_BODIES, [insertId, requestBody, responseBody, responseText]);
  } catch (error) {
    if (!isValueError(error)) throw error;
    connection.execute(BODIES_FAILED, [insertId]);
  }
  return true;
}

let insertText = "";

/** The same for every row: `toColumns` yields its keys in one order. */
function insertSql(columns: NewRequestLog): string {
  if (insertText === "") {
    const names = Object.keys(columns);
    insertText = `INSERT INTO request_logs (${names.join(", ")})
      VALUES (${names.map(() => "?").join(", ")}) ON CONFLICT (id) DO NOTHING`;
  }
  return insertText;
}

function noteUse(lastUse: Map<string, number>, record: RequestRecord): void {
  const { callerTokenId, startedAtMs } = record;
  if (callerTokenId === null) return;
  if (startedAtMs > (lastUse.get(callerTokenId) ?? 0)) lastUse.set(callerTokenId, startedAtMs);
}
