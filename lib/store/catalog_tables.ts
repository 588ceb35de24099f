/**
 * The tables about who may call and which models there are, as Kysely sees them.
 *
 * @module
 */
import type { Generated } from "kysely";

/** SQLite has no boolean. */
type Flag = 0 | 1;

export interface CallerTokensTable {
  id: string;
  name: string;
  /** First characters of the token, for display. */
  token_prefix: string;
  /** SHA-256 of the whole token. */
  token_hash: Uint8Array<ArrayBuffer>;
  enabled: Generated<Flag>;
  expires_at_ms: number | null;
  created_at_ms: number;
  last_used_at_ms: number | null;
  /** JSON arrays of patterns; null: everything. */
  allowed_models: string | null;
  allowed_providers: string | null;
  /** JSON object of texts. */
  tags: string | null;
  log_bodies: Generated<Flag>;
}

/** The catalog: which models which provider offers. */
export interface ProviderModelsTable {
  id: string;
  provider: string;
  model_id: string;
  display_name: string | null;
  owned_by: string | null;
  /** The provider's own `created`, Unix seconds. */
  raw_created: number | null;
  enabled: Generated<Flag>;
  synced_at_ms: number;
  /** Added by hand, not by a provider's list. */
  is_manual: Generated<Flag>;
  /** When the provider's list first lacked it. */
  missing_since_ms: number | null;
  /** Tokens, as the provider's list says. */
  context_window: number | null;
  max_output_tokens: number | null;
  /** JSON array of words. */
  capabilities: string | null;
}

export interface ModelAliasesTable {
  alias: string;
  /** What it stands for; never another alias. */
  target: string;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface ModelPricesTable {
  id: string;
  provider: string;
  model_id: string;
  valid_from_ms: number;
  /** Null: without an end. */
  valid_until_ms: number | null;
  /** JSON object: US dollars by unit. */
  prices: string;
  note: string | null;
  created_at_ms: number;
}

export interface SearchProviderKeysTable {
  id: string;
  provider: string;
  key_name: string;
  sealed_key: Uint8Array<ArrayBuffer>;
  /** Last characters of the secret; empty for a short one. */
  key_suffix: string;
  base_url: string | null;
  enabled: Generated<Flag>;
  created_at_ms: number;
  updated_at_ms: number;
}
