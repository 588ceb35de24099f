/**
 * Sessions of callers, for reading.
 *
 * @module
 */
import { NANO_PER_USD } from "../domain/money.ts";
import { listSessions, type SessionFilter, type SessionTotals } from "../store/session_totals.ts";
import type { AdminParts } from "./parts.ts";

/** A session with the sums of its requests that are in the log. */
export interface SessionView {
  readonly session_id: string;
  /** Start of its first and last request, ISO 8601. */
  readonly first_request_at: string;
  readonly last_request_at: string;
  readonly requests: number;
  readonly error_count: number;
  readonly tokens: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly cached_tokens: number;
  readonly cost_nano_usd: number;
  readonly cost_usd: number;
  readonly unpriced_requests: number;
  /** One decimal. */
  readonly avg_latency_ms: number;
}

/** Sessions, last used first. @throws FlowError `invalid_request` for a cursor that is not ours */
export async function sessionPage(
  { db }: Pick<AdminParts, "db">,
  filter: SessionFilter,
  page: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly sessions: readonly SessionView[]; readonly nextCursor: string | null }> {
  const { sessions, nextCursor } = await listSessions(db, filter, page);
  return { sessions: sessions.map(sessionView), nextCursor };
}

function sessionView(session: SessionTotals): SessionView {
  return {
    session_id: session.session_id,
    first_request_at: new Date(session.first_at_ms).toISOString(),
    last_request_at: new Date(session.last_at_ms).toISOString(),
    requests: session.requests,
    error_count: session.errors,
    tokens: session.total_tokens,
    prompt_tokens: session.prompt_tokens,
    completion_tokens: session.completion_tokens,
    cached_tokens: session.cached_tokens,
    cost_nano_usd: session.cost_nano_usd,
    cost_usd: session.cost_nano_usd / NANO_PER_USD,
    unpriced_requests: session.unpriced,
    avg_latency_ms: Math.round(session.latency_ms / session.requests * 10) / 10,
  };
}
