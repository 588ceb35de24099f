/**
 * `/api/logs`: logged requests.
 *
 * @module
 */
import { z } from "zod";
import { exportLines } from "../../lib/admin/log_export.ts";
import { logPage } from "../../lib/admin/log_pages.ts";
import { logDetail } from "../../lib/admin/log_rows.ts";
import { assertSearchable } from "../../lib/admin/log_search.ts";
import { wholeRequest } from "../../lib/admin/log_view.ts";
import type { ApiParts } from "./parts.ts";
import { lineStream } from "./line_stream.ts";
import { LOG_FILTERS, logFilterOf } from "./log_filters.ts";
import { logStreamOperation } from "./log_stream.ts";
import { json, type Operation, operation, raw, success } from "./operation.ts";
import { idInPath, wholeNumber, yesOrNo } from "./query_values.ts";

const noun = "Logs";
const tokens = z.int().nullable();

const ROW = {
  id: z.string(),
  seq: z.int().meta({ description: "Number in the order of writing" }),
  created_at: z.string().meta({ description: "When it began" }),
  model_requested: z.string(),
  model_used: z.string(),
  provider: z.string(),
  stream: z.boolean(),
  status: z.enum(["success", "error"]).meta({ description: "error: failed or refused" }),
  outcome: z.enum(["complete", "caller_gone", "failed", "refused"]),
  http_status: z.int(),
  prompt_tokens: tokens,
  completion_tokens: tokens,
  total_tokens: tokens,
  cost_nano_usd: tokens,
  cost_usd: z.number().nullable(),
  latency_ms: z.int(),
  ttft_ms: z.int().nullable(),
  session_id: z.string().nullable(),
  user_tag: z.string().nullable(),
  complexity_tier: z.string().nullable(),
  error_message: z.string().nullable(),
};
const row = z.looseObject(ROW).meta({ id: "LogRow" });
const detail = z.looseObject({
  ...ROW,
  messages: z.string().meta({ description: "JSON: what the model was asked" }),
  temperature: z.number().nullable(),
  max_tokens: z.number().nullable(),
  complexity_score: z.number().nullable(),
  skills_injected: z.null(),
  response_content: z.string().nullable().meta({ description: "What the model wrote" }),
  attempts: z.array(z.looseObject({ provider: z.string(), outcome: z.string() })),
  warnings: z.array(z.unknown()).nullable(),
  body_state: z.string(),
  request_body: z.unknown(),
  response_body: z.unknown(),
}).meta({ id: "LogDetail" });

export function logOperations(
  { admin, feed, gate }: Pick<ApiParts, "admin" | "feed" | "gate">,
): Operation[] {
  const { db } = admin;
  return [
    operation({
      method: "get",
      path: "/logs",
      noun,
      summary: "List requests, newest first",
      description:
        "By page, or by cursor: pages that follow `next_cursor` show nothing twice and " +
        "leave nothing out while requests arrive, and are quicker far back; they have no total.",
      access: "read",
      query: z.strictObject({
        page: wholeNumber(1, 1_000_000).default(1),
        size: wholeNumber(1, 200).default(50),
        cursor: z.string().max(100).optional().meta({
          description: "next_cursor of the page before; page does not count then",
        }),
        ...LOG_FILTERS,
      }),
      answer: json(z.strictObject({
        success: z.literal(true),
        data: z.array(row),
        meta: z.strictObject({
          page: z.int().nullable(),
          size: z.int(),
          total: z.int().nullable().meta({ description: "Null with a cursor" }),
          next_cursor: z.string().nullable(),
        }),
      })),
    })(async ({ query }) => {
      const { page, size, cursor = null } = query;
      const found = await logPage(db, logFilterOf(query), { page, size, cursor });
      return {
        success: true,
        data: found.rows,
        meta: {
          page: cursor === null ? page : null,
          size,
          total: found.total,
          next_cursor: found.nextCursor,
        },
      };
    }),

    operation({
      method: "get",
      path: "/logs/export",
      noun,
      summary: "Download exactly the requests that a filter lets through",
      description: "Newest first. Requests that are written meanwhile are not in it.",
      access: "read",
      query: z.strictObject({
        format: z.enum(["jsonl", "csv"]).default("jsonl"),
        bodies: yesOrNo.default(false).meta({ description: "With request and response bodies" }),
        ...LOG_FILTERS,
      }),
      answer: raw(["application/jsonl", "text/csv"], "One request a line"),
    })(async ({ query }) => {
      const { format, bodies } = query;
      const filter = logFilterOf(query);
      await assertSearchable(db, filter);
      return new Response(lineStream(exportLines(db, filter, format, bodies)), {
        headers: {
          "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl",
          "content-disposition": `attachment; filename="requests.${format}"`,
          "cache-control": "no-store",
        },
      });
    }),

    logStreamOperation({ feed, gate }),

    operation({
      method: "get",
      path: "/logs/{id}",
      noun,
      summary: "Show a request with its attempts, warnings and bodies",
      access: "read",
      params: idInPath,
      answer: success(detail),
      errorShape: "envelope",
      refusals: { 404: "There is no such request in the log" },
    })(async ({ params }) => {
      const found = await wholeRequest(db, params.id);
      return { success: true, data: logDetail(found) };
    }),
  ];
}
