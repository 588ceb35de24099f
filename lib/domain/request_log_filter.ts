/**
 * What of the request log is wanted. Columns are those of the table `request_logs`.
 *
 * @module
 */
import type { Outcome } from "./request_record.ts";
import type { SearchTerm } from "./search_words.ts";

/** Columns that are searched for exact values. */
export const TEXT_COLUMNS = [
  "id",
  "endpoint",
  "format",
  "upstream_format",
  "provider",
  "provider_key_id",
  "provider_key_label",
  "model_requested",
  "model_used",
  "caller_token_id",
  "caller_token_name",
  "client_ip",
  "outcome",
  "error_code",
  "finish_reason",
  "upstream_request_id",
  "session_id",
  "user_tag",
  "price_source",
  "service_tier",
  "complexity_tier",
  "body_state",
] as const;
export type TextColumn = typeof TEXT_COLUMNS[number];

/** Columns that are searched for ranges. */
export const NUMBER_COLUMNS = [
  "http_status",
  "latency_ms",
  "ttft_ms",
  "overhead_us",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "cache_write_1h_tokens",
  "reasoning_tokens",
  "audio_input_tokens",
  "audio_output_tokens",
  "tool_prompt_tokens",
  "cost_nano_usd",
  "complexity_score",
] as const;
export type NumberColumn = typeof NUMBER_COLUMNS[number];

/** Both ends belong to it. A row without the number never fits. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Every given field must fit. */
export interface RequestLogFilter {
  /** The model asked for or used, exactly. */
  readonly model?: string;
  readonly provider?: string;
  readonly outcome?: Outcome;
  readonly httpStatus?: number;
  readonly sessionId?: string;
  readonly callerTokenId?: string;
  /** Started at or after, ms since 1970 UTC. */
  readonly sinceMs?: number;
  /** Started before. */
  readonly untilMs?: number;
  /** One of the values. */
  readonly texts?: { readonly [Column in TextColumn]?: readonly string[] };
  readonly ranges?: { readonly [Column in NumberColumn]?: Range };
  readonly stream?: boolean;
  readonly isUsageEstimated?: boolean;
  /** Failed or refused; or neither. */
  readonly isError?: boolean;
  /** Whether the translation lost something. */
  readonly hasWarnings?: boolean;
  /** At least so many. */
  readonly minAttempts?: number;
  /** All of them: a name of the caller's labels, with its value unless that does not matter. */
  readonly tags?: readonly { readonly name: string; readonly value: string | null }[];
  /** In the error's message, in any case. */
  readonly errorText?: string;
  /** What the bodies must hold. */
  readonly terms?: readonly SearchTerm[];
  /** Written no later than the row with this number. */
  readonly upToSeq?: number;
}
