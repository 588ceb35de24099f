/** Our own server against every conformance check: it must meet the needs of all of them. */
import assert from "node:assert/strict";
import { missingFor } from "./check.ts";
import { GROUPS } from "./groups.ts";

for (const { name, checks, start } of GROUPS) {
  Deno.test(`conformance: ${name}`, async (t) => {
    await using subject = await start();
    for (const check of checks) {
      await t.step(check.name, async () => {
        assert.deepEqual(missingFor(check, subject), []);
        await check.run(subject);
      });
    }
  });
}
