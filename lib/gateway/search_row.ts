/**
 * The row in the log that a search leaves.
 *
 * @module
 */
import type { FlowError } from "../domain/errors.ts";
import type { RecordedRequest } from "../domain/request_record.ts";
import { NO_USAGE } from "../domain/usage.ts";
import type { JsonObject } from "../formats/json/guards.ts";
import type { SearchProvider } from "../providers/search_providers.ts";
import type { AdmittedCaller } from "./admitted_caller.ts";
import { clipTags } from "./clip.ts";
import type { SearchRequest } from "./search_request.ts";
import { jsonBytes } from "./translation.ts";

/** A search under way. */
export interface SearchRun {
  readonly id: string;
  readonly provider: SearchProvider;
  readonly request: SearchRequest;
  readonly startedAtMs: number;
  /** Monotonic. */
  readonly beganMs: number;
  caller: AdmittedCaller | null;
  key: { readonly id: string; readonly label: string } | null;
  isSent: boolean;
}

/** The row: it counts as one request without tokens and without a known price. */
export function searchRow(
  { id, provider, request, startedAtMs, beganMs, caller, key, isSent }: SearchRun,
  answer: JsonObject | null,
  error: FlowError | null,
  nowMs: number,
  { logPrompts, logResponses }: { readonly logPrompts: boolean; readonly logResponses: boolean },
): RecordedRequest {
  const mayKeep = caller?.logBodies !== false;
  const tags = caller?.tags ?? null;
  return {
    record: {
      ...NO_USAGE,
      id,
      startedAtMs,
      endpoint: `/api/search/${provider.id}`,
      format: "none",
      upstreamFormat: null,
      callerTokenId: caller?.id ?? null,
      callerTokenName: caller?.name ?? null,
      clientIp: request.clientIp,
      modelRequested: "search",
      modelUsed: "search",
      provider: provider.id,
      providerKeyId: key?.id ?? null,
      providerKeyLabel: key?.label ?? null,
      stream: false,
      outcome: error === null ? "complete" : isSent ? "failed" : "refused",
      httpStatus: error?.status ?? 200,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      finishReason: null,
      upstreamRequestId: null,
      latencyMs: Math.round(nowMs - beganMs),
      ttftMs: null,
      overheadUs: 0,
      sessionId: null,
      userTag: null,
      tags: tags === null ? null : clipTags(tags),
      costNanoUsd: null,
      priceSource: null,
      isUsageEstimated: false,
      serviceTier: null,
      warnings: null,
      attempts: [],
      complexityTier: null,
      complexityScore: null,
      decision: null,
    },
    requestBody: logPrompts && mayKeep ? jsonBytes(request.search) : null,
    responseBody: logResponses && mayKeep && answer !== null ? jsonBytes(answer) : null,
  };
}
