/**
 * `/api/sessions`: requests that belong together, with their sums.
 *
 * @module
 */
import { z } from "zod";
import { sessionPage } from "../../lib/admin/log_sessions.ts";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation } from "./operation.ts";
import { moment, wholeNumber } from "./query_values.ts";

export function logSessionOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  return [
    operation({
      method: "get",
      path: "/sessions",
      noun: "Logs",
      summary: "List sessions with their sums, last used first",
      description:
        "A session is what callers name one (x-session-id and the like). Sums are those of " +
        "its requests that are still in the log.",
      access: "read",
      query: z.strictObject({
        size: wholeNumber(1, 200).default(50),
        cursor: z.string().max(1000).optional().meta({
          description: "next_cursor of the page before",
        }),
        from: moment.optional().meta({ description: "Last used then or later" }),
        to: moment.optional().meta({ description: "Last used earlier" }),
      }),
      answer: json(z.strictObject({
        success: z.literal(true),
        data: z.array(
          z.strictObject({
            session_id: z.string(),
            first_request_at: z.string(),
            last_request_at: z.string(),
            requests: z.number(),
            error_count: z.number(),
            tokens: z.number(),
            prompt_tokens: z.number(),
            completion_tokens: z.number(),
            cached_tokens: z.number(),
            cost_nano_usd: z.number(),
            cost_usd: z.number(),
            unpriced_requests: z.number(),
            avg_latency_ms: z.number(),
          }).meta({ id: "SessionTotals" }),
        ),
        meta: z.strictObject({ size: z.int(), next_cursor: z.string().nullable() }),
      })),
    })(async ({ query }) => {
      const { size, cursor = null, from, to } = query;
      const filter = {
        ...(from === undefined ? {} : { sinceMs: Date.parse(from) }),
        ...(to === undefined ? {} : { untilMs: Date.parse(to) }),
      };
      const { sessions, nextCursor } = await sessionPage(admin, filter, { limit: size, cursor });
      return { success: true, data: sessions, meta: { size, next_cursor: nextCursor } };
    }),
  ];
}
