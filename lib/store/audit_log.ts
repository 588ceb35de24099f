/**
 * The audit log: what administrators changed. Rows are only added.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Actor, ActorKind } from "../domain/actor.ts";
import type { AuditLogTable } from "./admin_tables.ts";
import type { Tables } from "./tables.ts";

/** One change. */
export interface AuditEntry {
  /** Sorts by time. */
  readonly id: string;
  readonly atMs: number;
  readonly actor: Actor;
  /** `caller_token.create`, `settings.update` … */
  readonly action: string;
  /** What was changed: an id or a name; null when there is only one of its kind. */
  readonly target: string | null;
  /** JSON without secrets; undefined when there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Which entries; absent members do not restrict. */
export interface AuditFilter {
  readonly actorKind?: ActorKind | undefined;
  readonly actorId?: string | undefined;
  /** The action, or its beginning up to a dot: `caller_token`. */
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  /** Inclusive, ms since 1970 UTC. */
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly untilMs?: number | undefined;
}

/** Adds an entry. */
export async function insertAuditEntry(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await db.insertInto("audit_log").values({
    id: entry.id,
    at_ms: entry.atMs,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    ip: entry.actor.ip,
    action: entry.action,
    target: entry.target,
    before: jsonText(entry.before),
    after: jsonText(entry.after),
  }).execute();
}

/**
 * Entries, newest first.
 *
 * @param beforeId only entries older than this one; null: from the newest on
 */
export async function listAuditEntries(
  db: Kysely<Tables>,
  filter: AuditFilter,
  beforeId: string | null,
  limit: number,
): Promise<AuditEntry[]> {
  let query = db.selectFrom("audit_log").selectAll().orderBy("id", "desc").limit(limit);
  const { actorKind, actorId, action, target, fromMs, untilMs } = filter;
  if (beforeId !== null) query = query.where("id", "<", beforeId);
  if (actorKind !== undefined) query = query.where("actor_kind", "=", actorKind);
  if (actorId !== undefined) query = query.where("actor_id", "=", actorId);
  if (target !== undefined) query = query.where("target", "=", target);
  if (fromMs !== undefined) query = query.where("at_ms", ">=", fromMs);
  if (untilMs !== undefined) query = query.where("at_ms", "<", untilMs);
  if (action !== undefined) {
    // A range instead of LIKE: an action is no pattern. "/" follows "." in ASCII.
    query = query.where((where) =>
      where.or([
        where("action", "=", action),
        where.and([where("action", ">=", `${action}.`), where("action", "<", `${action}/`)]),
      ])
    );
  }
  return (await query.execute()).map(fromRow);
}

const jsonText = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

function fromRow(row: AuditLogTable): AuditEntry {
  return {
    id: row.id,
    atMs: row.at_ms,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name, ip: row.ip },
    action: row.action,
    target: row.target,
    before: row.before === null ? undefined : JSON.parse(row.before),
    after: row.after === null ? undefined : JSON.parse(row.after),
  };
}
