import assert from "node:assert/strict";
import { checkLabel, freeLabel } from "../../../lib/admin/label.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("checkLabel takes surrounding blanks off", () => {
  assert.equal(checkLabel("  Team B 👍 ", "label"), "Team B 👍");
});

Deno.test("checkLabel refuses blank, overlong and unprintable names", () => {
  for (const text of ["", "  ", "a".repeat(101), "a\nb", "a\x1b[31m", "a\u2028b"]) {
    assert.throws(() => checkLabel(text, "name"), flowError("invalid_request", /this name: it/));
  }
  assert.equal(checkLabel("👍".repeat(100), "name").length, 200);
});

Deno.test("freeLabel counts on until one is free", () => {
  assert.equal(freeLabel("default", []), "default");
  assert.equal(freeLabel("default", ["default"]), "default-2");
  assert.equal(freeLabel("default", ["default", "default-2", "default-4"]), "default-3");
});
