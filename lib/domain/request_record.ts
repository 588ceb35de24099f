/**
 * The row that every request leaves, whatever its end.
 *
 * @module
 */
import type { AttemptRecord } from "./attempt.ts";
import type { Warning } from "./conversation/warning.ts";
import type { OwnPrice } from "./money.ts";
import type { Decision } from "./routing.ts";
import type { Usage } from "./usage.ts";

/** How a request ended, exactly one of these. */
export type Outcome = "complete" | "caller_gone" | "failed" | "refused";

/** The wire formats that callers speak to us. */
export type FormatName =
  | "openai_chat"
  | "openai_completions"
  | "openai_embeddings"
  | "openai_responses"
  | "anthropic_messages"
  | "gemini"
  | "gemini_embeddings"
  | "openai_images"
  | "openai_audio"
  | "openai_moderations"
  | "rerank"
  | "none";

/**
 * One logged request. `refused` requests never reached a provider (bad token, bad body, locked
 * vault); `failed` ones did, and it went wrong; `caller_gone` ones were abandoned by the caller.
 */
export interface RequestRecord extends Usage {
  /** UUID v7; also the `x-request-id` that the caller saw. */
  readonly id: string;
  /** Start of the request, integer ms since 1970 UTC. */
  readonly startedAtMs: number;
  /** Path that was called, e.g. `/v1/chat/completions`. */
  readonly endpoint: string;
  /** What the caller spoke. */
  readonly format: FormatName;
  /** What the provider spoke; the stored bodies are in it. Null when none was reached. */
  readonly upstreamFormat: FormatName | null;
  readonly callerTokenId: string | null;
  readonly callerTokenName: string | null;
  readonly clientIp: string | null;
  readonly modelRequested: string;
  /** What the provider said it used; else what we asked it for. */
  readonly modelUsed: string;
  readonly provider: string;
  readonly providerKeyId: string | null;
  readonly providerKeyLabel: string | null;
  readonly stream: boolean;
  readonly outcome: Outcome;
  /** Status that the caller saw; 499 when it had hung up before one was sent. */
  readonly httpStatus: number;
  readonly errorCode: string | null;
  /** Redacted before it is written. */
  readonly errorMessage: string | null;
  /** The provider's finish reason, raw. */
  readonly finishReason: string | null;
  readonly upstreamRequestId: string | null;
  /** From first byte read of the request to last byte handed over, ms. */
  readonly latencyMs: number;
  /** To the first content event of a stream, ms; null when not a stream or none came. */
  readonly ttftMs: number | null;
  /** Time that is ours: latency minus waiting for the provider and the caller, microseconds. */
  readonly overheadUs: number;
  readonly sessionId: string | null;
  readonly userTag: string | null;
  /** Free-form labels of the caller. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** Nano-dollars; null means unpriced. */
  readonly costNanoUsd: number | null;
  readonly priceSource: string | null;
  /** The usage behind the cost is our own estimate: the stream ended before the provider told. */
  readonly isUsageEstimated: boolean;
  /** The tier that the provider says it served (`default`, `flex`, `priority`, `batch` …). */
  readonly serviceTier: string | null;
  /** What translation could not carry over; null when nothing was lost. */
  readonly warnings: readonly Warning[] | null;
  /** Every try, in order, the one that answered last; empty when no provider was tried. */
  readonly attempts: readonly AttemptRecord[];
  readonly complexityTier: string | null;
  readonly complexityScore: number | null;
  /** What the router decided, and why; null when it was not asked. */
  readonly decision: Decision | null;
}

/**
 * Asks for an estimate of usage and cost, since the provider never told. It is made from the bodies
 * where the row is written, off the request path; these are then there even if they are not to be
 * kept. A row that comes without bodies, because too much waits, stays as it is.
 */
export interface UsageOrder {
  /** The provider's id in the price data. */
  readonly priceId: string;
  /** The model that was asked for, when the price data does not know the one that answered. */
  readonly upstreamModel: string;
  /** Bytes of the answer that came, of which `responseBody` may hold the first part only. */
  readonly answerBytes: number;
  /** Prices of one's own for the model; null or absent: there are none. */
  readonly ownPrice?: OwnPrice | null;
}

/** A record with the bodies that go to their own table; null bodies are not stored. */
export interface RecordedRequest {
  readonly record: RequestRecord;
  /** The request body as forwarded (credentials removed), UTF-8 JSON. */
  readonly requestBody: Uint8Array | null;
  /** The answer as the provider sent it: JSON, or the raw event stream when `record.stream`. */
  readonly responseBody: Uint8Array | null;
  readonly estimate?: UsageOrder;
  /** Its bodies are there for the estimate only: they are not kept, whatever the settings say. */
  readonly isPrivate?: true;
}
