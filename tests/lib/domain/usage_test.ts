import assert from "node:assert/strict";
import { NO_USAGE } from "../../../lib/domain/usage.ts";

Deno.test("NO_USAGE knows nothing, and cannot be taught", () => {
  assert.deepEqual([...new Set(Object.values(NO_USAGE))], [null]);
  assert.ok(Object.isFrozen(NO_USAGE));
});
