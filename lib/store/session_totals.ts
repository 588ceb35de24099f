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
  let query = db.selectFrom("sessions").selectAll();
  if (filter.sinceMs !== undefined) query = query.where("last_at_ms", ">=", filter.sinceMs);
  if (filter.untilMs !== undefined) query = query.where("last_at_ms", "<", filter.untilMs);
  if (typeof page.cursor === "string") {
    const { lastAtMs, id } = parseCursor(page.cursor);
    query = query.where(sql<boolean>`(last_at_ms, session_id) < (${lastAtMs}, ${id})`);
  }
  const rows = await query.orderBy("last_at_ms", "desc").orderBy("session_id", "desc")
    .limit(page.limit + 1).execute();
  const sessions = rows.slice(0, page.limit);
  const last = sessions.at(-1);
  const isMore = rows.length > sessions.length && last !== undefined;
  return { sessions, nextCursor: isMore ? `${last.last_at_ms}-${last.session_id}` : null };
}

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
