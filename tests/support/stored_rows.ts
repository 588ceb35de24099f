/** The request log as it stands in the database file. */
import { DatabaseSync } from "node:sqlite";

/** A row of the log with its bodies; columns as the database names them. */
export interface StoredRow {
  readonly id: string;
  readonly endpoint: string;
  readonly model_requested: string;
  readonly model_used: string;
  readonly provider: string;
  readonly stream: number;
  readonly outcome: string;
  readonly http_status: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly total_tokens: number | null;
  readonly cost_nano_usd: number | null;
  readonly session_id: string | null;
  readonly user_tag: string | null;
  readonly complexity_tier: string | null;
  readonly complexity_score: number | null;
  readonly caller_token_name: string | null;
  readonly request_body: string | null;
  readonly response_body: string | null;
}

/** All rows, oldest first. */
export function readStoredRows(path: string): StoredRow[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const rows: unknown = database.prepare(
      "SELECT * FROM request_logs LEFT JOIN request_bodies USING (seq) ORDER BY seq",
    ).all();
    return rows as StoredRow[];
  } finally {
    database.close();
  }
}
