import assert from "node:assert/strict";
import { routerStats } from "../../../lib/admin/router_stats.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 10, 12);

Deno.test("routerStats counts routed requests by tier and day, the window's edge included", async () => {
  await using made = await openAdmin();
  const { store, db } = made;
  const rows: readonly (readonly [number, string | null])[] = [
    [NOON, "SIMPLE"],
    [NOON - 1, "SIMPLE"],
    [NOON - DAY, "COMPLEX"],
    [NOON - 2 * DAY, "SIMPLE"],
    [NOON - 2 * DAY - 1, "SIMPLE"],
    [NOON, null],
  ];
  await store.append(
    rows.map(([startedAtMs, complexityTier], at) =>
      recordedRequest({ id: testId(at + 1), startedAtMs, complexityTier })
    ),
  );

  const stats = await routerStats({ db, clock: { now: () => NOON, monotonic: () => 0 } }, 2);

  assert.equal(stats.total_routed, 4);
  assert.deepEqual(stats.tier_distribution, [
    { tier: "SIMPLE", count: 3, percentage: 75 },
    { tier: "COMPLEX", count: 1, percentage: 25 },
  ]);
  assert.deepEqual(stats.daily_trend, [
    { date: "2026-01-08", SIMPLE: 1 },
    { date: "2026-01-09", COMPLEX: 1 },
    { date: "2026-01-10", SIMPLE: 2 },
  ]);
});

Deno.test("routerStats of an empty log are empty", async () => {
  await using made = await openAdmin();

  assert.deepEqual(await routerStats(made, 7), {
    tier_distribution: [],
    daily_trend: [],
    total_routed: 0,
  });
});
