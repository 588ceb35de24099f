-- Rows of a provider that spoke another format than the caller, their losses and their tries.

ALTER TABLE request_logs ADD COLUMN cache_write_1h_tokens INTEGER;
ALTER TABLE request_logs ADD COLUMN tool_prompt_tokens INTEGER;
ALTER TABLE request_logs ADD COLUMN upstream_format TEXT;
ALTER TABLE request_logs ADD COLUMN is_usage_estimated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request_logs ADD COLUMN service_tier TEXT;
ALTER TABLE request_logs ADD COLUMN warnings TEXT;
-- Read with their row and never searched by, so they need no table of their own.
ALTER TABLE request_logs ADD COLUMN attempts TEXT;

-- Answers of the Responses format that callers may refer to by id, where the provider keeps none.
-- What stands here is sent to providers again, so nothing in it is masked.
CREATE TABLE stored_responses (
  id                   TEXT PRIMARY KEY,
  created_at_ms        INTEGER NOT NULL,
  expires_at_ms        INTEGER,
  caller_token_id      TEXT,
  provider             TEXT NOT NULL,
  model                TEXT NOT NULL,
  previous_response_id TEXT,
  request_json         TEXT NOT NULL,
  input_items_json     TEXT NOT NULL,
  response_json        TEXT NOT NULL
) STRICT;

CREATE INDEX stored_responses_by_expiry ON stored_responses (expires_at_ms)
  WHERE expires_at_ms IS NOT NULL;
CREATE INDEX stored_responses_by_time ON stored_responses (created_at_ms);
