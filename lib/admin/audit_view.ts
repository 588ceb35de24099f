/**
 * The audit log, for reading.
 *
 * @module
 */
import type { ActorKind } from "../domain/actor.ts";
import { csvLine } from "../domain/csv.ts";
import { type AuditEntry, type AuditFilter, listAuditEntries } from "../store/audit_log.ts";
import type { AdminParts } from "./parts.ts";

/** An entry as JSON; times are ISO 8601 in UTC. */
export interface AuditEntryJson {
  readonly id: string;
  readonly at: string;
  readonly actor: {
    readonly kind: ActorKind;
    readonly id: string | null;
    readonly name: string | null;
  };
  readonly ip: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditPage {
  readonly entries: readonly AuditEntryJson[];
  /** For the next page; null when this is the last one. */
  readonly nextCursor: string | null;
}

/** Rows that an export reads at a time. */
const EXPORT_STEP = 500;
export const AUDIT_COLUMNS = [
  "id",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "ip",
  "action",
  "target",
  "before",
  "after",
];

/**
 * A page, newest first. Pages stay right while entries arrive: the cursor is the last entry seen.
 *
 * @param limit at least 1
 */
export async function auditPage(
  { db }: Pick<AdminParts, "db">,
  filter: AuditFilter,
  cursor: string | null,
  limit: number,
): Promise<AuditPage> {
  const entries = await listAuditEntries(db, filter, cursor, limit + 1);
  const shown = entries.slice(0, limit);
  return {
    entries: shown.map(entryJson),
    nextCursor: entries.length > limit ? shown.at(-1)?.id ?? null : null,
  };
}

/** Everything that the filter lets through, newest first, read step by step. */
export async function* auditEntries(
  { db }: Pick<AdminParts, "db">,
  filter: AuditFilter,
): AsyncGenerator<AuditEntryJson> {
  let cursor: string | null = null;
  do {
    const page: AuditPage = await auditPage({ db }, filter, cursor, EXPORT_STEP);
    yield* page.entries;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** One line of CSV (RFC 4180) in the order of {@link AUDIT_COLUMNS}. */
export function auditCsvLine(entry: AuditEntryJson): string {
  const { id, at, actor, ip, action, target, before, after } = entry;
  const json = (value: unknown) => value === null ? null : JSON.stringify(value);
  const cells = [id, at, actor.kind, actor.id, actor.name, ip, action, target];
  return csvLine([...cells, json(before), json(after)]);
}

function entryJson({ id, atMs, actor, action, target, before, after }: AuditEntry): AuditEntryJson {
  const { ip, ...who } = actor;
  return {
    id,
    at: new Date(atMs).toISOString(),
    actor: who,
    ip,
    action,
    target,
    before: before ?? null,
    after: after ?? null,
  };
}
