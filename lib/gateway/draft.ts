/**
 * What is known of a request so far; becomes its one row in the log.
 *
 * @module
 */
import type { AttemptRecord } from "../domain/attempt.ts";
import { type Cost, UNPRICED } from "../domain/money.ts";
import type { Decision } from "../domain/routing.ts";
import type { FormatName, Outcome, RecordedRequest } from "../domain/request_record.ts";
import type { ChatRequest } from "../domain/conversation/request.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import { NO_USAGE, type Usage } from "../domain/usage.ts";
import type { Call, Endpoint } from "../formats/call.ts";
import type { Dialect } from "../formats/dialect.ts";
import { dialectOf } from "../formats/dialects.ts";
import type { AdmittedCaller } from "./admitted_caller.ts";
import { clip, clipOrNull, clipTags } from "./clip.ts";
import type { UsableKey } from "./directory.ts";
import type { Permit } from "./key_health.ts";
import { type CallerLabels, NO_LABELS } from "./labels.ts";

/** Where a request was sent. */
export interface Attempted {
  readonly provider: string;
  readonly priceId: string;
  readonly upstreamModel: string;
  readonly key: UsableKey | null;
  /** What it is spoken to in. */
  readonly format: FormatName;
}

/** How a request ended. */
export interface Ending {
  readonly outcome: Outcome;
  readonly httpStatus: number;
  readonly errorCode?: string | null;
  readonly errorMessage?: string | null;
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly modelUsed?: string | null;
  readonly finishReason?: string | null;
  readonly responseBody?: Uint8Array | null;
  /** Bytes of the answer that came; default: those of `responseBody`. */
  readonly answerBytes?: number;
}

/** Marks, in monotonic ms. */
export interface Marks {
  readonly arrivedMs: number;
  /** Time spent waiting for the caller's upload. */
  uploadMs: number;
  /** When the request went to the provider, the last time; null when it never did. */
  sentMs: number | null;
  /** Time spent on providers that failed and on pauses before the next try. */
  waitedMs: number;
  /** Time that we took between the provider's answer and ours. */
  ownAfterMs: number;
  firstContentMs: number | null;
}

/** Facts are added as they become known; `close` makes the row. */
export class Draft {
  caller: AdmittedCaller | null = null;
  call: Call | null = null;
  /** The name under which the caller must be shown the model; null: as the provider calls it. */
  shownModel: string | null = null;
  attempted: Attempted | null = null;
  upstreamRequestId: string | null = null;
  /** The body as forwarded; null until it is. */
  requestBody: Uint8Array | null = null;
  labels: CallerLabels = NO_LABELS;
  /** What the router decided; null when nobody asked it. */
  decision: Decision | null = null;
  /** Every try so far, in order. */
  readonly attempts: AttemptRecord[] = [];
  /** What the end of the answer is reported with to the health of its key; null while there is none. */
  permit: Permit | null = null;
  /** The model that was asked for, when another one serves instead. */
  fallbackFrom: string | null = null;
  /** The request in neutral form, once a translation has needed it. */
  parsed: ChatRequest | null = null;
  /** What could not be carried over, so far. */
  warnings: Warning[] = [];
  serviceTier: string | null = null;
  /** Told once, with the caller's whole answer or the last frames of its stream, when all went well. */
  onAnswered: ((text: string) => void) | null = null;
  /** Whether its row has been handed over. */
  isSettled = false;
  readonly marks: Marks;

  constructor(
    readonly id: string,
    readonly endpoint: Endpoint,
    readonly startedAtMs: number,
    arrivedMs: number,
    readonly clientIp: string | null,
  ) {
    this.marks = {
      arrivedMs,
      uploadMs: 0,
      sentMs: null,
      waitedMs: 0,
      ownAfterMs: 0,
      firstContentMs: null,
    };
  }

  /** How many requests went to providers. */
  get sentAttempts(): number {
    let sent = 0;
    for (const { outcome } of this.attempts) if (outcome !== "skipped") sent++;
    return sent;
  }

  /** The format that the caller speaks. */
  get dialect(): Dialect {
    return dialectOf(this.endpoint.format);
  }

  /** The finished row. */
  close(ending: Ending, nowMs: number): RecordedRequest {
    const { call, attempted, marks, labels } = this;
    const cost = ending.cost ?? UNPRICED;
    const usage = ending.usage ?? NO_USAGE;
    const latency = nowMs - marks.arrivedMs;
    return {
      record: {
        id: this.id,
        startedAtMs: this.startedAtMs,
        endpoint: this.endpoint.path,
        format: this.endpoint.format,
        callerTokenId: this.caller?.id ?? null,
        callerTokenName: this.caller?.name ?? null,
        clientIp: this.clientIp,
        modelRequested: call?.model ?? "",
        modelUsed: clip(ending.modelUsed ?? attempted?.upstreamModel ?? call?.model ?? ""),
        provider: attempted?.provider ?? "",
        providerKeyId: attempted?.key?.id ?? null,
        providerKeyLabel: attempted?.key?.label ?? null,
        stream: call?.stream ?? false,
        outcome: ending.outcome,
        httpStatus: ending.httpStatus,
        errorCode: clipOrNull(ending.errorCode),
        errorMessage: ending.errorMessage ?? null,
        finishReason: clipOrNull(ending.finishReason),
        upstreamRequestId: clipOrNull(this.upstreamRequestId),
        latencyMs: Math.round(latency),
        ttftMs: marks.firstContentMs === null
          ? null
          : Math.round(marks.firstContentMs - marks.arrivedMs),
        overheadUs: this.#overheadUs(latency),
        sessionId: clipOrNull(labels.sessionId ?? call?.sessionId),
        userTag: clipOrNull(labels.userTag ?? call?.userTag),
        tags: this.#tags(),
        // One by one: an object literal with a spread inside costs five times as much.
        promptTokens: usage.promptTokens,
        completionTokens: usage.completionTokens,
        totalTokens: usage.totalTokens,
        cachedTokens: usage.cachedTokens,
        cacheWriteTokens: usage.cacheWriteTokens,
        cacheWrite1hTokens: usage.cacheWrite1hTokens,
        toolPromptTokens: usage.toolPromptTokens,
        reasoningTokens: usage.reasoningTokens,
        audioInputTokens: usage.audioInputTokens,
        audioOutputTokens: usage.audioOutputTokens,
        reportedCostUsd: usage.reportedCostUsd,
        costNanoUsd: cost.nanoUsd,
        priceSource: cost.priceSource,
        upstreamFormat: attempted?.format ?? null,
        isUsageEstimated: false,
        serviceTier: clipOrNull(this.serviceTier),
        warnings: this.warnings.length === 0 ? null : this.warnings,
        attempts: this.attempts,
        complexityTier: this.#routed?.tier ?? null,
        complexityScore: this.#routed?.score ?? null,
        decision: this.decision,
      },
      requestBody: this.requestBody,
      responseBody: ending.responseBody ?? null,
    };
  }

  /** Those of the token win over what the caller says, and are not the ones that are cut off. */
  #tags(): Record<string, string> | null {
    const { labels, call, caller } = this;
    const ofToken = caller?.tags ?? null;
    if (labels.tags === null && ofToken === null && !call?.metadata) return null;
    return clipTags({ ...ofToken, ...labels.tags, ...call?.metadata, ...labels.tags, ...ofToken });
  }

  /** The decision, if the router chose. */
  get #routed(): Decision | null {
    return this.decision?.tier === "DIRECT" ? null : this.decision;
  }

  /** Before sending and between the provider's answer and ours; waiting is not overhead. */
  #overheadUs(latencyMs: number): number {
    const { arrivedMs, uploadMs, sentMs, waitedMs, ownAfterMs } = this.marks;
    const before = sentMs === null ? latencyMs : sentMs - arrivedMs;
    return Math.max(0, Math.round((before - uploadMs - waitedMs + ownAfterMs) * 1000));
  }
}
