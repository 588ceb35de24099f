import assert from "node:assert/strict";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import { UNREADABLE } from "../../../lib/formats/summary.ts";

Deno.test("UNREADABLE claims to know nothing", () => {
  assert.equal(UNREADABLE.isJsonObject, false);
  assert.equal(UNREADABLE.usage, NO_USAGE);
  assert.ok(Object.isFrozen(UNREADABLE));
});
