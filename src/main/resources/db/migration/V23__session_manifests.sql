-- What was stored of a session when it was final, so that a later silent change can be named.

-- quality --------------------------------------------------------------------------------------------------------------
CREATE TABLE session_manifest (
  exchange     text NOT NULL COLLATE "C",
  session      date NOT NULL,
  bar_interval text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  expected     integer NOT NULL CHECK (expected >= 0),
  present      integer NOT NULL CHECK (present >= 0),
  explained    integer NOT NULL CHECK (explained >= 0),
  made_at      timestamptz NOT NULL,
  digest       text NOT NULL CHECK (length(digest) = 64),
  instruments  integer[] NOT NULL,
  hashes       bigint[] NOT NULL,
  PRIMARY KEY (exchange, session, bar_interval),
  CHECK (cardinality(instruments) = cardinality(hashes))
);
COMMENT ON TABLE session_manifest IS 'quality: of each final session the cells, and a digest of the final bars that were known at made_at';
COMMENT ON COLUMN session_manifest.expected IS 'cells that should have a bar; present: of those with a final one; explained: of those confirmed empty or accepted';
COMMENT ON COLUMN session_manifest.made_at IS 'by the database''s clock: known_from and known_until are compared with it';
COMMENT ON COLUMN session_manifest.digest IS 'SHA-256 over instruments (4 bytes each) and hashes (8 bytes each), ascending by instrument';
COMMENT ON COLUMN session_manifest.hashes IS 'day: md5 of the prices (upper half) and of volume, vwap and trades (lower half), 4 bytes each; minute: exclusive or over the minutes of 8 bytes of the md5 of start and prices';
