/**
 * Sums over the request log by step of time and dimension; runs in the writer worker.
 *
 * @module
 */
import { classOf, countClass, encode, type Histogram } from "../domain/histogram.ts";
import type { Connection } from "./connection.ts";
import { tagValues } from "./sql_functions.ts";
import type { RollUpSums } from "./statistics_tables.ts";
import type { RequestLogRow } from "./tables.ts";

/** What rows are summed up by. */
export type Dimension =
  | "all"
  | "provider"
  | "model"
  | "caller_token"
  | "tier"
  | "status"
  | "session"
  | "tag";

/** The columns that sums are made of. */
export const SUMMED_COLUMNS = [
  "started_at_ms",
  "provider",
  "model_used",
  "caller_token_id",
  "complexity_tier",
  "outcome",
  "http_status",
  "session_id",
  "user_tag",
  "tags",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "reasoning_tokens",
  "cost_nano_usd",
  "latency_ms",
  "ttft_ms",
] as const satisfies readonly (keyof RequestLogRow)[];

/** A row as far as it is summed up. */
export type SummedRow = Pick<RequestLogRow, typeof SUMMED_COLUMNS[number]>;

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Quarters of an hour are what all time zones of today have in common. */
const ALL_STEPS = [QUARTER_MS, HOUR_MS, DAY_MS];
/** Sessions and tags are many, and nobody draws a line per quarter for one of them. */
const LONG_STEPS = [HOUR_MS, DAY_MS];

/** The lengths of the steps that a dimension is summed up by, ms, shortest first. */
export function stepsOf(dimension: Dimension): readonly number[] {
  return dimension === "session" || dimension === "tag" ? LONG_STEPS : ALL_STEPS;
}

/** Characters of a value; longer ones are cut. Models are named by callers. */
export const MAX_VALUE = 200;

const SUMS = [
  "requests",
  "errors",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "reasoning_tokens",
  "cost_nano_usd",
  "unpriced",
  "latency_ms",
] as const satisfies readonly (keyof RollUpSums)[];

const UPSERT = `INSERT INTO roll_ups
    (dimension, step_ms, start_ms, value, ${SUMS.join(", ")}, latency_histogram, ttft_histogram)
  VALUES (?, ?, ?, substr(?, 1, ${MAX_VALUE}), ${SUMS.map(() => "?").join(", ")}, ?, ?)
  ON CONFLICT DO UPDATE SET
    ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")},
    latency_histogram = add_histograms(latency_histogram, excluded.latency_histogram),
    ttft_histogram = add_histograms(ttft_histogram, excluded.ttft_histogram)`;

const DELETE_EMPTY = `DELETE FROM roll_ups
  WHERE dimension = ? AND step_ms = ? AND start_ms = ? AND value = substr(?, 1, ${MAX_VALUE})
    AND requests <= 0`;

/** Whether a row counts as an error: the caller asked in vain, and did not give up. */
export function isError(outcome: string): boolean {
  return outcome === "failed" || outcome === "refused";
}

interface Sum {
  readonly key: readonly [dimension: Dimension, stepMs: number, startMs: number, value: string];
  readonly sums: Record<typeof SUMS[number], number>;
  readonly latency: Histogram;
  readonly ttft: Histogram;
}

/** What rows add to the sums, or take from them; collected, then written at once. */
export class RollUpChange {
  readonly #sums = new Map<string, Sum>();

  /** @param sign 1 for a row that is added, -1 for one that is deleted */
  add(row: SummedRow, sign: 1 | -1): void {
    const latency = classOf(row.latency_ms);
    const ttft = row.ttft_ms === null ? null : classOf(row.ttft_ms);
    for (const [dimension, values] of valuesOf(row)) {
      for (const value of values) {
        for (const stepMs of stepsOf(dimension)) {
          const startMs = Math.floor(row.started_at_ms / stepMs) * stepMs;
          const sum = this.#sum([dimension, stepMs, startMs, value]);
          accumulate(sum.sums, row, sign);
          countClass(sum.latency, latency, sign);
          if (ttft !== null) countClass(sum.ttft, ttft, sign);
        }
      }
    }
  }

  /** Writes the change; to be called in the transaction that changes the rows. */
  apply(connection: Connection): void {
    for (const { key, sums, latency, ttft } of this.#sums.values()) {
      const numbers = SUMS.map((name) => sums[name]);
      connection.execute(UPSERT, [...key, ...numbers, encode(latency), encode(ttft)]);
      if (sums.requests <= 0) connection.execute(DELETE_EMPTY, key);
    }
    this.#sums.clear();
  }

  #sum(key: Sum["key"]): Sum {
    const name = `${key[0]} ${key[1]} ${key[2]} ${key[3]}`;
    let sum = this.#sums.get(name);
    if (sum === undefined) {
      sum = { key, sums: emptySums(), latency: new Map(), ttft: new Map() };
      this.#sums.set(name, sum);
    }
    return sum;
  }
}

function valuesOf(row: SummedRow): readonly (readonly [Dimension, readonly string[]])[] {
  return [
    ["all", [""]],
    ["provider", [row.provider]],
    ["model", [row.model_used]],
    ["caller_token", [row.caller_token_id ?? ""]],
    ["tier", [row.complexity_tier ?? ""]],
    ["status", [`${row.outcome} ${row.http_status}`]],
    ["session", row.session_id === null ? [] : [row.session_id]],
    ["tag", tagValues(row.user_tag, row.tags)],
  ];
}

function accumulate(sums: Sum["sums"], row: SummedRow, sign: 1 | -1): void {
  sums.requests += sign;
  if (isError(row.outcome)) sums.errors += sign;
  sums.prompt_tokens += sign * (row.prompt_tokens ?? 0);
  sums.completion_tokens += sign * (row.completion_tokens ?? 0);
  sums.total_tokens += sign * (row.total_tokens ?? 0);
  sums.cached_tokens += sign * (row.cached_tokens ?? 0);
  sums.cache_write_tokens += sign * (row.cache_write_tokens ?? 0);
  sums.reasoning_tokens += sign * (row.reasoning_tokens ?? 0);
  sums.cost_nano_usd += sign * (row.cost_nano_usd ?? 0);
  if (row.cost_nano_usd === null) sums.unpriced += sign;
  sums.latency_ms += sign * row.latency_ms;
}

function emptySums(): Sum["sums"] {
  return {
    requests: 0,
    errors: 0,
    prompt_tokens: 0,
    completion_tokens: 0,
    total_tokens: 0,
    cached_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    cost_nano_usd: 0,
    unpriced: 0,
    latency_ms: 0,
  };
}
