/**
 * Reads sums over the request log, exact at the window's edges and up to the last row: whole steps come
 * from what is summed up already, the rest from the rows.
 *
 * @module
 */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { OffsetPeriod } from "../domain/time_zone.ts";
import { type Dimension, MAX_VALUE, stepsOf } from "./roll_ups.ts";
import type { RollUpSums } from "./statistics_tables.ts";
import type { Tables } from "./tables.ts";
import { coverTime, type Span } from "./time_cover.ts";

/** What is asked. */
export interface StatisticsQuery {
  readonly dimension: Dimension;
  /** Only this value of the dimension. */
  readonly value?: string;
  /** Only these values of the dimension. */
  readonly values?: readonly string[];
  /** How the clocks go in the window; its edges are those of the first and the last. */
  readonly periods: readonly OffsetPeriod[];
  /** Hours or days by these clocks, each for itself; absent: the window as a whole. */
  readonly slotMs?: number;
  /** Whether the values of the dimension stand each for itself. */
  readonly byValue: boolean;
  /** Only the values with the largest sum. */
  readonly top?: { readonly by: keyof RollUpSums; readonly limit: number };
}

/** The sums of one value in one slot. */
export interface StatisticsRow extends RollUpSums {
  /** Index of the period; 0 when slots are days, which may reach across a change of the clocks. */
  readonly period: number;
  /** Local hours or days since 1970-01-01 00:00 on the zone's clocks; 0 without slots. */
  readonly slot: number;
  /** Empty when values are not told apart. */
  readonly value: string;
  readonly latency: Uint8Array;
  readonly ttft: Uint8Array;
}

const DAY_MS = 86_400_000;

/** Reads the sums; without requests there is no row. Ordered by time, or by `top`. */
export async function readStatistics(
  db: Kysely<Tables>,
  query: StatisticsQuery,
): Promise<StatisticsRow[]> {
  const { top } = query;
  if (top === undefined) return await sumsOf(db, query, true);
  const best = await sumsOf(db, query, false);
  const values = best.map(({ value }) => value);
  // Histograms cost most, and are wanted of few.
  const { top: _, ...whole } = query;
  const rows = new Map(
    (await sumsOf(db, { ...whole, values }, true)).map((row) => [row.value, row]),
  );
  return values.flatMap((value) => rows.get(value) ?? []);
}

async function sumsOf(
  db: Kysely<Tables>,
  query: StatisticsQuery,
  hasHistograms: boolean,
): Promise<StatisticsRow[]> {
  const pieces = query.periods.flatMap((period, index) => piecesOf(query, period, index));
  if (pieces.length === 0) return [];
  const histograms = hasHistograms
    ? sql`, histogram(latency) AS latency, histogram(ttft) AS ttft`
    : sql``;
  const order = query.top === undefined
    ? sql`1, 2, 3`
    : sql`${sql.ref(query.top.by)} DESC, value LIMIT ${query.top.limit}`;
  const { rows } = await sql<StatisticsRow>`SELECT period, slot, value,
      total(requests) AS requests, total(errors) AS errors,
      total(prompt_tokens) AS prompt_tokens, total(completion_tokens) AS completion_tokens,
      total(total_tokens) AS total_tokens, total(cached_tokens) AS cached_tokens,
      total(cache_write_tokens) AS cache_write_tokens,
      total(reasoning_tokens) AS reasoning_tokens,
      total(cost_nano_usd) AS cost_nano_usd, total(unpriced) AS unpriced,
      total(latency_ms) AS latency_ms${histograms}
    FROM (${sql.join(pieces, sql` UNION ALL `)})
    GROUP BY period, slot, value ORDER BY ${order}`.execute(db);
  return rows;
}

/** Steps must not be longer than a slot, nor cross its edges on the local clocks. */
function spansOf({ dimension, slotMs }: StatisticsQuery, period: OffsetPeriod): Span[] {
  const steps = stepsOf(dimension).filter((step) =>
    slotMs === undefined || (step <= slotMs && period.offsetMs % step === 0)
  );
  return coverTime(period.fromMs, period.toMs, steps);
}

function piecesOf(
  query: StatisticsQuery,
  period: OffsetPeriod,
  index: number,
): RawBuilder<unknown>[] {
  const spans = spansOf(query, period);
  const whole = spans.filter(({ stepMs }) => stepMs !== null);
  const [first, last] = [whole.at(0), whole.at(-1)];
  const isEdge = ({ stepMs }: Span) => stepMs === null;
  return [
    ...whole.map((span) => summed(query, period, index, span)),
    ...spans.filter(isEdge).map((span) => counted(query, period, index, span, EVERY_ROW)),
    ...(first === undefined || last === undefined
      ? []
      : [counted(query, period, index, { fromMs: first.fromMs, toMs: last.toMs }, NOT_SUMMED)]),
  ];
}

/** Which rows are counted, and where to look for them. */
interface Rows {
  readonly from: RawBuilder<unknown>;
  readonly condition: RawBuilder<unknown>;
}

const EVERY_ROW: Rows = { from: sql`request_logs`, condition: sql`` };
/** The index over time would lead through the whole window, to find the last few rows. */
const NOT_SUMMED: Rows = {
  from: sql`request_logs NOT INDEXED`,
  condition: sql`AND seq > (SELECT summed_up_to FROM statistics_progress)`,
};

/** Steps that are summed up. */
function summed(
  query: StatisticsQuery,
  period: OffsetPeriod,
  index: number,
  { stepMs, fromMs, toMs }: Span,
): RawBuilder<unknown> {
  const { byValue, dimension } = query;
  return sql`SELECT ${place(query, period, index, "start_ms")},
      ${byValue ? sql.ref("value") : sql.lit("")} AS value, requests, errors, prompt_tokens,
      completion_tokens, total_tokens, cached_tokens, cache_write_tokens, reasoning_tokens,
      cost_nano_usd, unpriced, latency_ms, latency_histogram AS latency, ttft_histogram AS ttft
    FROM roll_ups
    WHERE dimension = ${dimension} AND step_ms = ${sql.lit(stepMs)}
      AND start_ms >= ${fromMs} AND start_ms < ${toMs} ${only(query, sql.ref("value"))}`;
}

/** Rows, one by one. */
function counted(
  query: StatisticsQuery,
  period: OffsetPeriod,
  index: number,
  { fromMs, toMs }: Pick<Span, "fromMs" | "toMs">,
  { from, condition }: Rows,
): RawBuilder<unknown> {
  const { byValue, dimension } = query;
  const value = sql`substr(${VALUE_OF[dimension]}, 1, ${sql.lit(MAX_VALUE)})`;
  return sql`SELECT ${place(query, period, index, "started_at_ms")},
      ${byValue ? value : sql.lit("")} AS value, 1 AS requests,
      outcome IN ('failed', 'refused') AS errors, prompt_tokens, completion_tokens, total_tokens,
      cached_tokens, cache_write_tokens, reasoning_tokens, cost_nano_usd,
      cost_nano_usd IS NULL AS unpriced, latency_ms, latency_ms AS latency, ttft_ms AS ttft
    FROM ${from} ${dimension === "tag" ? EACH_TAG : sql``}
    WHERE started_at_ms >= ${fromMs} AND started_at_ms < ${toMs} ${condition}
      ${dimension === "session" ? sql`AND session_id IS NOT NULL` : sql``} ${only(query, value)}`;
}

/** The period and the slot that a time lies in. */
function place(
  { slotMs }: StatisticsQuery,
  { offsetMs }: OffsetPeriod,
  index: number,
  time: string,
): RawBuilder<unknown> {
  const period = sql.lit(slotMs === undefined || slotMs === DAY_MS ? 0 : index);
  const slot = slotMs === undefined
    ? sql.lit(0)
    : sql`(${sql.ref(time)} + ${sql.lit(offsetMs)}) / ${sql.lit(slotMs)}`;
  return sql`${period} AS period, ${slot} AS slot`;
}

const EACH_TAG = sql`, json_each(tag_values(user_tag, tags)) AS tag`;

const VALUE_OF: Readonly<Record<Dimension, RawBuilder<unknown>>> = {
  all: sql`''`,
  provider: sql`provider`,
  model: sql`model_used`,
  caller_token: sql`coalesce(caller_token_id, '')`,
  tier: sql`coalesce(complexity_tier, '')`,
  status: sql`outcome || ' ' || http_status`,
  session: sql`session_id`,
  tag: sql`tag.value`,
};

function only(
  { value, values }: StatisticsQuery,
  column: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const one = value === undefined ? sql`` : sql`AND ${column} = ${value}`;
  if (values === undefined) return one;
  return sql`${one} AND ${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
