/**
 * Reading the request log.
 *
 * @module
 */
import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { Outcome, RequestRecord } from "../domain/request_record.ts";
import { fromColumns } from "./request_columns.ts";
import type { BodyState, RequestLogRow, Tables } from "./tables.ts";

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

/** Every given field must fit. */
export interface RequestLogFilter {
  /** The model asked for or used, exactly. */
  readonly model?: string;
  readonly provider?: string;
  readonly outcome?: Outcome;
  readonly httpStatus?: number;
  readonly sessionId?: string;
  readonly callerTokenId?: string;
  /** Started at or after, ms since 1970 UTC. */
  readonly sinceMs?: number;
  /** Started before. */
  readonly untilMs?: number;
}

/** A page of the log. */
export interface RequestLogPage {
  readonly requests: readonly LoggedRequest[];
  /** For the next, older page; null after the last. */
  readonly nextCursor: string | null;
}

type LogQuery = SelectQueryBuilder<Tables, "request_logs", RequestLogRow>;

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

function applyFilter(query: LogQuery, filter: RequestLogFilter): LogQuery {
  let fit = query;
  const { model, outcome } = filter;
  if (model !== undefined) fit = fit.where((row) => namesModel(row, model));
  if (outcome !== undefined) {
    fit = fit.where("outcome", "=", outcome);
    // Said in these words so that SQLite sees that the index over trouble holds all that is sought.
    if (outcome !== "complete") fit = fit.where(sql<boolean>`outcome <> 'complete'`);
  }
  if (filter.provider !== undefined) fit = fit.where("provider", "=", filter.provider);
  if (filter.httpStatus !== undefined) fit = fit.where("http_status", "=", filter.httpStatus);
  if (filter.sessionId !== undefined) fit = fit.where("session_id", "=", filter.sessionId);
  if (filter.callerTokenId !== undefined) {
    fit = fit.where("caller_token_id", "=", filter.callerTokenId);
  }
  if (filter.sinceMs !== undefined) fit = fit.where("started_at_ms", ">=", filter.sinceMs);
  if (filter.untilMs !== undefined) fit = fit.where("started_at_ms", "<", filter.untilMs);
  return fit;
}

function namesModel(row: ExpressionBuilder<Tables, "request_logs">, model: string) {
  return row.or([row("model_used", "=", model), row("model_requested", "=", model)]);
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
