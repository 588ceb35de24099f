import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../routes/env.ts";
import { live, type Readiness, ready } from "../../routes/health.ts";

Deno.test("live answers while the process does", async () => {
  const response = await new Hono<AppEnv>().get("/health", live).request("/health");

  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
});

const states: [state: Readiness, status: number, word: string][] = [
  [{ ready: true, database: { ok: true, problem: null }, vault: "unlocked" }, 200, "ready"],
  [{ ready: false, database: { ok: true, problem: null }, vault: "locked" }, 503, "not_ready"],
  [
    { ready: false, database: { ok: false, problem: "disk full" }, vault: "unlocked" },
    503,
    "not_ready",
  ],
];
for (const [state, status, word] of states) {
  Deno.test(`ready answers ${status} for ${JSON.stringify(state)} and says why`, async () => {
    const app = new Hono<AppEnv>().get("/", ready(() => Promise.resolve(state)));

    const response = await app.request("/");

    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { status: word, ...state });
  });
}
