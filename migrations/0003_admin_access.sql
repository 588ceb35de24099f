-- Who operates the gateway, and what was changed by whom.

-- Sign-ins. Only the token's hash is kept; how long a session lasts unused is a setting.
CREATE TABLE admin_sessions (
  id              TEXT PRIMARY KEY,
  token_hash      BLOB NOT NULL UNIQUE,
  created_at_ms   INTEGER NOT NULL,
  last_used_at_ms INTEGER NOT NULL,
  ip              TEXT,
  user_agent      TEXT
) STRICT;

-- Long-lived credentials of programs that operate the gateway.
CREATE TABLE admin_keys (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  key_prefix      TEXT NOT NULL,
  key_hash        BLOB NOT NULL UNIQUE,
  access          TEXT NOT NULL CHECK (access IN ('read', 'full')),
  expires_at_ms   INTEGER,
  created_at_ms   INTEGER NOT NULL,
  last_used_at_ms INTEGER
) STRICT;

-- Changes by administrators. Rows are written and never changed. `before` and `after` are JSON with
-- every secret hidden, or null.
CREATE TABLE audit_log (
  id         TEXT PRIMARY KEY,
  at_ms      INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT,
  actor_name TEXT,
  ip         TEXT,
  action     TEXT NOT NULL,
  target     TEXT,
  before     TEXT,
  after      TEXT
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (at_ms);

-- What a running gateway holds of them in memory is out of date when another process changes them.
CREATE TRIGGER admin_sessions_deleted AFTER DELETE ON admin_sessions
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER admin_keys_inserted AFTER INSERT ON admin_keys
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER admin_keys_updated
AFTER UPDATE OF name, key_prefix, key_hash, access, expires_at_ms ON admin_keys
BEGIN UPDATE directory_version SET version = version + 1; END;
CREATE TRIGGER admin_keys_deleted AFTER DELETE ON admin_keys
BEGIN UPDATE directory_version SET version = version + 1; END;
