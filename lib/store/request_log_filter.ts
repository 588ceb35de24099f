/**
 * What of the request log is wanted, in SQL.
 *
 * @module
 */
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import {
  NUMBER_COLUMNS,
  type RequestLogFilter,
  TEXT_COLUMNS,
  type TextColumn,
} from "../domain/request_log_filter.ts";
import type { SearchTerm } from "../domain/search_words.ts";
import type { Tables } from "./tables.ts";

/** A query over the log to which conditions are added. */
export type LogQuery<Output> = SelectQueryBuilder<Tables, "request_logs", Output>;

/** The query with the filter's conditions. */
export function applyFilter<Output>(
  query: LogQuery<Output>,
  filter: RequestLogFilter,
): LogQuery<Output> {
  let fit = query;
  const { model, outcome, errorText, terms, isError } = filter;
  if (model !== undefined) fit = fit.where((row) => namesModel(row, model));
  if (outcome !== undefined) fit = fit.where("outcome", "=", outcome);
  if (isError !== undefined) {
    fit = fit.where("outcome", isError ? "in" : "not in", ["failed", "refused"]);
  }
  const outcomes = outcome === undefined ? filter.texts?.outcome : [outcome];
  if (isError === true || outcomes?.includes("complete") === false) {
    // Said in these words so that SQLite sees that the index over trouble holds all that is sought.
    fit = fit.where(sql<boolean>`outcome <> 'complete'`);
  }
  if (filter.provider !== undefined) fit = fit.where("provider", "=", filter.provider);
  if (filter.httpStatus !== undefined) fit = fit.where("http_status", "=", filter.httpStatus);
  if (filter.sessionId !== undefined) fit = fit.where("session_id", "=", filter.sessionId);
  if (filter.callerTokenId !== undefined) {
    fit = fit.where("caller_token_id", "=", filter.callerTokenId);
  }
  if (filter.sinceMs !== undefined) fit = fit.where("started_at_ms", ">=", filter.sinceMs);
  if (filter.untilMs !== undefined) fit = fit.where("started_at_ms", "<", filter.untilMs);
  if (filter.upToSeq !== undefined) fit = fit.where("seq", "<=", filter.upToSeq);
  for (const column of TEXT_COLUMNS) {
    const values = filter.texts?.[column];
    if (values !== undefined) fit = fit.where(isOneOf(column, values));
  }
  for (const column of NUMBER_COLUMNS) {
    const { min, max } = filter.ranges?.[column] ?? {};
    if (min !== undefined) fit = fit.where(column, ">=", min);
    if (max !== undefined) fit = fit.where(column, "<=", max);
  }
  if (filter.stream !== undefined) fit = fit.where("stream", "=", filter.stream ? 1 : 0);
  if (filter.isUsageEstimated !== undefined) {
    fit = fit.where("is_usage_estimated", "=", filter.isUsageEstimated ? 1 : 0);
  }
  if (filter.hasWarnings !== undefined) {
    fit = fit.where(
      sql<boolean>`json_array_length(coalesce(warnings, '[]')) > 0 = ${
        sql.lit(filter.hasWarnings ? 1 : 0)
      }`,
    );
  }
  if (filter.minAttempts !== undefined) {
    const attempts = sql<number>`json_array_length(coalesce(attempts, '[]'))`;
    fit = fit.where(sql<boolean>`${attempts} >= ${filter.minAttempts}`);
  }
  for (const { name, value } of filter.tags ?? []) fit = fit.where(isTagged(name, value));
  if (errorText !== undefined) {
    fit = fit.where(sql<boolean>`instr(lower(error_message), lower(${errorText})) > 0`);
  }
  if (terms !== undefined) fit = fit.where(bodiesHold(terms));
  return fit;
}

function namesModel(row: ExpressionBuilder<Tables, "request_logs">, model: string) {
  return row.or([row("model_used", "=", model), row("model_requested", "=", model)]);
}

function isOneOf(column: TextColumn, values: readonly string[]) {
  const [first] = values;
  if (values.length === 1) return sql<boolean>`${sql.ref(column)} = ${first}`;
  const list = JSON.stringify(values);
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${list}))`;
}

function isTagged(name: string, value: string | null) {
  const is = value === null ? sql`` : sql` AND tag.value = ${value}`;
  return sql<boolean>`EXISTS
    (SELECT 1 FROM json_each(coalesce(tags, '{}')) AS tag WHERE tag.key = ${name}${is})`;
}

/**
 * The index knows all bodies but the newest, which are looked through. The plus keeps SQLite from
 * fetching and sorting everything that a common word finds: it walks back in time and stops early.
 */
function bodiesHold(terms: readonly SearchTerm[]) {
  return sql<boolean>`+seq IN (
    SELECT rowid FROM body_words WHERE body_words MATCH ${matchText(terms)}
    UNION ALL
    SELECT seq FROM request_bodies
    WHERE seq > (SELECT indexed_up_to FROM statistics_progress)
      AND holds_terms(request_body, response_body, response_text, ${JSON.stringify(terms)}))`;
}

/** Words hold letters, digits and underscores only, so that nothing in quotes can end them. */
function matchText(terms: readonly SearchTerm[]): string {
  return terms.map(({ word, isPrefix }) => `"${word}"${isPrefix ? "*" : ""}`).join(" ");
}
