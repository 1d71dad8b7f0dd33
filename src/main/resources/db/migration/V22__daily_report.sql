-- The report of each session, as it was made last.

CREATE TABLE quality_report (
  exchange text NOT NULL COLLATE "C",
  session  date NOT NULL,
  made_at  timestamptz NOT NULL,
  report   jsonb NOT NULL,
  PRIMARY KEY (exchange, session)
);
COMMENT ON TABLE quality_report IS 'jobs: the daily report of a session; made again it is replaced';
