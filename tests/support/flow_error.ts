/**
 * Assertions about FlowError.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type ErrorCode, FlowError } from "../../lib/domain/errors.ts";

/** For `assert.throws` and `assert.rejects`: a FlowError of this code whose message matches. */
export function flowError(code: ErrorCode, message = /./): (thrown: unknown) => true {
  return (thrown) => {
    assert.ok(thrown instanceof FlowError, `not a FlowError: ${thrown}`);
    assert.equal(thrown.code, code, thrown.message);
    assert.match(thrown.message, message);
    return true;
  };
}
