/**
 * What callers used, by their token.
 *
 * @module
 */
import { NANO_PER_USD } from "../domain/money.ts";
import { readStatistics } from "../store/statistics.ts";
import type { AdminParts } from "./parts.ts";

/** What one caller token used. */
export interface TokenUsageView {
  readonly requests: number;
  /** Failed or refused. */
  readonly errors: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  /** Of the requests that could be priced. */
  readonly costUsd: number;
}

const DAY_MS = 86_400_000;
const NOTHING: TokenUsageView = {
  requests: 0,
  errors: 0,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  costUsd: 0,
};

/** Usage of the last `days` times 24 hours, to be asked for by token id. */
export async function showTokenUsage(
  { db, clock }: Pick<AdminParts, "db" | "clock">,
  days: number,
): Promise<(id: string) => TokenUsageView> {
  const toMs = clock.now() + 1;
  const rows = await readStatistics(db, {
    dimension: "caller_token",
    byValue: true,
    periods: [{ fromMs: toMs - days * DAY_MS, toMs, offsetMs: 0 }],
  });
  const byId = new Map(rows.map((row) => [row.value, {
    requests: row.requests,
    errors: row.errors,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    totalTokens: row.total_tokens,
    costUsd: row.cost_nano_usd / NANO_PER_USD,
  }]));
  return (id) => byId.get(id) ?? NOTHING;
}
