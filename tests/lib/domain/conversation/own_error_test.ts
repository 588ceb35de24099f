import assert from "node:assert/strict";
import { ownError } from "../../../../lib/domain/conversation/own_error.ts";
import { ERROR_RULES, type ErrorCode, FlowError } from "../../../../lib/domain/errors.ts";

Deno.test("ownError keeps what a FlowError says", () => {
  const error = new FlowError("invalid_request", "No 'n'.", { param: "n" });

  assert.deepEqual(ownError(error), {
    kind: "invalid_request",
    status: 400,
    message: "No 'n'.",
    type: "invalid_request_error",
    code: "invalid_request",
    param: "n",
    retryAfterMs: null,
    isOurs: true,
  });
});

Deno.test("ownError calls no fault of the caller's a server error", () => {
  for (const code of Object.keys(ERROR_RULES) as ErrorCode[]) {
    const { kind, status } = ownError(new FlowError(code, "x"));
    if (status < 499) assert.notEqual(kind, "server", code);
  }
});
