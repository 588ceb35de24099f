-- Times are integer milliseconds since 1970 UTC, money is integer nano-dollars, flags are 0 or 1.

CREATE TABLE vault (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  vault_id      TEXT NOT NULL,
  kdf           TEXT NOT NULL,
  kdf_params    TEXT NOT NULL,
  salt          BLOB NOT NULL,
  wrapped_key   BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE provider_keys (
  id            TEXT PRIMARY KEY,
  provider      TEXT NOT NULL,
  label         TEXT NOT NULL,
  sealed_key    BLOB,
  key_prefix    TEXT NOT NULL,
  key_suffix    TEXT NOT NULL,
  base_url      TEXT,
  extra_config  TEXT,
  weight        REAL NOT NULL DEFAULT 1 CHECK (weight >= 0),
  priority      INTEGER NOT NULL DEFAULT 0,
  enabled       INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  UNIQUE (provider, label)
) STRICT;

CREATE TABLE caller_tokens (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  token_prefix    TEXT NOT NULL,
  token_hash      BLOB NOT NULL UNIQUE,
  enabled         INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  expires_at_ms   INTEGER,
  created_at_ms   INTEGER NOT NULL,
  last_used_at_ms INTEGER
) STRICT;

CREATE TABLE provider_models (
  id           TEXT PRIMARY KEY,
  provider     TEXT NOT NULL,
  model_id     TEXT NOT NULL,
  display_name TEXT,
  owned_by     TEXT,
  raw_created  INTEGER,
  enabled      INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  synced_at_ms INTEGER NOT NULL,
  UNIQUE (provider, model_id)
) STRICT;

CREATE TABLE settings (
  key           TEXT PRIMARY KEY,
  value         TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

-- AUTOINCREMENT: a number is never used twice, so that a reader that follows the log by `seq`
-- misses nothing, not even after every row was deleted.
CREATE TABLE request_logs (
  seq                    INTEGER PRIMARY KEY AUTOINCREMENT,
  id                     TEXT NOT NULL UNIQUE,
  started_at_ms          INTEGER NOT NULL,
  endpoint               TEXT NOT NULL,
  format                 TEXT NOT NULL,
  caller_token_id        TEXT,
  caller_token_name      TEXT,
  client_ip              TEXT,
  model_requested        TEXT NOT NULL,
  model_used             TEXT NOT NULL,
  provider               TEXT NOT NULL,
  provider_key_id        TEXT,
  provider_key_label     TEXT,
  stream                 INTEGER NOT NULL,
  outcome                TEXT NOT NULL,
  http_status            INTEGER NOT NULL,
  error_code             TEXT,
  error_message          TEXT,
  finish_reason          TEXT,
  upstream_request_id    TEXT,
  latency_ms             INTEGER NOT NULL,
  ttft_ms                INTEGER,
  overhead_us            INTEGER NOT NULL,
  session_id             TEXT,
  user_tag               TEXT,
  tags                   TEXT,
  prompt_tokens          INTEGER,
  completion_tokens      INTEGER,
  total_tokens           INTEGER,
  cached_tokens          INTEGER,
  cache_write_tokens     INTEGER,
  reasoning_tokens       INTEGER,
  audio_input_tokens     INTEGER,
  audio_output_tokens    INTEGER,
  reported_cost_nano_usd INTEGER,
  cost_nano_usd          INTEGER,
  price_source           TEXT,
  complexity_tier        TEXT,
  complexity_score       REAL,
  body_state             TEXT NOT NULL
) STRICT;

-- Every index costs each request some microseconds. These make time ranges and the rare values
-- cheap; the partial ones hold only the rows that somebody looks for by that column. Models have
-- none: a list by model walks back in time, which finds common models at once.
CREATE INDEX request_logs_by_time ON request_logs (started_at_ms);
CREATE INDEX request_logs_by_provider ON request_logs (provider, started_at_ms);
CREATE INDEX request_logs_by_session ON request_logs (session_id, started_at_ms)
  WHERE session_id IS NOT NULL;
CREATE INDEX request_logs_by_caller_token ON request_logs (caller_token_id, started_at_ms)
  WHERE caller_token_id IS NOT NULL;
CREATE INDEX request_logs_by_trouble ON request_logs (outcome, started_at_ms)
  WHERE outcome <> 'complete';

CREATE TABLE request_bodies (
  seq           INTEGER PRIMARY KEY REFERENCES request_logs (seq) ON DELETE CASCADE,
  request_body  TEXT,
  response_body TEXT,
  response_text TEXT
) STRICT;

-- A counter that tells other processes that what they hold in memory is out of date. Log rows and
-- last-used times do not move it.
CREATE TABLE directory_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version (id, version) VALUES (1, 0);

CREATE TRIGGER vault_inserted AFTER INSERT ON vault
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER vault_updated AFTER UPDATE ON vault
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER vault_deleted AFTER DELETE ON vault
BEGIN UPDATE directory_version SET version = version + 1; END;

CREATE TRIGGER provider_keys_inserted AFTER INSERT ON provider_keys
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER provider_keys_updated AFTER UPDATE ON provider_keys
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER provider_keys_deleted AFTER DELETE ON provider_keys
BEGIN UPDATE directory_version SET version = version + 1; END;

CREATE TRIGGER caller_tokens_inserted AFTER INSERT ON caller_tokens
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER caller_tokens_updated
AFTER UPDATE OF id, name, token_prefix, token_hash, enabled, expires_at_ms ON caller_tokens
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER caller_tokens_deleted AFTER DELETE ON caller_tokens
BEGIN UPDATE directory_version SET version = version + 1; END;

CREATE TRIGGER provider_models_inserted AFTER INSERT ON provider_models
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER provider_models_updated AFTER UPDATE ON provider_models
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER provider_models_deleted AFTER DELETE ON provider_models
BEGIN UPDATE directory_version SET version = version + 1; END;

CREATE TRIGGER settings_inserted AFTER INSERT ON settings
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER settings_updated AFTER UPDATE ON settings
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER settings_deleted AFTER DELETE ON settings
BEGIN UPDATE directory_version SET version = version + 1; END;
