/**
 * `/api/stats`: what was asked, what it cost and how long it took.
 *
 * @module
 */
import { z } from "zod";
import {
  breakdown,
  callerTokenNames,
  overview,
  type StatisticsFilter,
  timeline,
} from "../../lib/admin/statistics.ts";
import {
  previousOf,
  settleWindow,
  type Window,
  type WindowQuery,
} from "../../lib/admin/statistics_window.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { ApiParts } from "./parts.ts";
import { MEASURES, measures } from "./measures_shape.ts";
import { json, type Operation, operation } from "./operation.ts";
import { moment, wholeNumber, yesOrNo } from "./query_values.ts";
import { timeText } from "./time_text.ts";

const noun = "Statistics";

const WINDOW = {
  tz: z.string().max(60).default("UTC").meta({
    description: "Time zone of days and hours: Europe/Berlin, +05:30",
  }),
  from: moment.optional().meta({ description: "Inclusive; wins over days and period" }),
  to: moment.optional().meta({ description: "Exclusive; the present when absent" }),
};
const COMPARE = yesOrNo.default(false).meta({ description: "Add the period before" });
const ONLY = {
  provider: z.string().max(200).optional(),
  model: z.string().max(200).optional().meta({ description: "As used" }),
  caller_token: z.string().max(200).optional().meta({ description: "Its id" }),
  tier: z.string().max(200).optional(),
  status: z.string().max(200).optional().meta({ description: "Outcome and status: failed 429" }),
};
const days = (usual: number) => wholeNumber(1, 365).default(usual);

const meta = z.strictObject({
  tz: z.string(),
  from: z.string().meta({ description: "Inclusive" }),
  to: z.string().nullable().meta({ description: "Exclusive; null: the present" }),
}).meta({ id: "StatisticsWindow" });

const answer = <Data extends z.ZodType>(data: Data) =>
  json(z.strictObject({ success: z.literal(true), data, meta }));

const timelineItem = z.strictObject({
  time: z.string().meta({ description: "YYYY-MM-DD HH:00:00 or YYYY-MM-DD in the time zone" }),
  start: z.string().meta({ description: "Its first moment, with the offset from UTC" }),
  ...MEASURES,
}).meta({ id: "TimelineItem" });

/** Largest `limit` of a break-down. */
const MAX_VALUES = 1000;

export function statsOperations({ admin }: Pick<ApiParts, "admin">): Operation[] {
  const { db, clock } = admin;
  const windowOf = (
    query:
      & { tz: string; from?: string | undefined; to?: string | undefined }
      & Pick<WindowQuery, "days" | "period">,
  ): Window =>
    settleWindow({
      ...query,
      fromMs: query.from === undefined ? undefined : Date.parse(query.from),
      toMs: query.to === undefined ? undefined : Date.parse(query.to),
    }, clock.now());

  return [
    operation({
      method: "get",
      path: "/stats/overview",
      noun,
      summary: "Sums of a period",
      access: "read",
      query: z.strictObject({
        period: z.enum(["today", "week", "month"]).default("today"),
        ...WINDOW,
        ...ONLY,
        compare: COMPARE,
      }),
      answer: answer(z.strictObject({
        total_requests: z.number(),
        total_prompt_tokens: z.number(),
        total_completion_tokens: z.number(),
        total_tokens: z.number(),
        period: z.enum(["today", "week", "month", "custom"]),
        ...MEASURES,
        previous: measures.optional(),
      })),
    })(async ({ query }) => {
      const window = windowOf(query);
      const filter = filterOf(query);
      const sums = await overview(db, window, filter);
      return {
        success: true,
        data: {
          total_requests: sums.requests,
          total_prompt_tokens: sums.prompt_tokens,
          total_completion_tokens: sums.completion_tokens,
          total_tokens: sums.tokens,
          period: query.from === undefined && query.to === undefined ? query.period : "custom",
          ...sums,
          ...(query.compare ? { previous: await overview(db, previousOf(window), filter) } : {}),
        },
        meta: metaOf(window, query.to),
      };
    }),

    operation({
      method: "get",
      path: "/stats/timeline",
      noun,
      summary: "Sums per hour or day",
      description: "Ascending; hours and days without requests are left out.",
      access: "read",
      query: z.strictObject({
        granularity: z.enum(["hour", "day"]).default("hour"),
        days: days(7),
        ...WINDOW,
        ...ONLY,
        compare: COMPARE,
      }),
      answer: json(z.strictObject({
        success: z.literal(true),
        data: z.array(timelineItem),
        meta: z.strictObject({
          ...meta.shape,
          previous: z.array(timelineItem).optional().meta({ description: "With compare" }),
        }),
      })),
    })(async ({ query }) => {
      const window = windowOf(query);
      const filter = filterOf(query);
      const read = (window: Window) => timeline(db, window, query.granularity, filter);
      return {
        success: true,
        data: await read(window),
        meta: {
          ...metaOf(window, query.to),
          ...(query.compare ? { previous: await read(previousOf(window)) } : {}),
        },
      };
    }),

    operation({
      method: "get",
      path: "/stats/providers",
      noun,
      summary: "Sums per provider, most tokens first",
      access: "read",
      query: z.strictObject({ days: days(30), ...WINDOW, compare: COMPARE }),
      answer: answer(z.array(z.strictObject({
        provider: z.string(),
        ...MEASURES,
        previous: measures.optional(),
      }))),
    })(async ({ query }) => {
      const window = windowOf(query);
      const what = { by: "provider", order: "tokens", limit: MAX_VALUES } as const;
      const items = await breakdown(db, window, { ...what, compare: query.compare });
      return {
        success: true,
        // Requests that were refused before a provider was chosen have none.
        data: items.filter(({ value }) => value !== "")
          .map(({ value, ...sums }) => ({ provider: value, ...sums })),
        meta: metaOf(window, query.to),
      };
    }),

    operation({
      method: "get",
      path: "/stats/models",
      noun,
      summary: "Sums per model that answered, most requests first",
      access: "read",
      query: z.strictObject({
        days: days(30),
        limit: wholeNumber(1, 100).default(10),
        ...WINDOW,
        compare: COMPARE,
      }),
      answer: answer(z.array(z.strictObject({
        model: z.string(),
        ...MEASURES,
        previous: measures.optional(),
      }))),
    })(async ({ query }) => {
      const window = windowOf(query);
      const { limit, compare } = query;
      const items = await breakdown(db, window, { by: "model", order: "requests", limit, compare });
      return {
        success: true,
        data: items.map(({ value, ...sums }) => ({ model: value, ...sums })),
        meta: metaOf(window, query.to),
      };
    }),

    operation({
      method: "get",
      path: "/stats/breakdown",
      noun,
      summary: "Sums per value of a dimension",
      description:
        "A request with several tags counts for each of them; tags are 'name=value', and " +
        "the user's tag stands for itself. A status is the outcome and the HTTP status.",
      access: "read",
      query: z.strictObject({
        by: z.enum(["provider", "model", "caller_token", "tag", "session", "tier", "status"]),
        sort: z.enum(["requests", "tokens", "cost", "errors"]).default("requests"),
        limit: wholeNumber(1, MAX_VALUES).default(100),
        days: days(30),
        ...WINDOW,
        compare: COMPARE,
      }),
      answer: answer(z.array(z.strictObject({
        value: z.string().meta({ description: "Empty for requests without one" }),
        label: z.string().meta({ description: "For people: the name of a caller token" }),
        ...MEASURES,
        previous: measures.optional(),
      }))),
    })(async ({ query }) => {
      const window = windowOf(query);
      const { by, sort: order, limit, compare } = query;
      const items = await breakdown(db, window, { by, order, limit, compare });
      const names = by === "caller_token"
        ? await callerTokenNames(db, items.map(({ value }) => value))
        : new Map<string, string>();
      return {
        success: true,
        data: items.map(({ value, ...sums }) => ({
          value,
          label: names.get(value) ?? value,
          ...sums,
        })),
        meta: metaOf(window, query.to),
      };
    }),
  ];
}

function metaOf({ zone, fromMs, toMs }: Window, to: string | undefined) {
  return { tz: zone, from: timeText(fromMs), to: to === undefined ? null : timeText(toMs) };
}

/** Sums are kept by one dimension at a time. */
function filterOf(
  query: { readonly [Name in keyof typeof ONLY]?: string | undefined },
): StatisticsFilter | null {
  const given = (["provider", "model", "caller_token", "tier", "status"] as const)
    .flatMap((dimension) => {
      const value = query[dimension];
      return value === undefined ? [] : [{ dimension, value }];
    });
  if (given.length <= 1) return given[0] ?? null;
  throw new FlowError(
    "invalid_request",
    `Statistics can be narrowed by one of ${
      given.map(({ dimension }) => dimension).join(", ")
    } at ` +
      "a time. Use /api/logs for combinations.",
    { param: given[1]?.dimension ?? "provider" },
  );
}
