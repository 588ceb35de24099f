import assert from "node:assert/strict";
import { CliError } from "../../../lib/cli/exit.ts";
import { momentOf } from "../../../lib/cli/moment.ts";

const NOW = Date.parse("2026-06-15T12:00:00Z");

Deno.test("momentOf counts durations back or ahead", () => {
  const cases: [string, number][] = [
    ["30s", 30_000],
    ["90m", 5_400_000],
    ["24h", 86_400_000],
    [" 7d ", 604_800_000],
    ["2w", 1_209_600_000],
  ];
  for (const [text, ms] of cases) {
    assert.equal(momentOf(text, NOW, "ago", "--since"), NOW - ms);
    assert.equal(momentOf(text, NOW, "ahead", "--expires"), NOW + ms);
  }
  assert.equal(momentOf("999999999w", NOW, "ago", "--since"), 0);
});

Deno.test("momentOf reads dates as UTC", () => {
  assert.equal(momentOf("2026-12-31", NOW, "ahead", "--expires"), Date.UTC(2026, 11, 31));
  const exact = momentOf("2026-12-31T10:00:00+02:00", NOW, "ago", "--since");
  assert.equal(exact, Date.UTC(2026, 11, 31, 8));
});

Deno.test("momentOf refuses what is neither, naming the flag", () => {
  for (const text of ["", "1", "1y", "-1h", "1.5h", "yesterday", "2026-13-01", "12/31/2026"]) {
    assert.throws(() => momentOf(text, NOW, "ago", "--since"), (error) => {
      return error instanceof CliError && error.exitCode === 2 && /^--since/.test(error.message);
    }, text);
  }
});
