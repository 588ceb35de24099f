/**
 * One row per session with the sums of its requests; the writing part runs in the writer worker.
 *
 * @module
 */
import { type Kysely, type Selectable, sql } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { Connection } from "./connection.ts";
import { isError, type SummedRow } from "./roll_ups.ts";
import type { SessionsTable } from "./statistics_tables.ts";
import type { Tables } from "./tables.ts";

export type SessionTotals = Selectable<SessionsTable>;

const SUMS = [
  "requests",
  "errors",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cached_tokens",
  "cost_nano_usd",
  "unpriced",
  "latency_ms",
] as const satisfies readonly (keyof SessionsTable)[];

const UPSERT = `INSERT INTO sessions (session_id, first_at_ms, last_at_ms, ${SUMS.join(", ")})
  VALUES (?, ?, ?, ${SUMS.map(() => "?").join(", ")})
  ON CONFLICT DO UPDATE SET
    first_at_ms = min(first_at_ms, excluded.first_at_ms),
    last_at_ms = max(last_at_ms, excluded.last_at_ms),
    ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")}`;
const DELETE_EMPTY = "DELETE FROM sessions WHERE session_id = ? AND requests <= 0";
/** Which of its requests is the first and the last cannot be told from sums. */
const FIND_ENDS = `UPDATE sessions SET (first_at_ms, last_at_ms) =
    (SELECT min(started_at_ms), max(started_at_ms) FROM request_logs WHERE session_id = ?1)
  WHERE session_id = ?1`;

interface Change {
  firstAtMs: number;
  lastAtMs: number;
  readonly sums: number[];
}

/** What rows add to their sessions, or take from them; collected, then written at once. */
export class SessionChange {
  readonly #changes = new Map<string, Change>();

  /** @param sign 1 for a row that is added, -1 for one that is deleted */
  add(row: SummedRow, sign: 1 | -1): void {
    const { session_id: id, started_at_ms: atMs } = row;
    if (id === null) return;
    let change = this.#changes.get(id);
    if (change === undefined) {
      change = { firstAtMs: atMs, lastAtMs: atMs, sums: SUMS.map(() => 0) };
      this.#changes.set(id, change);
    }
    change.firstAtMs = Math.min(change.firstAtMs, atMs);
    change.lastAtMs = Math.max(change.lastAtMs, atMs);
    for (const [index, value] of sumsOf(row).entries()) {
      change.sums[index] = (change.sums[index] ?? 0) + sign * value;
    }
  }

  /** Writes the change; to be called in the transaction that changes the rows, after them. */
  apply(connection: Connection): void {
    for (const [id, { firstAtMs, lastAtMs, sums }] of this.#changes) {
      connection.execute(UPSERT, [id, firstAtMs, lastAtMs, ...sums]);
      if ((sums[0] ?? 0) > 0) continue;
      connection.execute(DELETE_EMPTY, [id]);
      connection.execute(FIND_ENDS, [id]);
    }
    this.#changes.clear();
  }
}

/** In the order of `SUMS`. */
function sumsOf(row: SummedRow): number[] {
  return [
    1,
    isError(row.outcome) ? 1 : 0,
    row.prompt_tokens ?? 0,
    row.completion_tokens ?? 0,
    row.total_tokens ?? 0,
    row.cached_tokens ?? 0,
    row.cost_nano_usd ?? 0,
    row.cost_nano_usd === null ? 1 : 0,
    row.latency_ms,
  ];
}

/** What of the sessions is wanted. */
export interface SessionFilter {
  /** Used at or after, ms since 1970 UTC. */
  readonly sinceMs?: number;
  /** Last used before. */
  readonly untilMs?: number;
}

/** A page of sessions. */
export interface SessionPage {
  readonly sessions: readonly SessionTotals[];
  /** For the next page; null after the last. */
  readonly nextCursor: string | null;
}

/**
 * Sessions, last used first.
 * @param page `limit` at most; `cursor` from the page before
 * @throws FlowError `invalid_request` for a cursor that is not ours
 */
export async function listSessions(
  db: Kysely<Tables>,
  filter: SessionFilter,
  page: { readonly limit: number; readonly cursor?: string | null },
): Promise<SessionPage> {
  const { sinceMs = 0, untilMs = Number.MAX_SAFE_INTEGER } = filter;
  const cursor = typeof page.cursor === "string" ? parseCursor(page.cursor) : null;
  const fits = sql`last_at_ms >= ${sinceMs} AND last_at_ms < ${untilMs} ${
    cursor === null ? sql`` : sql`AND (last_at_ms, session_id) < (${cursor.lastAtMs}, ${cursor.id})`
  }`;
  const { rows } = await sql<SessionTotals>`SELECT * FROM (
      SELECT ${sql.join(FRESH_AND_SUMMED)} FROM (${FRESH}) AS fresh
        LEFT JOIN sessions USING (session_id)
      UNION ALL
      SELECT * FROM (
        SELECT ${sql.join(COLUMNS)} FROM sessions
        WHERE ${fits} AND session_id NOT IN (SELECT session_id FROM (${FRESH}))
        ORDER BY last_at_ms DESC, session_id DESC LIMIT ${page.limit + 1}
      )
    ) WHERE ${fits}
    ORDER BY last_at_ms DESC, session_id DESC LIMIT ${page.limit + 1}`.execute(db);
  const sessions = rows.slice(0, page.limit);
  const last = sessions.at(-1);
  const isMore = rows.length > sessions.length && last !== undefined;
  return { sessions, nextCursor: isMore ? `${last.last_at_ms}-${last.session_id}` : null };
}

const COLUMNS = ["session_id", "first_at_ms", "last_at_ms", ...SUMS].map((name) => sql.ref(name));

/** Sessions of the rows that are not summed up yet. */
const FRESH = sql`SELECT session_id, min(started_at_ms) AS first_at_ms,
    max(started_at_ms) AS last_at_ms, count(*) AS requests,
    total(outcome IN ('failed', 'refused')) AS errors, total(prompt_tokens) AS prompt_tokens,
    total(completion_tokens) AS completion_tokens, total(total_tokens) AS total_tokens,
    total(cached_tokens) AS cached_tokens, total(cost_nano_usd) AS cost_nano_usd,
    total(cost_nano_usd IS NULL) AS unpriced, total(latency_ms) AS latency_ms
  FROM request_logs NOT INDEXED
  WHERE seq > (SELECT summed_up_to FROM statistics_progress) AND session_id IS NOT NULL
  GROUP BY session_id`;

/** They and what is summed up of them. */
const FRESH_AND_SUMMED = [
  sql`session_id`,
  sql`min(fresh.first_at_ms, coalesce(sessions.first_at_ms, fresh.first_at_ms)) AS first_at_ms`,
  sql`max(fresh.last_at_ms, coalesce(sessions.last_at_ms, fresh.last_at_ms)) AS last_at_ms`,
  ...SUMS.map((name) =>
    sql`${sql.ref(`fresh.${name}`)} + coalesce(${sql.ref(`sessions.${name}`)}, 0) AS ${
      sql.ref(name)
    }`
  ),
];

function parseCursor(cursor: string): { lastAtMs: number; id: string } {
  const found = /^(\d{1,15})-(.+)$/s.exec(cursor);
  if (found !== null) return { lastAtMs: Number(found[1]), id: found[2] ?? "" };
  throw new FlowError(
    "invalid_request",
    `Cannot list sessions: the cursor ${JSON.stringify(cursor)} is none. Take it from the page ` +
      "before.",
    { param: "cursor" },
  );
}
