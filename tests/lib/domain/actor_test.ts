import assert from "node:assert/strict";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";

Deno.test("CLI_ACTOR is one for all commands: it cannot be changed", () => {
  assert.throws(() => Object.assign(CLI_ACTOR, { kind: "session" }), TypeError);
  assert.equal(CLI_ACTOR.kind, "cli");
});
