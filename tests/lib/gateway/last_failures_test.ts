import assert from "node:assert/strict";
import { LastFailures } from "../../../lib/gateway/last_failures.ts";

Deno.test("LastFailures remembers the last failure of each key, cut to what can be shown", () => {
  const failures = new LastFailures();
  failures.note("a", { atMs: 1, model: "m", reason: "first" });
  failures.note("a", { atMs: 2, model: "m", reason: "x".repeat(1000) });

  assert.equal(failures.of("b"), null);
  assert.deepEqual(failures.of("a"), { atMs: 2, model: "m", reason: "x".repeat(300) });
});

Deno.test("LastFailures forgets the key that failed longest ago when there are too many", () => {
  const failures = new LastFailures();
  for (let n = 0; n < 1001; n++) failures.note(`${n}`, { atMs: n, model: "m", reason: "r" });

  assert.equal(failures.of("0"), null);
  assert.equal(failures.of("1")?.atMs, 1);
});
