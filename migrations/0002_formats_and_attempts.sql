-- Rows of a provider that spoke another format than the caller, their losses and their tries.

ALTER TABLE request_logs ADD COLUMN cache_write_1h_tokens INTEGER;
ALTER TABLE request_logs ADD COLUMN tool_prompt_tokens INTEGER;
ALTER TABLE request_logs ADD COLUMN upstream_format TEXT;
ALTER TABLE request_logs ADD COLUMN is_usage_estimated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request_logs ADD COLUMN service_tier TEXT;
ALTER TABLE request_logs ADD COLUMN warnings TEXT;
-- Read with their row and never searched by, so they need no table of their own.
ALTER TABLE request_logs ADD COLUMN attempts TEXT;
