/**
 * The request log page by page.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import {
  countRequestLogs,
  listRequestLogs,
  type RequestLogPage,
  requestLogsAt,
} from "../store/request_logs.ts";
import type { Tables } from "../store/tables.ts";
import { logRow, type LogRowView } from "./log_rows.ts";
import { assertSearchable } from "./log_search.ts";

/** Which page. */
export interface LogPlace {
  /** From 1; does not count with a cursor. */
  readonly page: number;
  readonly size: number;
  /** From the page before; null to go by numbers. */
  readonly cursor: string | null;
}

/** Rows, newest first. */
export interface LogPage {
  readonly rows: readonly LogRowView[];
  /** All that fit; null with a cursor. */
  readonly total: number | null;
  /** For the next, older page; null after the last. */
  readonly nextCursor: string | null;
}

/**
 * A page of the log. Pages that follow cursors show nothing twice and leave out nothing that was there
 * when they began, whatever arrives meanwhile.
 * @throws FlowError `invalid_request` for a cursor that is not ours, `not_ready` for a search while the
 *   index is far behind
 */
export async function logPage(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  { page, size, cursor }: LogPlace,
): Promise<LogPage> {
  await assertSearchable(db, filter);
  const found = cursor === null && page > 1
    ? await numberedPage(db, filter, page, size)
    : await listRequestLogs(db, filter, { limit: size, cursor });
  return {
    rows: found.requests.map(logRow),
    total: cursor === null ? await countRequestLogs(db, filter) : null,
    nextCursor: found.nextCursor,
  };
}

async function numberedPage(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  page: number,
  size: number,
): Promise<RequestLogPage> {
  const place = { offset: (page - 1) * size, limit: size + 1 };
  const rows = await requestLogsAt(db, filter, place);
  const requests = rows.slice(0, size);
  const last = requests.at(-1);
  const isMore = rows.length > size && last !== undefined;
  return { requests, nextCursor: isMore ? `${last.record.startedAtMs}-${last.seq}` : null };
}
