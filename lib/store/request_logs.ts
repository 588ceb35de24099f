/**
 * Reading the request log.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import type { RequestRecord } from "../domain/request_record.ts";
import { fromColumns } from "./request_columns.ts";
import { applyFilter } from "./request_log_filter.ts";
import { readStatistics } from "./statistics.ts";
import { type Dimension, MAX_VALUE } from "./roll_ups.ts";
import type { BodyState, RequestBodyRow, RequestLogRow, Tables } from "./tables.ts";

/** A row of the log. */
export interface LoggedRequest {
  readonly record: RequestRecord;
  /** Order of writing; a row gets it when its request has ended. */
  readonly seq: number;
  readonly bodyState: BodyState;
}

/** A row with its bodies; null where none is kept. */
export interface LoggedRequestWithBodies extends LoggedRequest {
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  readonly responseText: string | null;
}

/** A page of the log. */
export interface RequestLogPage {
  readonly requests: readonly LoggedRequest[];
  /** For the next, older page; null after the last. */
  readonly nextCursor: string | null;
}

/**
 * Requests that fit, latest start first.
 * @param page `limit` rows at most; `cursor` from the page before
 * @throws FlowError `invalid_request` for a cursor that is not ours
 */
export async function listRequestLogs(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  page: { readonly limit: number; readonly cursor?: string | null },
): Promise<RequestLogPage> {
  let query = applyFilter(db.selectFrom("request_logs").selectAll(), filter);
  if (typeof page.cursor === "string") {
    const { startedAtMs, seq } = parseCursor(page.cursor);
    query = query.where(sql<boolean>`(started_at_ms, seq) < (${startedAtMs}, ${seq})`);
  }
  const rows = await query.orderBy("started_at_ms", "desc").orderBy("seq", "desc")
    .limit(page.limit + 1).execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const more = rows.length > shown.length && last !== undefined;
  return {
    requests: shown.map(fromRow),
    nextCursor: more ? `${last.started_at_ms}-${last.seq}` : null,
  };
}

/** One request with its bodies; null when there is none with this id. */
export async function getRequestLog(
  db: Kysely<Tables>,
  id: string,
): Promise<LoggedRequestWithBodies | null> {
  const row = await db.selectFrom("request_logs")
    .leftJoin("request_bodies", "request_bodies.seq", "request_logs.seq")
    .selectAll("request_logs")
    .select(["request_body", "response_body", "response_text"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...fromRow(row),
    requestBody: row.request_body,
    responseBody: row.response_body,
    responseText: row.response_text,
  };
}

/** The bodies of some rows by `seq`; rows without any are missing. */
export async function bodiesOf(
  db: Kysely<Tables>,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, RequestBodyRow>> {
  const rows = await db.selectFrom("request_bodies").selectAll().where("seq", "in", seqs).execute();
  return new Map(rows.map((row) => [row.seq, row]));
}

/** A page by its number, as `listRequestLogs` orders them. */
export async function requestLogsAt(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  place: { readonly offset: number; readonly limit: number },
): Promise<LoggedRequest[]> {
  // Only the shown rows are read whole.
  const seqs = applyFilter(db.selectFrom("request_logs").select("seq"), filter)
    .orderBy("started_at_ms", "desc").orderBy("seq", "desc")
    .limit(place.limit).offset(place.offset);
  const rows = await db.selectFrom("request_logs").selectAll().where("seq", "in", seqs)
    .orderBy("started_at_ms", "desc").orderBy("seq", "desc").execute();
  return rows.map(fromRow);
}

/** How many rows fit; from the sums over the log where these tell it. */
export async function countRequestLogs(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
): Promise<number> {
  const summed = summedFilter(filter);
  if (summed !== null) {
    const rows = await readStatistics(db, summed);
    return rows.reduce((total, { requests }) => total + requests, 0);
  }
  const query = db.selectFrom("request_logs")
    .select((select) => select.fn.countAll<number>().as("rows"));
  const row = await applyFilter(query, filter).executeTakeFirst();
  return Number(row?.rows ?? 0);
}

/** How many rows the index of words does not know yet, at most `limit`. */
export async function unindexedBodies(db: Kysely<Tables>, limit: number): Promise<number> {
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM (
      SELECT 1 FROM request_bodies
      WHERE seq > (SELECT indexed_up_to FROM statistics_progress) LIMIT ${limit}
    )`.execute(db);
  return rows[0]?.rows ?? 0;
}

/** All times that a row can have: whole days, so that no row has to be looked at. */
const LAST_MS = 8_640_000_000_000_000;

/** The filter as a question to the sums; null when they cannot tell. */
function summedFilter(filter: RequestLogFilter) {
  const { sinceMs = -LAST_MS, untilMs = LAST_MS, texts = {}, sessionId, ...rest } = filter;
  if (Object.keys(rest).length > 0) return null;
  const given = [
    ...Object.entries(texts).flatMap(([column, values]) => values.map((value) => [column, value])),
    ...(sessionId === undefined ? [] : [["session_id", sessionId]]),
  ];
  const periods = [{ fromMs: sinceMs, toMs: untilMs, offsetMs: 0 }];
  const [[column = "", value = ""] = []] = given;
  if (given.length === 0) return { dimension: "all" as const, periods, byValue: false };
  const dimension = SUMMED[column];
  if (given.length > 1 || dimension === undefined || value.length > MAX_VALUE / 2) return null;
  return { dimension, value, periods, byValue: false };
}

const SUMMED: Readonly<Record<string, Dimension>> = {
  provider: "provider",
  model_used: "model",
  caller_token_id: "caller_token",
  complexity_tier: "tier",
  session_id: "session",
};

/**
 * Requests written after the one numbered `afterSeq`, in order of writing: nothing is missed and
 * nothing comes twice, though requests end in another order than they start.
 */
export async function tailRequestLogs(
  db: Kysely<Tables>,
  afterSeq: number,
  limit: number,
  filter: RequestLogFilter = {},
): Promise<LoggedRequest[]> {
  const rows = await applyFilter(db.selectFrom("request_logs").selectAll(), filter)
    .where("seq", ">", afterSeq).orderBy("seq").limit(limit).execute();
  return rows.map(fromRow);
}

/** Number of the row written last, for `tailRequestLogs`; 0 when there is none. */
export async function newestSeq(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom("request_logs").select((select) => select.fn.max("seq").as("seq"))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

function parseCursor(cursor: string): { startedAtMs: number; seq: number } {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(cursor);
  if (found === null) {
    throw new FlowError(
      "invalid_request",
      `Cannot list request logs: the cursor ${JSON.stringify(cursor)} is none. Take it from the ` +
        "page before.",
      { param: "cursor" },
    );
  }
  return { startedAtMs: Number(found[1]), seq: Number(found[2]) };
}

function fromRow(row: RequestLogRow): LoggedRequest {
  return { record: fromColumns(row), seq: row.seq, bodyState: row.body_state };
}
