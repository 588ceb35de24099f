/**
 * Logged requests as JSON: the shape that scripts see. Names are those of the table's columns;
 * times are ISO 8601 in UTC, durations say their unit.
 *
 * @module
 */
import type { AttemptRecord } from "../domain/attempt.ts";
import type { Decision } from "../domain/routing.ts";
import type { LoggedRequest, LoggedRequestWithBodies } from "../store/request_logs.ts";

/** One row. */
export function requestJson({ record }: LoggedRequest) {
  return {
    id: record.id,
    started_at: new Date(record.startedAtMs).toISOString(),
    endpoint: record.endpoint,
    format: record.format,
    upstream_format: record.upstreamFormat,
    outcome: record.outcome,
    http_status: record.httpStatus,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    model_requested: record.modelRequested,
    model_used: record.modelUsed,
    provider: record.provider,
    provider_key_label: record.providerKeyLabel,
    caller_token_name: record.callerTokenName,
    client_ip: record.clientIp,
    stream: record.stream,
    finish_reason: record.finishReason,
    upstream_request_id: record.upstreamRequestId,
    prompt_tokens: record.promptTokens,
    completion_tokens: record.completionTokens,
    total_tokens: record.totalTokens,
    cached_tokens: record.cachedTokens,
    cache_write_tokens: record.cacheWriteTokens,
    cache_write_1h_tokens: record.cacheWrite1hTokens,
    reasoning_tokens: record.reasoningTokens,
    audio_input_tokens: record.audioInputTokens,
    audio_output_tokens: record.audioOutputTokens,
    tool_prompt_tokens: record.toolPromptTokens,
    is_usage_estimated: record.isUsageEstimated,
    service_tier: record.serviceTier,
    cost_nano_usd: record.costNanoUsd,
    price_source: record.priceSource,
    reported_cost_usd: record.reportedCostUsd,
    latency_ms: record.latencyMs,
    ttft_ms: record.ttftMs,
    overhead_us: record.overheadUs,
    session_id: record.sessionId,
    user_tag: record.userTag,
    tags: record.tags,
    warnings: record.warnings,
    attempts: record.attempts.map(attemptJson),
    complexity_tier: record.complexityTier,
    complexity_score: record.complexityScore,
    decision: record.decision === null ? null : decisionJson(record.decision),
  };
}

/** The decision in the names of the API. */
export function decisionJson(decision: Decision): Record<string, unknown> {
  return {
    strategy: decision.strategy,
    decided_by: decision.decidedBy,
    scorer: decision.scorer,
    score: decision.score,
    tier: decision.tier,
    model: decision.model,
    stand_ins: decision.standIns,
    served_by: decision.servedBy,
    baseline_model: decision.baselineModel,
    contributions: decision.contributions,
    excluded: decision.excluded,
    held_against: decision.heldAgainst,
    fallback_reason: decision.fallbackReason,
    note: decision.note,
    took_us: decision.tookUs,
  };
}

function attemptJson(attempt: AttemptRecord) {
  return {
    provider: attempt.provider,
    model: attempt.model,
    key_id: attempt.keyId,
    key_label: attempt.keyLabel,
    started_after_ms: attempt.startedAfterMs,
    duration_ms: attempt.durationMs,
    status: attempt.status,
    outcome: attempt.outcome,
    reason: attempt.reason,
  };
}

/**
 * One row with its bodies. A body that is JSON is nested as it is, any other is a string; null where
 * none is kept, and `body_state` says why.
 */
export function wholeRequestJson(request: LoggedRequestWithBodies) {
  return {
    ...requestJson(request),
    body_state: request.bodyState,
    request_body: bodyJson(request.requestBody),
    response_body: bodyJson(request.responseBody),
    response_text: request.responseText,
  };
}

function bodyJson(body: string | null): unknown {
  if (body === null) return null;
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}
