import assert from "node:assert/strict";
import { InvalidArgumentError } from "commander";
import { integerOption } from "../../../lib/cli/option_values.ts";

Deno.test("integerOption takes whole numbers and refuses the rest", () => {
  assert.deepEqual(["0", "7", "007", "999999999"].map(integerOption), [0, 7, 7, 999_999_999]);
  for (const text of ["", "-1", "1.5", "1e3", "x", "9999999999", " 1"]) {
    assert.throws(() => integerOption(text), InvalidArgumentError, text);
  }
});
