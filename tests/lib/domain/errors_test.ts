import assert from "node:assert/strict";
import { ERROR_RULES, FlowError, toFlowError } from "../../../lib/domain/errors.ts";

Deno.test("FlowError answers with its code's status, type, retry rule and log level", () => {
  const error = new FlowError("upstream_idle_timeout", "Silence.");

  assert.deepEqual(
    [error.status, error.type, error.tryNext, error.logLevel],
    [504, "upstream_timeout", true, "warning"],
  );
});

Deno.test("FlowError carries the field at fault, headers and cause, and none by default", () => {
  const cause = new Error("why");
  const full = new FlowError("too_many_attempts", "Wait.", {
    param: "messages[0]",
    headers: { "retry-after": "3" },
    cause,
  });
  const bare = new FlowError("not_found", "No such thing.");

  assert.deepEqual([full.param, full.headers, full.cause], ["messages[0]", {
    "retry-after": "3",
  }, cause]);
  assert.deepEqual([bare.param, bare.headers, "cause" in bare], [undefined, {}, false]);
});

Deno.test("ERROR_RULES: every status is an error's, and mistakes of the caller are not retried", () => {
  for (const [code, rule] of Object.entries(ERROR_RULES)) {
    assert.ok(rule.status >= 400 && rule.status <= 599, code);
    assert.ok(!(rule.status < 499 && rule.tryNext), code);
  }
});

Deno.test("toFlowError passes a FlowError on as it is", () => {
  const error = new FlowError("vault_locked", "Locked.");

  assert.equal(toFlowError(error), error);
});

Deno.test("toFlowError makes anything else internal, and tells callers nothing of it", () => {
  const thrown = new TypeError("password is hunter2");

  const error = toFlowError(thrown);

  assert.equal(error.code, "internal");
  assert.ok(!error.message.includes("hunter2"));
  assert.equal(error.cause, thrown);
});
