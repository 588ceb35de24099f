/**
 * Hours and days as the clocks of a time zone show them.
 *
 * @module
 */
import { FlowError } from "./errors.ts";

/** A time in which a zone's clocks keep their distance from UTC. */
export interface OffsetPeriod {
  /** Inclusive, ms since 1970 UTC. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Added to UTC gives the local time. */
  readonly offsetMs: number;
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * The zone's name as the time zone database writes it.
 * @param name of that database (`Europe/Berlin`, in any case), `UTC`, or an offset such as `+05:30`
 * @throws FlowError `invalid_request` for an unknown one, or clocks off by odd minutes
 */
export function timeZoneNamed(name: string): string {
  try {
    const zoned = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    const isOffset = /^[+-]/.test(zoned.timeZoneId);
    if (!isOffset || offsetOf(zoned) % QUARTER_MS === 0) return zoned.timeZoneId;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new FlowError(
    "invalid_request",
    `Cannot use the time zone ${JSON.stringify(name.slice(0, 60))}: it is not known. Give a name ` +
      "of the time zone database, such as Europe/Berlin, or an offset in quarters of an hour, such " +
      "as +05:30.",
    { param: "tz" },
  );
}

/** How far the clocks are from UTC from one moment to another, in order and without gaps. */
export function offsetPeriods(zone: string, fromMs: number, toMs: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  let at = zonedAt(zone, fromMs);
  for (let start = fromMs; start < toMs;) {
    const next = at.getTimeZoneTransition("next");
    const end = Math.min(next?.epochMilliseconds ?? Infinity, toMs);
    periods.push({ fromMs: start, toMs: end, offsetMs: offsetOf(at) });
    if (next === null) break;
    at = next;
    start = end;
  }
  return periods;
}

/** First moment of the day that holds a moment, `daysBefore` days earlier. */
export function startOfDay(zone: string, atMs: number, daysBefore = 0): number {
  return zonedAt(zone, atMs).subtract({ days: daysBefore }).startOfDay().epochMilliseconds;
}

/** First moment of a local date, given as days since 1970-01-01. */
export function startOfDate(zone: string, dayNumber: number): number {
  const date = Temporal.PlainDate.from("1970-01-01").add({ days: dayNumber });
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** `2026-03-29`: a local date, given as days since 1970-01-01. */
export function dateText(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** `2026-03-29T03:00:00+02:00` */
export function momentText(zone: string, atMs: number): string {
  return zonedAt(zone, atMs).toString({ timeZoneName: "never" });
}

function zonedAt(zone: string, atMs: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / 1_000_000;
}
