/**
 * What the router did, as the log has it.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";
import type { FormatName } from "../domain/request_record.ts";
import type { Tables } from "./tables.ts";

/** How many requests of one UTC day went to one tier. */
export interface TierCount {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly tier: string;
  readonly count: number;
}

/** Routed requests that started at or after a moment (ms since 1970), by day and tier. */
export async function countTiers(db: Kysely<Tables>, sinceMs: number): Promise<TierCount[]> {
  const date = sql<string>`date(started_at_ms / 1000, 'unixepoch')`;
  const rows = await db.selectFrom("request_logs")
    .select((select) => [
      date.as("date"),
      "complexity_tier as tier",
      select.fn.countAll<number>().as("count"),
    ])
    .where("started_at_ms", ">=", sinceMs)
    .where("complexity_tier", "is not", null)
    .groupBy([date, "complexity_tier"])
    .orderBy("date").orderBy("tier")
    .execute();
  return rows.map(({ date, tier, count }) => ({ date, tier: tier ?? "", count: Number(count) }));
}

/** A logged prompt. */
export interface LoggedPrompt {
  readonly id: string;
  readonly startedAtMs: number;
  /** What the body is written in. */
  readonly format: FormatName;
  readonly modelRequested: string;
  readonly tier: string | null;
  /** JSON text, with secrets masked. */
  readonly body: string;
}

/** The last requests of conversations whose bodies were kept, latest first. */
export async function latestPrompts(db: Kysely<Tables>, limit: number): Promise<LoggedPrompt[]> {
  const rows = await db.selectFrom("request_logs")
    .innerJoin("request_bodies", "request_bodies.seq", "request_logs.seq")
    .select([
      "id",
      "started_at_ms",
      "format",
      "upstream_format",
      "model_requested",
      "complexity_tier",
      "request_body",
    ])
    .where("format", "in", ["openai_chat", "openai_responses", "anthropic_messages", "gemini"])
    .where("request_body", "is not", null)
    .orderBy("request_logs.seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    startedAtMs: row.started_at_ms,
    format: row.upstream_format ?? row.format,
    modelRequested: row.model_requested,
    tier: row.complexity_tier,
    body: row.request_body ?? "",
  }));
}
