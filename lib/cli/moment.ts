/**
 * Moments as people type them: `90m` ago, in `30d`, or `2026-12-31`.
 *
 * @module
 */
import { CliError, EXIT } from "./exit.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Ms since 1970 UTC of a moment.
 *
 * @param flag the flag that it was given with, for the message
 * @param direction whether a duration counts back or ahead from now
 * @throws CliError 2 for a text that is neither a duration nor a date
 */
export function momentOf(
  text: string,
  nowMs: number,
  direction: "ago" | "ahead",
  flag: string,
): number {
  const duration = /^(\d{1,9})([smhdw])$/.exec(text.trim());
  if (duration !== null) {
    const ms = Number(duration[1]) * UNIT_MS[duration[2]!]!;
    return direction === "ago" ? Math.max(0, nowMs - ms) : nowMs + ms;
  }
  // A date alone is midnight UTC, as ISO 8601 has it.
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(date)) return date;
  throw new CliError(
    EXIT.usage,
    `${flag} takes a duration such as 30m, 24h or 7d, or a date such as 2026-12-31; ` +
      `'${text}' is neither.`,
  );
}
