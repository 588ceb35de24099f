-- Sums over the request log, so that charts need not read it, and an index over the texts of its bodies.

-- For each step of time (a quarter of an hour, an hour, a day; UTC) and each value of each dimension:
-- the sums of the rows that started in it, as far as `statistics_progress` tells; who reads them adds
-- the rows behind that. Rows that are deleted are taken out. Sums are REAL because such numbers cannot overflow; they are whole. The two histograms are
-- pairs of a class and a count, see lib/domain/histogram.ts.
CREATE TABLE roll_ups (
  dimension          TEXT NOT NULL,
  step_ms            INTEGER NOT NULL,
  start_ms           INTEGER NOT NULL,
  value              TEXT NOT NULL,
  requests           REAL NOT NULL,
  errors             REAL NOT NULL,
  prompt_tokens      REAL NOT NULL,
  completion_tokens  REAL NOT NULL,
  total_tokens       REAL NOT NULL,
  cached_tokens      REAL NOT NULL,
  cache_write_tokens REAL NOT NULL,
  reasoning_tokens   REAL NOT NULL,
  cost_nano_usd      REAL NOT NULL,
  unpriced           REAL NOT NULL,
  latency_ms         REAL NOT NULL,
  latency_histogram  BLOB NOT NULL,
  ttft_histogram     BLOB NOT NULL,
  PRIMARY KEY (dimension, step_ms, start_ms, value)
) STRICT, WITHOUT ROWID;

-- One row per session that has rows in the log, with their sums, as far as the roll-ups go.
CREATE TABLE sessions (
  session_id        TEXT PRIMARY KEY,
  first_at_ms       INTEGER NOT NULL,
  last_at_ms        INTEGER NOT NULL,
  requests          REAL NOT NULL,
  errors            REAL NOT NULL,
  prompt_tokens     REAL NOT NULL,
  completion_tokens REAL NOT NULL,
  total_tokens      REAL NOT NULL,
  cached_tokens     REAL NOT NULL,
  cost_nano_usd     REAL NOT NULL,
  unpriced          REAL NOT NULL,
  latency_ms        REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_last_use ON sessions (last_at_ms, session_id);

-- Which words the bodies of a row hold; the rowid is `request_logs.seq`. It keeps neither texts nor
-- positions: what it finds stands in `request_bodies`. Words are prepared by lib/domain/search_words.ts.
CREATE VIRTUAL TABLE body_words USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = "ascii tokenchars '_'"
);
-- Bytes of words that are collected before they become a part of the index of their own; every part
-- has to be merged into others later.
INSERT INTO body_words (body_words, rank) VALUES ('hashsize', 8388608);

CREATE TRIGGER request_bodies_deleted AFTER DELETE ON request_bodies
BEGIN DELETE FROM body_words WHERE rowid = old.seq; END;

-- How far both have come: what they hold are the rows with a `seq` up to these.
CREATE TABLE statistics_progress (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  summed_up_to  INTEGER NOT NULL,
  indexed_up_to INTEGER NOT NULL
) STRICT;

INSERT INTO statistics_progress (id, summed_up_to, indexed_up_to) VALUES (1, 0, 0);
