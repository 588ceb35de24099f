/**
 * Query parameters that say which rows of the request log are wanted; the same for lists, exports and
 * live streams.
 *
 * @module
 */
import { z } from "zod";
import { providerId, statusFilter, tagCondition, wordsToFind } from "../../lib/admin/log_search.ts";
import { NANO_PER_USD } from "../../lib/domain/money.ts";
import {
  NUMBER_COLUMNS,
  type NumberColumn,
  type Range,
  type RequestLogFilter,
  TEXT_COLUMNS,
  type TextColumn,
} from "../../lib/domain/request_log_filter.ts";
import { moment, several, wholeNumber, yesOrNo } from "./query_values.ts";

const text = z.string().max(500);
const anyOf = several(text).pipe(z.array(text).max(50)).optional();
const decimal = z.preprocess(
  (value) =>
    typeof value === "string" && /^-?\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : value,
  z.number(),
).optional();
const bound = wholeNumber(0, Number.MAX_SAFE_INTEGER).optional();

/** Given as USD, or not a whole number. */
const OWN_RANGES = new Set<NumberColumn>(["cost_nano_usd", "complexity_score"]);
const WHOLE_RANGES = NUMBER_COLUMNS.filter((column) => !OWN_RANGES.has(column));

/** Columns whose parameters have other names: an export has a format of its own. */
const PARAMETER: { readonly [Column in TextColumn]?: string } = {
  model_used: "model",
  format: "caller_format",
};
const parameterOf = (column: TextColumn): string => PARAMETER[column] ?? column;

/** Every parameter; each that is given must fit. */
export const LOG_FILTERS = {
  ...Object.fromEntries(TEXT_COLUMNS.map((column) => [parameterOf(column), anyOf])),
  ...Object.fromEntries(
    WHOLE_RANGES.flatMap((column) => [[`min_${column}`, bound], [`max_${column}`, bound]]),
  ),
  min_cost_usd: decimal,
  max_cost_usd: decimal,
  min_complexity_score: decimal,
  max_complexity_score: decimal,
  model: anyOf.meta({ description: "The one that answered" }),
  status: text.optional().meta({
    description: "success, error, an outcome, or an HTTP status: 429, 5xx",
  }),
  stream: yesOrNo.optional(),
  is_usage_estimated: yesOrNo.optional(),
  has_warnings: yesOrNo.optional(),
  min_attempts: wholeNumber(0, 1000).optional(),
  tag: several(text).pipe(z.array(text).max(32)).optional().meta({
    description: "A label of the caller: name=value, or a name; all of them must fit",
  }),
  error: text.optional().meta({ description: "In the error's message" }),
  from: moment.optional().meta({ description: "Started then or later" }),
  to: moment.optional().meta({ description: "Started earlier" }),
  q: text.optional().meta({
    description: "Words that the bodies hold, all of them; a* stands for the beginning of a word",
  }),
};

type Given = Readonly<Record<string, unknown>>;

/** The filter that the parameters describe. */
export function logFilterOf(query: Given): RequestLogFilter {
  const { status, from, to, q, stream, is_usage_estimated, has_warnings, min_attempts } = query;
  const { texts: ofStatus = {}, ranges: rangesOfStatus = {}, ...byStatus } =
    typeof status === "string" ? statusFilter(status) : {};
  const texts = { ...textsOf(query), ...ofStatus };
  const ranges = { ...rangesOf(query), ...rangesOfStatus };
  const error = query["error"];
  const tags = list(query["tag"]).map(tagCondition);
  return {
    ...byStatus,
    ...(Object.keys(texts).length === 0 ? {} : { texts }),
    ...(Object.keys(ranges).length === 0 ? {} : { ranges }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(typeof error === "string" ? { errorText: error } : {}),
    ...(typeof from === "string" ? { sinceMs: Date.parse(from) } : {}),
    ...(typeof to === "string" ? { untilMs: Date.parse(to) } : {}),
    ...(typeof q === "string" ? { terms: wordsToFind(q) } : {}),
    ...(typeof stream === "boolean" ? { stream } : {}),
    ...(typeof is_usage_estimated === "boolean" ? { isUsageEstimated: is_usage_estimated } : {}),
    ...(typeof has_warnings === "boolean" ? { hasWarnings: has_warnings } : {}),
    ...(typeof min_attempts === "number" ? { minAttempts: min_attempts } : {}),
  };
}

function textsOf(query: Given): { [Column in TextColumn]?: readonly string[] } {
  return Object.fromEntries(TEXT_COLUMNS.flatMap((column) => {
    const values = list(query[parameterOf(column)]);
    if (values.length === 0) return [];
    return [[column, column === "provider" ? values.map(providerId) : values]];
  }));
}

function rangesOf(query: Given): { [Column in NumberColumn]?: Range } {
  const range = (name: string, scale = 1): Range => {
    const [min, max] = [query[`min_${name}`], query[`max_${name}`]];
    return {
      ...(typeof min === "number" ? { min: min * scale } : {}),
      ...(typeof max === "number" ? { max: max * scale } : {}),
    };
  };
  const all: [NumberColumn, Range][] = [
    ...WHOLE_RANGES.map((column): [NumberColumn, Range] => [column, range(column)]),
    ["cost_nano_usd", range("cost_usd", NANO_PER_USD)],
    ["complexity_score", range("complexity_score")],
  ];
  return Object.fromEntries(all.filter(([, ends]) => Object.keys(ends).length > 0));
}

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
