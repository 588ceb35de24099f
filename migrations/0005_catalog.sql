-- What caller tokens may ask for, the catalog beyond names, and keys of search providers.

-- Lists are JSON arrays of patterns; null: everything. `tags` is a JSON object of texts.
ALTER TABLE caller_tokens ADD COLUMN allowed_models TEXT;
ALTER TABLE caller_tokens ADD COLUMN allowed_providers TEXT;
ALTER TABLE caller_tokens ADD COLUMN tags TEXT;
ALTER TABLE caller_tokens ADD COLUMN log_bodies INTEGER NOT NULL DEFAULT 1
  CHECK (log_bodies IN (0, 1));

DROP TRIGGER caller_tokens_updated;
CREATE TRIGGER caller_tokens_updated
AFTER UPDATE OF id, name, token_prefix, token_hash, enabled, expires_at_ms, allowed_models,
  allowed_providers, tags, log_bodies ON caller_tokens
BEGIN UPDATE directory_version SET version = version + 1; END;

-- `missing_since_ms`: when the provider's list first lacked a model that it had named before.
-- `capabilities`: JSON array of words. Both limits are tokens, as the provider's list gives them.
ALTER TABLE provider_models ADD COLUMN is_manual INTEGER NOT NULL DEFAULT 0
  CHECK (is_manual IN (0, 1));
ALTER TABLE provider_models ADD COLUMN missing_since_ms INTEGER;
ALTER TABLE provider_models ADD COLUMN context_window INTEGER;
ALTER TABLE provider_models ADD COLUMN max_output_tokens INTEGER;
ALTER TABLE provider_models ADD COLUMN capabilities TEXT;

-- Names of one's own for models: `fast` for `groq/llama-3.3-70b-versatile`.
CREATE TABLE model_aliases (
  alias         TEXT PRIMARY KEY,
  target        TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

-- Prices of one's own. `prices`: JSON object, US dollars by unit (`input_mtok` …). Of those that hold
-- at a moment, the one that began last counts.
CREATE TABLE model_prices (
  id             TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  model_id       TEXT NOT NULL,
  valid_from_ms  INTEGER NOT NULL,
  valid_until_ms INTEGER,
  prices         TEXT NOT NULL,
  note           TEXT,
  created_at_ms  INTEGER NOT NULL,
  UNIQUE (provider, model_id, valid_from_ms)
) STRICT;

CREATE TABLE search_provider_keys (
  id            TEXT PRIMARY KEY,
  provider      TEXT NOT NULL,
  key_name      TEXT NOT NULL,
  sealed_key    BLOB NOT NULL,
  key_suffix    TEXT NOT NULL,
  base_url      TEXT,
  enabled       INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER model_aliases_inserted AFTER INSERT ON model_aliases
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER model_aliases_updated AFTER UPDATE ON model_aliases
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER model_aliases_deleted AFTER DELETE ON model_aliases
BEGIN UPDATE directory_version SET version = version + 1; END;

CREATE TRIGGER model_prices_inserted AFTER INSERT ON model_prices
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER model_prices_updated AFTER UPDATE ON model_prices
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER model_prices_deleted AFTER DELETE ON model_prices
BEGIN UPDATE directory_version SET version = version + 1; END;
