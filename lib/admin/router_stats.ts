/**
 * How requests were spread over the tiers.
 *
 * @module
 */
import { countTiers } from "../store/routed_requests.ts";
import type { AdminParts } from "./parts.ts";
import { sharesOf, type TierShare } from "./router_trial.ts";

const DAY_MS = 86_400_000;

/** What the router did in a span of days. */
export interface RouterStats {
  readonly tier_distribution: readonly TierShare[];
  /** `{ date: "2026-01-31", SIMPLE: 12 }`, in order; days (UTC) without routed requests are left out. */
  readonly daily_trend: readonly Readonly<Record<string, string | number>>[];
  readonly total_routed: number;
}

/** Of the last `days` times 24 hours, the moment that is exactly so long ago included. */
export async function routerStats(
  { db, clock }: Pick<AdminParts, "db" | "clock">,
  days: number,
): Promise<RouterStats> {
  const counts = await countTiers(db, clock.now() - days * DAY_MS);
  const totals = new Map<string, number>();
  const trend = new Map<string, Record<string, string | number>>();
  let total = 0;
  for (const { date, tier, count } of counts) {
    totals.set(tier, (totals.get(tier) ?? 0) + count);
    total += count;
    const day = trend.get(date) ?? { date };
    day[tier] = count;
    trend.set(date, day);
  }
  return {
    tier_distribution: sharesOf(totals),
    daily_trend: [...trend.values()],
    total_routed: total,
  };
}
