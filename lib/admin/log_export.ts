/**
 * The request log as a download: exactly what a filter lets through.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { csvLine } from "../domain/csv.ts";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import { bodiesOf, listRequestLogs, type LoggedRequest, newestSeq } from "../store/request_logs.ts";
import type { Tables } from "../store/tables.ts";
import { requestJson, wholeRequestJson } from "./log_json.ts";

export type ExportFormat = "jsonl" | "csv";

/** Rows that are read at once; the next are read when these have been sent. */
const STEP_ROWS = 500;
/** Bodies may be large. */
const STEP_BODIES = 10;

/**
 * Lines without their ends, newest first: what fits now, and nothing that is written meanwhile. The
 * first line of CSV names the columns.
 */
export async function* exportLines(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  format: ExportFormat,
  withBodies: boolean,
): AsyncGenerator<string> {
  let isFirst = format === "csv";
  for await (const row of exportedRows(db, filter, withBodies)) {
    if (isFirst) yield csvLine(Object.keys(row));
    isFirst = false;
    yield format === "csv" ? csvLine(Object.values(row)) : JSON.stringify(row);
  }
}

async function* exportedRows(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  withBodies: boolean,
): AsyncGenerator<Record<string, unknown>> {
  const upToSeq = await newestSeq(db);
  const limit = withBodies ? STEP_BODIES : STEP_ROWS;
  let cursor: string | null = null;
  do {
    const page = await readPage(db, { ...filter, upToSeq }, limit, cursor);
    yield* withBodies ? await withTheirBodies(db, page.requests) : page.requests.map(requestJson);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

const readPage = (
  db: Kysely<Tables>,
  filter: RequestLogFilter,
  limit: number,
  cursor: string | null,
) => listRequestLogs(db, filter, { limit, cursor });

async function withTheirBodies(
  db: Kysely<Tables>,
  requests: readonly LoggedRequest[],
): Promise<Record<string, unknown>[]> {
  const bodies = await bodiesOf(db, requests.map(({ seq }) => seq));
  return requests.map((request) => {
    const found = bodies.get(request.seq);
    return wholeRequestJson({
      ...request,
      requestBody: found?.request_body ?? null,
      responseBody: found?.response_body ?? null,
      responseText: found?.response_text ?? null,
    });
  });
}
