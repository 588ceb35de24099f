-- What the router decided about a request, and every configuration that it has had.

-- JSON object; read with its row and never searched by.
ALTER TABLE request_logs ADD COLUMN decision TEXT;

-- Shares of the tiers over time are read from this alone. Rows that were not routed cost nothing.
CREATE INDEX request_logs_by_tier ON request_logs (started_at_ms, complexity_tier)
  WHERE complexity_tier IS NOT NULL;

-- The last row is the one in effect. AUTOINCREMENT: an id never means two configurations.
CREATE TABLE router_history (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  changed_at_ms INTEGER NOT NULL,
  -- Who did it: a kind and maybe a name.
  actor         TEXT NOT NULL,
  -- JSON object: the options of smart_router, without secrets.
  options       TEXT NOT NULL,
  -- The entry that was brought back, if one was.
  restored_id   INTEGER
) STRICT;

CREATE TRIGGER router_history_inserted AFTER INSERT ON router_history
BEGIN UPDATE directory_version SET version = version + 1; END;
