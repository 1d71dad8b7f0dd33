-- The end of day: what each of its steps did for a session, and loads of one session that ask nobody about lists.

-- jobs -----------------------------------------------------------------------------------------------------------------
CREATE TABLE eod_step (
  exchange   text NOT NULL COLLATE "C",
  session    date NOT NULL,
  step       text NOT NULL COLLATE "C",
  attempt    integer NOT NULL CHECK (attempt > 0),
  state      text NOT NULL CHECK (state IN ('running', 'done', 'skipped', 'part', 'waiting', 'failed')),
  started    timestamptz NOT NULL,
  finished   timestamptz,
  again      timestamptz,
  started_by text NOT NULL,
  facts      jsonb NOT NULL DEFAULT '{}',
  message    text NOT NULL DEFAULT '',
  PRIMARY KEY (exchange, session, step, attempt),
  CHECK ((state = 'running') = (finished IS NULL))
);
COMMENT ON TABLE eod_step IS 'jobs: each attempt at a step of an exchange''s end of day; times are those of the program';
COMMENT ON COLUMN eod_step.state IS 'running without a living process: killed; part, waiting, failed: done again by the next run of the session';
COMMENT ON COLUMN eod_step.again IS 'when the step can bring more, e.g. what the plan refuses until then';
COMMENT ON COLUMN eod_step.facts IS 'what it did: calls, rows, symbols and so on';

-- load -----------------------------------------------------------------------------------------------------------------
ALTER TABLE load_run ADD COLUMN end_of_day_asks integer CHECK (end_of_day_asks >= 0);
COMMENT ON COLUMN load_run.end_of_day_asks IS 'of a run for one session of all that is known here: most symbols to ask for by name; null for other runs';
