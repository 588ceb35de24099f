/**
 * Logged requests as the admin API answers them.
 *
 * @module
 */
import { NANO_PER_USD } from "../domain/money.ts";
import { isObject, type JsonObject } from "../formats/json/guards.ts";
import { isError } from "../store/roll_ups.ts";
import type { LoggedRequest, LoggedRequestWithBodies } from "../store/request_logs.ts";
import { requestJson, wholeRequestJson } from "./log_json.ts";

/** A row of a list: every member of `requestJson`, and these. */
export type LogRowView = ReturnType<typeof requestJson> & {
  /** Number in the order of writing. */
  readonly seq: number;
  readonly created_at: string;
  /** `error` for what failed or was refused. */
  readonly status: "success" | "error";
  /** Null: not known. */
  readonly cost_usd: number | null;
};

/** A row of a list. */
export function logRow(request: LoggedRequest): LogRowView {
  const { record, seq } = request;
  return {
    ...requestJson(request),
    seq,
    created_at: new Date(record.startedAtMs).toISOString(),
    status: isError(record.outcome) ? "error" : "success",
    cost_usd: record.costNanoUsd === null ? null : record.costNanoUsd / NANO_PER_USD,
  };
}

/** One request with all that is kept of it. */
export type LogDetailView = LogRowView & ReturnType<typeof wholeRequestJson> & {
  /** JSON: what the model was asked, in the format of `request_body`. */
  readonly messages: string;
  readonly temperature: number | null;
  readonly max_tokens: number | null;
  readonly response_content: string | null;
  readonly skills_injected: null;
};

/** A request with its bodies. */
export function logDetail(request: LoggedRequestWithBodies): LogDetailView {
  const whole = wholeRequestJson(request);
  const body = isObject(whole.request_body) ? whole.request_body : {};
  const settings = isObject(body["generationConfig"]) ? body["generationConfig"] : {};
  return {
    ...whole,
    ...logRow(request),
    messages: JSON.stringify(
      body["messages"] ?? body["input"] ?? body["contents"] ?? body["prompt"] ?? [],
    ),
    temperature: firstNumber([body["temperature"], settings["temperature"]]),
    max_tokens: firstNumber([
      ...["max_tokens", "max_completion_tokens", "max_output_tokens"].map((name) => body[name]),
      settings["maxOutputTokens"],
    ]),
    response_content: request.responseText,
    skills_injected: null,
  };
}

function firstNumber(values: readonly JsonObject[string][]): number | null {
  return values.find((value) => typeof value === "number") ?? null;
}
