import assert from "node:assert/strict";
import { newId, systemClock, systemRandom } from "../../../lib/cli/world.ts";

Deno.test("systemRandom gives as many bytes as asked for, and never the same", () => {
  assert.equal(systemRandom(32).length, 32);
  assert.notDeepEqual(systemRandom(32), systemRandom(32));
});

Deno.test("newId makes unique UUIDs of version 7 of this moment", () => {
  const before = systemClock.now();
  const ids = Array.from({ length: 1000 }, newId);

  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  const atMs = parseInt(ids[0]!.replace("-", "").slice(0, 12), 16);
  assert.ok(atMs >= before && atMs <= systemClock.now());
});

Deno.test("systemClock.monotonic does not go backwards", () => {
  const times = Array.from({ length: 100 }, () => systemClock.monotonic());

  assert.deepEqual(times, times.toSorted((a, b) => a - b));
});
