import assert from "node:assert/strict";
import { fail, ok, skip, warn } from "../../../../lib/cli/doctor/finding.ts";

Deno.test("findings carry their status, and a remedy where there is something to do", () => {
  const found = [ok("T", "d"), skip("T", "d"), warn("T", "d", "r"), fail("T", "d", "r")];
  assert.deepEqual(found.map(({ status, remedy }) => [status, remedy]), [
    ["ok", null],
    ["skip", null],
    ["warn", "r"],
    ["fail", "r"],
  ]);
});
