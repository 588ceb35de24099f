/**
 * A request record as the columns of `request_logs`, and back.
 *
 * @module
 */
import { NANO_PER_USD } from "../domain/money.ts";
import type { AttemptRecord } from "../domain/attempt.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import type { Decision } from "../domain/routing.ts";
import type { RequestRecord } from "../domain/request_record.ts";
import type { BodyState, RequestLogRow } from "./tables.ts";

/** A row before it has a `seq`. */
export type NewRequestLog = Omit<RequestLogRow, "seq">;

/**
 * Columns of a record. Numbers are rounded to integers, and one that is not finite becomes null,
 * or 0 where a number is needed: a row with a doubtful duration is better than none.
 */
export function toColumns(record: RequestRecord, bodyState: BodyState): NewRequestLog {
  const cost = record.reportedCostUsd;
  return {
    id: record.id,
    started_at_ms: integer(record.startedAtMs) ?? 0,
    endpoint: record.endpoint,
    format: record.format,
    caller_token_id: record.callerTokenId,
    caller_token_name: record.callerTokenName,
    client_ip: record.clientIp,
    model_requested: record.modelRequested,
    model_used: record.modelUsed,
    provider: record.provider,
    provider_key_id: record.providerKeyId,
    provider_key_label: record.providerKeyLabel,
    stream: record.stream ? 1 : 0,
    outcome: record.outcome,
    http_status: integer(record.httpStatus) ?? 0,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    finish_reason: record.finishReason,
    upstream_request_id: record.upstreamRequestId,
    latency_ms: integer(record.latencyMs) ?? 0,
    ttft_ms: integer(record.ttftMs),
    overhead_us: integer(record.overheadUs) ?? 0,
    session_id: record.sessionId,
    user_tag: record.userTag,
    tags: record.tags === null ? null : JSON.stringify(record.tags),
    prompt_tokens: integer(record.promptTokens),
    completion_tokens: integer(record.completionTokens),
    total_tokens: integer(record.totalTokens),
    cached_tokens: integer(record.cachedTokens),
    cache_write_tokens: integer(record.cacheWriteTokens),
    reasoning_tokens: integer(record.reasoningTokens),
    audio_input_tokens: integer(record.audioInputTokens),
    audio_output_tokens: integer(record.audioOutputTokens),
    reported_cost_nano_usd: integer(cost === null ? null : cost * NANO_PER_USD),
    cost_nano_usd: integer(record.costNanoUsd),
    price_source: record.priceSource,
    complexity_tier: record.complexityTier,
    complexity_score: Number.isFinite(record.complexityScore) ? record.complexityScore : null,
    cache_write_1h_tokens: integer(record.cacheWrite1hTokens),
    tool_prompt_tokens: integer(record.toolPromptTokens),
    upstream_format: record.upstreamFormat,
    is_usage_estimated: record.isUsageEstimated ? 1 : 0,
    service_tier: record.serviceTier,
    warnings: record.warnings === null ? null : JSON.stringify(record.warnings),
    attempts: record.attempts.length === 0 ? null : JSON.stringify(record.attempts),
    decision: record.decision === null ? null : JSON.stringify(record.decision),
    body_state: bodyState,
  };
}

function integer(value: number | null): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  const { MAX_SAFE_INTEGER } = Number;
  return Math.round(Math.max(-MAX_SAFE_INTEGER, Math.min(MAX_SAFE_INTEGER, value)));
}

/** The record that a row was made of. */
export function fromColumns(row: NewRequestLog): RequestRecord {
  const cost = row.reported_cost_nano_usd;
  return {
    id: row.id,
    startedAtMs: row.started_at_ms,
    endpoint: row.endpoint,
    format: row.format,
    callerTokenId: row.caller_token_id,
    callerTokenName: row.caller_token_name,
    clientIp: row.client_ip,
    modelRequested: row.model_requested,
    modelUsed: row.model_used,
    provider: row.provider,
    providerKeyId: row.provider_key_id,
    providerKeyLabel: row.provider_key_label,
    stream: row.stream === 1,
    outcome: row.outcome,
    httpStatus: row.http_status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    finishReason: row.finish_reason,
    upstreamRequestId: row.upstream_request_id,
    latencyMs: row.latency_ms,
    ttftMs: row.ttft_ms,
    overheadUs: row.overhead_us,
    sessionId: row.session_id,
    userTag: row.user_tag,
    tags: row.tags === null ? null : JSON.parse(row.tags) as Record<string, string>,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    totalTokens: row.total_tokens,
    cachedTokens: row.cached_tokens,
    cacheWriteTokens: row.cache_write_tokens,
    reasoningTokens: row.reasoning_tokens,
    audioInputTokens: row.audio_input_tokens,
    audioOutputTokens: row.audio_output_tokens,
    reportedCostUsd: cost === null ? null : cost / NANO_PER_USD,
    costNanoUsd: row.cost_nano_usd,
    priceSource: row.price_source,
    complexityTier: row.complexity_tier,
    complexityScore: row.complexity_score,
    cacheWrite1hTokens: row.cache_write_1h_tokens,
    toolPromptTokens: row.tool_prompt_tokens,
    upstreamFormat: row.upstream_format,
    isUsageEstimated: row.is_usage_estimated === 1,
    serviceTier: row.service_tier,
    warnings: row.warnings === null ? null : JSON.parse(row.warnings) as Warning[],
    attempts: row.attempts === null ? [] : JSON.parse(row.attempts) as AttemptRecord[],
    decision: row.decision === null ? null : JSON.parse(row.decision) as Decision,
  };
}
