/**
 * `/api/audit`: what administrators changed.
 *
 * @module
 */
import { z } from "zod";
import {
  AUDIT_COLUMNS,
  auditCsvLine,
  auditEntries,
  type AuditEntryJson,
  auditPage,
} from "../../lib/admin/audit_view.ts";
import type { ApiParts } from "./parts.ts";
import { lineStream } from "./line_stream.ts";
import { json, type Operation, operation, raw } from "./operation.ts";
import { moment, wholeNumber } from "./query_values.ts";

const noun = "Audit log";
const kind = z.enum(["session", "admin_key", "cli", "visitor"]);
const entry = z.strictObject({
  id: z.string(),
  at: moment,
  actor: z.strictObject({ kind, id: z.string().nullable(), name: z.string().nullable() }),
  ip: z.string().nullable(),
  action: z.string().meta({ description: "Noun and verb: caller_token.create" }),
  target: z.string().nullable(),
  before: z.unknown().meta({ description: "Without secrets; null when there was nothing" }),
  after: z.unknown(),
}).meta({ id: "AuditEntry" });

const filters = {
  actor: kind.optional().meta({ description: "Kind of actor" }),
  actor_id: z.string().optional().meta({ description: "A session or an admin key" }),
  action: z.string().optional().meta({ description: "An action, or a noun: caller_token" }),
  target: z.string().optional(),
  from: moment.optional().meta({ description: "Inclusive" }),
  until: moment.optional().meta({ description: "Exclusive" }),
};
type Filters = z.output<z.ZodObject<typeof filters>>;

export function auditOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  return [
    operation({
      method: "get",
      path: "/audit",
      noun,
      summary: "List changes, newest first",
      access: "read",
      query: z.strictObject({
        ...filters,
        limit: wholeNumber(1, 500).default(50),
        cursor: z.string().max(100).optional().meta({
          description: "next_cursor of the page before",
        }),
      }),
      answer: json(z.strictObject({
        entries: z.array(entry),
        next_cursor: z.string().nullable(),
      })),
    })(async ({ query }) => {
      const { limit, cursor = null } = query;
      const page = await auditPage(admin, filterOf(query), cursor, limit);
      return { entries: page.entries, next_cursor: page.nextCursor };
    }),

    operation({
      method: "get",
      path: "/audit/export",
      noun,
      summary: "Download exactly the changes that a filter lets through",
      access: "read",
      query: z.strictObject({ ...filters, format: z.enum(["jsonl", "csv"]).default("jsonl") }),
      answer: raw(["application/jsonl", "text/csv"], "One change a line, newest first"),
    })(({ query }) => {
      const entries = auditEntries(admin, filterOf(query));
      const isCsv = query.format === "csv";
      return new Response(lineStream(isCsv ? csvLines(entries) : jsonLines(entries)), {
        headers: {
          "content-type": isCsv ? "text/csv; charset=utf-8" : "application/jsonl",
          "content-disposition": `attachment; filename="audit.${query.format}"`,
          "cache-control": "no-store",
        },
      });
    }),
  ];
}

function filterOf(query: Filters) {
  return {
    actorKind: query.actor,
    actorId: query.actor_id,
    action: query.action,
    target: query.target,
    fromMs: query.from === undefined ? undefined : Date.parse(query.from),
    untilMs: query.until === undefined ? undefined : Date.parse(query.until),
  };
}

async function* jsonLines(entries: AsyncIterable<AuditEntryJson>): AsyncGenerator<string> {
  for await (const one of entries) yield JSON.stringify(one);
}

async function* csvLines(entries: AsyncIterable<AuditEntryJson>): AsyncGenerator<string> {
  yield AUDIT_COLUMNS.join(",");
  for await (const one of entries) yield auditCsvLine(one);
}
