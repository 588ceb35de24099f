/**
 * The tables as Kysely sees them; `migrations/` holds their definition. Times are integer
 * milliseconds since 1970 UTC (`…_at_ms`), money is integer nano-dollars, flags are 0 or 1.
 *
 * @module
 */
import type { Generated, Insertable, Selectable, Updateable } from "kysely";
import type { FormatName, Outcome } from "../domain/request_record.ts";
import type { AdminKeysTable, AdminSessionsTable, AuditLogTable } from "./admin_tables.ts";
import type {
  CallerTokensTable,
  ModelAliasesTable,
  ModelPricesTable,
  ProviderModelsTable,
  SearchProviderKeysTable,
} from "./catalog_tables.ts";
import type { RouterHistoryTable } from "./router_tables.ts";
import type { RollUpsTable, SessionsTable, StatisticsProgressTable } from "./statistics_tables.ts";

/** SQLite has no boolean. */
export type Flag = 0 | 1;

/**
 * What became of a request's bodies: kept, none given or logging them is off, dropped because too
 * much was waiting, or impossible to prepare. `kept` without a row in `request_bodies` means that
 * retention has removed them since.
 */
export type BodyState = "kept" | "none" | "shed" | "failed";

/** The one vault of this database: how its data key is wrapped. */
export interface VaultTable {
  /** Always 1. */
  id: number;
  vault_id: string;
  kdf: string;
  /** JSON: `{"iterations": 600000}`. */
  kdf_params: string;
  salt: Uint8Array<ArrayBuffer>;
  /** Nonce, then ciphertext. */
  wrapped_key: Uint8Array<ArrayBuffer>;
  created_at_ms: number;
  updated_at_ms: number;
}

/** A provider's secret, sealed, with what is needed to use it. */
export interface ProviderKeysTable {
  id: string;
  provider: string;
  label: string;
  /** Null for providers that need no key. */
  sealed_key: Uint8Array<ArrayBuffer> | null;
  /** First and last characters, for masks. */
  key_prefix: string;
  key_suffix: string;
  base_url: string | null;
  /** JSON object or null. */
  extra_config: string | null;
  weight: Generated<number>;
  priority: Generated<number>;
  enabled: Generated<Flag>;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface SettingsTable {
  key: string;
  /** JSON. */
  value: string;
  updated_at_ms: number;
}

/** One row per request: the columns of `RequestRecord`. */
export interface RequestLogsTable {
  /** Order of writing. */
  seq: Generated<number>;
  id: string;
  started_at_ms: number;
  endpoint: string;
  format: FormatName;
  caller_token_id: string | null;
  caller_token_name: string | null;
  client_ip: string | null;
  model_requested: string;
  model_used: string;
  provider: string;
  provider_key_id: string | null;
  provider_key_label: string | null;
  stream: Flag;
  outcome: Outcome;
  http_status: number;
  error_code: string | null;
  error_message: string | null;
  finish_reason: string | null;
  upstream_request_id: string | null;
  latency_ms: number;
  ttft_ms: number | null;
  overhead_us: number;
  session_id: string | null;
  user_tag: string | null;
  /** JSON object of strings. */
  tags: string | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  total_tokens: number | null;
  cached_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  audio_input_tokens: number | null;
  audio_output_tokens: number | null;
  reported_cost_nano_usd: number | null;
  cost_nano_usd: number | null;
  price_source: string | null;
  complexity_tier: string | null;
  complexity_score: number | null;
  cache_write_1h_tokens: number | null;
  tool_prompt_tokens: number | null;
  upstream_format: FormatName | null;
  is_usage_estimated: Flag;
  service_tier: string | null;
  /** JSON array of warnings of the translation. */
  warnings: string | null;
  /** JSON array of attempts. */
  attempts: string | null;
  /** JSON object: what the router decided. */
  decision: string | null;
  body_state: BodyState;
}

/** Bodies, apart from the rows that lists read. */
export interface RequestBodiesTable {
  /** `request_logs.seq`; the body goes when its row goes. */
  seq: number;
  request_body: string | null;
  /** JSON; a stream is assembled into the answer that it amounts to. */
  response_body: string | null;
  /** The plain text of the answer. */
  response_text: string | null;
}

/** Responses that callers may refer to by id, unmasked. */
export interface StoredResponsesTable {
  id: string;
  created_at_ms: number;
  /** Null: never. */
  expires_at_ms: number | null;
  caller_token_id: string | null;
  provider: string;
  model: string;
  previous_response_id: string | null;
  /** JSON object. */
  request_json: string;
  /** JSON array. */
  input_items_json: string;
  /** JSON object. */
  response_json: string;
}

/** One row: a counter that rises when anything but logs and last-used times changes. */
export interface DirectoryVersionTable {
  id: number;
  version: number;
}

export interface SchemaMigrationsTable {
  number: number;
  name: string;
  /** SHA-256 of the migration's text, hex. */
  sha256: string;
  applied_at_ms: number;
}

export interface Tables {
  vault: VaultTable;
  provider_keys: ProviderKeysTable;
  caller_tokens: CallerTokensTable;
  provider_models: ProviderModelsTable;
  model_aliases: ModelAliasesTable;
  model_prices: ModelPricesTable;
  search_provider_keys: SearchProviderKeysTable;
  settings: SettingsTable;
  request_logs: RequestLogsTable;
  request_bodies: RequestBodiesTable;
  stored_responses: StoredResponsesTable;
  roll_ups: RollUpsTable;
  sessions: SessionsTable;
  statistics_progress: StatisticsProgressTable;
  admin_sessions: AdminSessionsTable;
  admin_keys: AdminKeysTable;
  audit_log: AuditLogTable;
  router_history: RouterHistoryTable;
  directory_version: DirectoryVersionTable;
  schema_migrations: SchemaMigrationsTable;
}

export type ProviderKeyRow = Selectable<ProviderKeysTable>;
export type NewProviderKey = Insertable<ProviderKeysTable>;
export type ProviderKeyChange = Updateable<ProviderKeysTable>;
export type CallerTokenRow = Selectable<CallerTokensTable>;
export type NewCallerToken = Insertable<CallerTokensTable>;
export type CallerTokenChange = Updateable<CallerTokensTable>;
export type ProviderModelRow = Selectable<ProviderModelsTable>;
export type NewProviderModel = Insertable<ProviderModelsTable>;
export type ModelPriceRow = Selectable<ModelPricesTable>;
export type SearchProviderKeyRow = Selectable<SearchProviderKeysTable>;
export type RequestLogRow = Selectable<RequestLogsTable>;
export type RequestBodyRow = Selectable<RequestBodiesTable>;
export type StoredResponseRow = Selectable<StoredResponsesTable>;
