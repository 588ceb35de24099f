import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { assertPassword } from "../../../lib/vault/password_rule.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("assertPassword counts characters, not bytes, from 10 to 1024", () => {
  for (const good of ["1234567890", "👍".repeat(10), "x".repeat(1024)]) {
    assertPassword(new Secret(good));
  }
  for (const bad of ["", "123456789", "👍".repeat(9), "x".repeat(1025)]) {
    assert.throws(() => assertPassword(new Secret(bad)), flowError("invalid_request"));
  }
});

Deno.test("assertPassword does not repeat the password", () => {
  assert.throws(
    () => assertPassword(new Secret("hunter2")),
    (thrown) => thrown instanceof Error && !thrown.message.includes("hunter2"),
  );
});
