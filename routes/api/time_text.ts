/**
 * Times in answers.
 *
 * @module
 */

/** Ms since 1970 UTC as ISO 8601: `2027-01-31T12:00:00.000Z`; null stays null. */
export function timeText(ms: number): string;
export function timeText(ms: number | null): string | null;
export function timeText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
