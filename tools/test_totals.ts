/**
 * Reads the totals that `deno test` prints, to repeat them in one plain line.
 *
 * @module
 */

/** How many tests ended how. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// deno-lint-ignore no-control-regex -- terminal colours are control characters
const COLOUR = /\x1b\[[0-9;]*m/g;
/** `ok | 12 passed (3 steps) | 0 failed | 1 ignored (2s)`, or `FAILED | …`. */
const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed(?: \(\d+ steps?\))?(?: \| (\d+) ignored)?/;

/** The totals of a line of `deno test`'s output, or null when it is another line. */
export function totalsOf(line: string): TestTotals | null {
  const found = SUMMARY.exec(line.replace(COLOUR, "").trim());
  if (found === null) return null;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
}

/** The closing line: `12 passed, 0 failed`, with `, 1 skipped` when some were. */
export function closingLine({ passed, failed, skipped }: TestTotals): string {
  return `${passed} passed, ${failed} failed` + (skipped === 0 ? "" : `, ${skipped} skipped`);
}

/**
 * The exit code of a whole run: 0 only when `deno test` was content, at least one test ran and
 * none failed.
 */
export function exitCode(runnerCode: number, totals: TestTotals): number {
  if (runnerCode !== 0) return runnerCode;
  return totals.passed === 0 || totals.failed > 0 ? 1 : 0;
}
