import assert from "node:assert/strict";
import { closingLine, exitCode, totalsOf } from "../../tools/test_totals.ts";

const LINES = [
  ["ok | 93 passed | 0 failed (85ms)", [93, 0, 0]],
  ["ok | 12 passed (3 steps) | 0 failed | 1 ignored (2s)", [12, 0, 1]],
  ["FAILED | 11 passed (1 step) | 2 failed (1 step) (1m2s)", [11, 2, 0]],
  ["ok | 0 passed | 0 failed | 4 filtered out (0ms)", [0, 0, 0]],
  ["\x1b[32mok\x1b[0m | 7 passed | 0 failed \x1b[38;5;245m(1ms)\x1b[0m", [7, 0, 0]],
] as const;

for (const [line, [passed, failed, skipped]] of LINES) {
  Deno.test(`totalsOf reads "${line.replaceAll("\x1b", "␛")}"`, () => {
    assert.deepEqual(totalsOf(line), { passed, failed, skipped });
  });
}

for (const line of ["running 3 tests from ./a_test.ts", "adds one ... ok (3ms)", "", "ok"]) {
  Deno.test(`totalsOf takes no totals from "${line}"`, () => {
    assert.equal(totalsOf(line), null);
  });
}

Deno.test("closingLine names skipped tests only when there are some", () => {
  assert.equal(closingLine({ passed: 3, failed: 0, skipped: 0 }), "3 passed, 0 failed");
  assert.equal(closingLine({ passed: 3, failed: 1, skipped: 2 }), "3 passed, 1 failed, 2 skipped");
});

const EXITS = [
  ["is 0 when all is well", 0, { passed: 1, failed: 0, skipped: 1 }, 0],
  ["is not 0 when no test ran", 0, { passed: 0, failed: 0, skipped: 3 }, 1],
  ["is not 0 when one failed", 0, { passed: 9, failed: 1, skipped: 0 }, 1],
  ["is the runner's own when that is not 0", 2, { passed: 9, failed: 0, skipped: 0 }, 2],
] as const;

for (const [title, runnerCode, totals, expected] of EXITS) {
  Deno.test(`exitCode ${title}`, () => {
    assert.equal(exitCode(runnerCode, totals), expected);
  });
}
