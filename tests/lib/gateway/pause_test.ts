import assert from "node:assert/strict";
import { backoffMs, pause } from "../../../lib/gateway/pause.ts";

const LIMITS = { backoffBaseMs: 100, backoffMaxMs: 1000 };

Deno.test("backoffMs doubles its bound up to the greatest", () => {
  const bounds = [0, 1, 2, 3, 4, 50].map((count) => backoffMs(LIMITS, count, () => 1));

  assert.deepEqual(bounds, [100, 200, 400, 800, 1000, 1000]);
});

Deno.test("backoffMs is anything from nothing to the bound", () => {
  assert.deepEqual([0, 0.25].map((random) => backoffMs(LIMITS, 0, () => random)), [0, 25]);
});

Deno.test({
  name: "pause ends by itself and leaves nothing behind",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const { signal } = new AbortController();

    await pause(1, signal);
  },
});

Deno.test({
  name: "pause ends at once, timer and all, when the signal fires",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const controller = new AbortController();
    const waiting = pause(3_600_000, controller.signal);

    controller.abort(new Error("gone"));

    await assert.rejects(waiting, /gone/);
    await assert.rejects(pause(3_600_000, controller.signal), /gone/);
  },
});
