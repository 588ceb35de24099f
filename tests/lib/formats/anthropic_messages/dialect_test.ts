import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { anthropicDialect } from "../../../../lib/formats/anthropic_messages/dialect.ts";

const LOCKED = new FlowError("vault_locked", "Locked.");
const ERROR = { type: "api_error", message: "Locked.", code: "vault_locked" };

Deno.test("anthropicDialect answers our errors in Anthropic's shape", () => {
  const { status, body } = anthropicDialect.errorAnswer(LOCKED, "req");

  assert.equal(status, 503);
  assert.deepEqual(JSON.parse(body), { type: "error", error: ERROR, request_id: "req" });
});

Deno.test("anthropicDialect tells an error inside a stream behind a blank line", () => {
  const event = anthropicDialect.errorEvent(LOCKED, "req");

  assert.ok(event.startsWith("\n\nevent: error\ndata: "));
  assert.deepEqual(JSON.parse(event.slice(event.indexOf("{"))), {
    type: "error",
    error: ERROR,
    request_id: "req",
  });
});
