/**
 * The times that statistics are asked for.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import {
  type OffsetPeriod,
  offsetPeriods,
  startOfDay,
  timeZoneNamed,
} from "../domain/time_zone.ts";

export type Period = "today" | "week" | "month";

/** A window as it is asked for. `fromMs` and `toMs` win over `period` and `days`. */
export interface WindowQuery {
  readonly period?: Period | undefined;
  /** The last so many times 24 hours. */
  readonly days?: number | undefined;
  /** Inclusive, ms since 1970 UTC. */
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly toMs?: number | undefined;
  /** A time zone; UTC when absent. */
  readonly tz?: string | undefined;
}

/** A window of time on the clocks of a zone. */
export interface Window {
  readonly zone: string;
  readonly fromMs: number;
  /** For a window that reaches to the present: later, so that nothing that is written now is missed. */
  readonly toMs: number;
  /** The window that it is compared with. */
  readonly previous: { readonly fromMs: number; readonly toMs: number };
}

const DAY_MS = 86_400_000;
const PERIOD_DAYS = { week: 7, month: 30 };
/** Longer windows would have too many hours to tell one by one. */
const MAX_DAYS = 3660;

/**
 * Settles a window. `today` begins at midnight in the zone and is compared with yesterday up to the
 * same time of day; any other is compared with the time of the same length before it.
 * @throws FlowError `invalid_request` for an unknown zone, or an end that is not after the start
 */
export function settleWindow(query: WindowQuery, nowMs: number): Window {
  const zone = timeZoneNamed(query.tz ?? "UTC");
  const { fromMs, toMs, days, period } = query;
  if (fromMs === undefined && toMs === undefined && period === "today") {
    const start = startOfDay(zone, nowMs);
    const yesterday = startOfDay(zone, nowMs, 1);
    const previous = { fromMs: yesterday, toMs: Math.min(yesterday + nowMs - start, start) };
    return { zone, fromMs: start, toMs: openEnd(nowMs), previous };
  }
  const length = DAY_MS *
    (period === undefined || period === "today" ? days ?? 1 : PERIOD_DAYS[period]);
  const start = fromMs ?? Math.min(toMs ?? nowMs, nowMs) - length;
  const end = toMs ?? Math.max(openEnd(nowMs), start + 1);
  const known = Math.min(end, Math.max(nowMs, start + 1));
  if (end <= start) {
    throw new FlowError("invalid_request", "'to' must be later than 'from'.", { param: "to" });
  }
  if (known - start > MAX_DAYS * DAY_MS) {
    throw new FlowError(
      "invalid_request",
      `The window from ${new Date(start).toISOString()} is too long: it may have ${MAX_DAYS} days.`,
      { param: "from" },
    );
  }
  return { zone, fromMs: start, toMs: end, previous: { fromMs: 2 * start - known, toMs: start } };
}

/** A day boundary in UTC, so that no rows have to be counted one by one before it. */
function openEnd(nowMs: number): number {
  return (Math.ceil(nowMs / DAY_MS) + 1) * DAY_MS;
}

/** How the clocks go in the window. */
export function periodsOf({ zone, fromMs, toMs }: Window): OffsetPeriod[] {
  return offsetPeriods(zone, fromMs, toMs);
}

/** The window that this one is compared with. */
export function previousOf(window: Window): Window {
  return { ...window, ...window.previous };
}
