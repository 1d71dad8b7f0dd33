-- What is wrong with stored data: one finding with a history, what was decided about it, and what explains moves and holes that bars cannot.

-- quality --------------------------------------------------------------------------------------------------------------
CREATE TABLE quality_finding (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule            text NOT NULL COLLATE "C",
  instrument_id   integer REFERENCES instrument,
  subject         text NOT NULL COLLATE "C",
  first_session   date NOT NULL,
  last_session    date NOT NULL,
  sessions        integer NOT NULL CHECK (sessions > 0),
  severity        text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'repaired', 'accepted', 'resolved')),
  summary         text NOT NULL,
  evidence        jsonb NOT NULL DEFAULT '{}',
  first_seen      timestamptz NOT NULL DEFAULT now(),
  last_seen       timestamptz NOT NULL DEFAULT now(),
  accepted_until  date,
  CHECK (first_session <= last_session),
  CHECK (accepted_until IS NULL OR state = 'accepted')
);
CREATE UNIQUE INDEX quality_finding_once ON quality_finding
  (rule, coalesce(instrument_id, 0), (CASE WHEN instrument_id IS NULL THEN subject ELSE '' END), first_session);
CREATE INDEX quality_finding_state ON quality_finding (state, severity, last_session);
CREATE INDEX quality_finding_instrument ON quality_finding (instrument_id, state);
CREATE INDEX quality_finding_session ON quality_finding (last_session, first_session);
COMMENT ON TABLE quality_finding IS 'quality: what a rule found, once, with its present state; found again it is the same row';
COMMENT ON COLUMN quality_finding.instrument_id IS 'null: of the whole market, a universe or a file';
COMMENT ON COLUMN quality_finding.subject IS 'ticker when it was found, or market, universe:KEY';
COMMENT ON COLUMN quality_finding.sessions IS 'sessions that it concerns between the first and the last';
COMMENT ON COLUMN quality_finding.accepted_until IS 'last day of the acceptance; null: until somebody opens it again';

CREATE TABLE quality_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  finding_id bigint NOT NULL REFERENCES quality_finding,
  at         timestamptz NOT NULL DEFAULT now(),
  event      text NOT NULL CHECK (event IN
    ('found', 'found_again', 'changed', 'resolved', 'accepted', 'acceptance_ended', 'reopened', 'repaired', 'not_repaired')),
  by_whom    text NOT NULL,
  detail     text NOT NULL DEFAULT ''
);
CREATE INDEX quality_event_finding ON quality_event (finding_id, id);
COMMENT ON TABLE quality_event IS 'quality: what happened to findings; never changed';

CREATE TABLE quality_scan (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  asked       text NOT NULL,
  first_date  date NOT NULL,
  last_date   date NOT NULL,
  instruments integer NOT NULL,
  bars        bigint NOT NULL,
  found       integer NOT NULL,
  new_ones    integer NOT NULL,
  resolved    integer NOT NULL,
  seconds     double precision NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE quality_scan IS 'quality: passes over stored data';

CREATE TABLE quality_parameter (
  rule   text NOT NULL COLLATE "C",
  name   text NOT NULL COLLATE "C",
  value  double precision NOT NULL,
  reason text NOT NULL CONSTRAINT reason_is_given CHECK (reason <> ''),
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (rule, name)
);
COMMENT ON TABLE quality_parameter IS 'quality: thresholds that somebody set in place of the program''s';

CREATE TABLE quality_fact (
  instrument_id integer NOT NULL REFERENCES instrument,
  kind          text NOT NULL CHECK (kind IN ('halt', 'spin_off')),
  first_session date NOT NULL,
  last_session  date NOT NULL,
  detail        text NOT NULL,
  source        text NOT NULL CONSTRAINT source_is_given CHECK (source <> ''),
  imported_by   text NOT NULL,
  imported_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (instrument_id, kind, first_session),
  CHECK (first_session <= last_session)
);
COMMENT ON TABLE quality_fact IS 'quality: halts and spin-offs from files with a source; nothing else explains a cell as halted or a move as a spin-off';

CREATE TABLE quality_market_cap (
  instrument_id integer NOT NULL REFERENCES instrument,
  as_of         date NOT NULL,
  market_cap    double precision NOT NULL,
  close         double precision,
  PRIMARY KEY (instrument_id, as_of)
);
COMMENT ON TABLE quality_market_cap IS 'quality: market caps as scans saw them change, to compare the next one with';
