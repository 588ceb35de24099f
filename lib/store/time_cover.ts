/**
 * Covers a window of time with steps that are summed up already.
 *
 * @module
 */

/** A part of a window. */
export interface Span {
  /** Length of the steps that it consists of, ms; null: it has to be counted row by row. */
  readonly stepMs: number | null;
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

/**
 * Parts that together are the window exactly, in order, as long as they can be.
 * @param steps lengths, ascending, each a multiple of the one before; counted from 1970 UTC
 */
export function coverTime(fromMs: number, toMs: number, steps: readonly number[]): Span[] {
  if (fromMs >= toMs) return [];
  const longest = steps.at(-1);
  if (longest === undefined) return [{ stepMs: null, fromMs, toMs }];
  const shorter = steps.slice(0, -1);
  const first = Math.ceil(fromMs / longest) * longest;
  const end = Math.floor(toMs / longest) * longest;
  if (first >= end) return coverTime(fromMs, toMs, shorter);
  return [
    ...coverTime(fromMs, first, shorter),
    { stepMs: longest, fromMs: first, toMs: end },
    ...coverTime(end, toMs, shorter),
  ];
}
