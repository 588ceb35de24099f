/**
 * The request log for those who look at it.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import {
  getRequestLog,
  listRequestLogs,
  type LoggedRequest,
  type LoggedRequestWithBodies,
  newestSeq,
  tailRequestLogs,
} from "../store/request_logs.ts";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import type { Tables } from "../store/tables.ts";
import { providerId, statusFilter, tagCondition, wordsToFind } from "./log_search.ts";

/** What of the log is wanted; every given field must fit. */
export interface LogQuery {
  /** `success`, `error`, how a request ended (`failed` …), or an HTTP status (`429`, `5xx`). */
  readonly status?: string;
  /** Asked for or used, exactly. */
  readonly model?: string;
  /** Id or alias. */
  readonly provider?: string;
  readonly session?: string;
  /** Name of a caller token. */
  readonly token?: string;
  /** The user's tag, exactly, or a label of the caller as `name=value`. */
  readonly tag?: string;
  /** Words that the bodies must hold. */
  readonly words?: string;
  /** Started at or after, ms since 1970 UTC. */
  readonly sinceMs?: number;
}

/** Rows read at once while following. */
const TAIL_ROWS = 500;

/** Checks a query. @throws FlowError `invalid_request` for a status that is none */
export function logFilter(query: LogQuery): RequestLogFilter {
  const { status, model, provider, session, token, tag, words, sinceMs } = query;
  const { texts: statusTexts = {}, ...byStatus } = status === undefined ? {} : statusFilter(status);
  const isLabel = tag?.includes("=") ?? false;
  const texts = {
    ...statusTexts,
    ...(token === undefined ? {} : { caller_token_name: [token] }),
    ...(tag === undefined || isLabel ? {} : { user_tag: [tag] }),
  };
  return {
    ...byStatus,
    ...(Object.keys(texts).length === 0 ? {} : { texts }),
    ...(tag === undefined || !isLabel ? {} : { tags: [tagCondition(tag)] }),
    ...(words === undefined ? {} : { terms: wordsToFind(words) }),
    ...(model === undefined ? {} : { model }),
    ...(provider === undefined ? {} : { provider: providerId(provider) }),
    ...(session === undefined ? {} : { sessionId: session }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
  };
}

/** Requests that fit, latest first, `limit` at most. */
export async function latestRequests(
  db: Kysely<Tables>,
  query: LogQuery,
  limit: number,
): Promise<readonly LoggedRequest[]> {
  return (await listRequestLogs(db, logFilter(query), { limit })).requests;
}

/**
 * Requests as they are written: first the `limit` latest ones that are there, oldest first, then
 * each batch of new ones. Nothing is missed and nothing comes twice.
 *
 * @param pause waits between two looks; the following ends when it resolves with false
 */
export async function* followRequests(
  db: Kysely<Tables>,
  query: LogQuery,
  limit: number,
  pause: () => Promise<boolean>,
): AsyncGenerator<readonly LoggedRequest[]> {
  const filter = logFilter(query);
  let seen = await newestSeq(db);
  const { requests } = await listRequestLogs(db, filter, { limit });
  const first = requests.filter(({ seq }) => seq <= seen).toReversed();
  if (first.length > 0) yield first;
  for (;;) {
    const fresh = await tailRequestLogs(db, seen, TAIL_ROWS, filter);
    seen = fresh.at(-1)?.seq ?? seen;
    if (fresh.length > 0) yield fresh;
    if (fresh.length < TAIL_ROWS && !await pause()) return;
  }
}

/** One request with its bodies. @throws FlowError `not_found` */
export async function wholeRequest(
  db: Kysely<Tables>,
  id: string,
): Promise<LoggedRequestWithBodies> {
  const found = await getRequestLog(db, id.trim());
  if (found !== null) return found;
  throw new FlowError(
    "not_found",
    `There is no request '${id}' in the log. Ids are in: flow-router logs - and in the header ` +
      "x-request-id of every answer.",
  );
}
