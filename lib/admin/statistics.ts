/**
 * Statistics over the request log.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { dateText, momentText, startOfDate } from "../domain/time_zone.ts";
import type { Dimension } from "../store/roll_ups.ts";
import { readStatistics, type StatisticsQuery, type StatisticsRow } from "../store/statistics.ts";
import type { RollUpSums } from "../store/statistics_tables.ts";
import type { Tables } from "../store/tables.ts";
import { type Measures, measuresOf } from "./measures.ts";
import { periodsOf, previousOf, type Window } from "./statistics_window.ts";

/** Narrows statistics to one value of one dimension; at most one member may be set. */
export interface StatisticsFilter {
  readonly dimension: Exclude<Dimension, "all" | "session" | "tag">;
  readonly value: string;
}

/** Sums of a whole window. */
export async function overview(
  db: Kysely<Tables>,
  window: Window,
  filter: StatisticsFilter | null = null,
): Promise<Measures> {
  const [row] = await readStatistics(db, { ...restrict(filter), ...whole(window), byValue: false });
  return measuresOf(row);
}

/** One hour or day. */
export interface TimelineItem extends Measures {
  /** `YYYY-MM-DD HH:00:00` or `YYYY-MM-DD` on the zone's clocks. */
  readonly time: string;
  /** Its first moment, with the zone's offset: it tells the two hours apart that clocks show twice. */
  readonly start: string;
}

export type Granularity = "hour" | "day";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Hours or days with requests, ascending; those without are left out. */
export async function timeline(
  db: Kysely<Tables>,
  window: Window,
  granularity: Granularity,
  filter: StatisticsFilter | null = null,
): Promise<TimelineItem[]> {
  const slotMs = granularity === "hour" ? HOUR_MS : DAY_MS;
  const query = { ...restrict(filter), periods: periodsOf(window), byValue: false, slotMs };
  const rows = await readStatistics(db, query);
  return rows.map((row) => ({ ...label(row, query, window.zone), ...measuresOf(row) }));
}

function label(
  { period, slot }: StatisticsRow,
  { periods, slotMs }: Pick<StatisticsQuery, "periods" | "slotMs">,
  zone: string,
): Pick<TimelineItem, "time" | "start"> {
  if (slotMs === DAY_MS) {
    return { time: dateText(slot), start: momentText(zone, startOfDate(zone, slot)) };
  }
  const { fromMs, offsetMs } = periods[period] ?? { fromMs: 0, offsetMs: 0 };
  const local = new Date(slot * HOUR_MS).toISOString();
  const isFirst = period === 0;
  // The clocks may have been changed in the middle of the hour; the window may begin there too.
  const startMs = Math.max(slot * HOUR_MS - offsetMs, isFirst ? -Infinity : fromMs);
  return {
    time: `${local.slice(0, 10)} ${local.slice(11, 13)}:00:00`,
    start: momentText(zone, startMs),
  };
}

/** What a break-down may be ordered by; the largest comes first. */
export type BreakdownOrder = "requests" | "tokens" | "cost" | "errors";

const ORDERS: Readonly<Record<BreakdownOrder, keyof RollUpSums>> = {
  requests: "requests",
  tokens: "total_tokens",
  cost: "cost_nano_usd",
  errors: "errors",
};

/** One value of the dimension. */
export interface BreakdownItem extends Measures {
  /** Empty for requests without one. */
  readonly value: string;
  /** With `compare`: the same value in the window before. */
  readonly previous?: Measures;
}

export interface BreakdownQuery {
  readonly by: Exclude<Dimension, "all">;
  readonly order: BreakdownOrder;
  readonly limit: number;
  readonly compare: boolean;
}

/** Sums for each value of a dimension. */
export async function breakdown(
  db: Kysely<Tables>,
  window: Window,
  { by, order, limit, compare }: BreakdownQuery,
): Promise<BreakdownItem[]> {
  const top = { by: ORDERS[order], limit };
  const rows = await readStatistics(db, { dimension: by, byValue: true, top, ...whole(window) });
  const items = rows.map((row) => ({ value: row.value, ...measuresOf(row) }));
  if (!compare) return items;
  const values = items.map(({ value }) => value);
  const earlier = await readStatistics(db, {
    dimension: by,
    byValue: true,
    values,
    ...whole(previousOf(window)),
  });
  const byValue = new Map(earlier.map((row) => [row.value, row]));
  return items.map((item) => ({ ...item, previous: measuresOf(byValue.get(item.value)) }));
}

/** Names for ids of caller tokens: those of today, else those that the log remembers. */
export async function callerTokenNames(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = ids.filter((id) => id !== "");
  if (asked.length === 0) return new Map();
  const known = await db.selectFrom("caller_tokens").select(["id", "name"])
    .where("id", "in", asked).execute();
  const names = new Map(known.map(({ id, name }) => [id, name]));
  for (const id of asked.filter((id) => !names.has(id))) {
    const row = await db.selectFrom("request_logs").select("caller_token_name as name")
      .where("caller_token_id", "=", id).orderBy("started_at_ms", "desc").limit(1)
      .executeTakeFirst();
    if (typeof row?.name === "string") names.set(id, row.name);
  }
  return names;
}

/** Without hours or days the clocks do not matter. */
function whole({ fromMs, toMs }: Window): Pick<StatisticsQuery, "periods"> {
  return { periods: [{ fromMs, toMs, offsetMs: 0 }] };
}

function restrict(
  filter: StatisticsFilter | null,
): Pick<StatisticsQuery, "dimension" | "value"> {
  return filter === null ? { dimension: "all" } : filter;
}
