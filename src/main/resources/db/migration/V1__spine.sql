-- The spine: instruments and their tickers, raw daily bars with what was known before, coverage, universes, loads.
-- Owner of each table: the package named in its comment.

-- database -------------------------------------------------------------------------------------------------------------
CREATE TABLE database_source (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  source     text NOT NULL,
  detail     text NOT NULL DEFAULT '',
  stamped_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE database_source IS 'database: where the facts of this database come from, so that simulated and real ones never mix';

-- listing --------------------------------------------------------------------------------------------------------------
CREATE TABLE equity_types (
  code                    text PRIMARY KEY COLLATE "C",
  category                text NOT NULL,
  description             text NOT NULL,
  update_frequency        text NOT NULL CHECK (update_frequency IN ('realtime', 'daily', 'manual')),
  priority_level          integer NOT NULL,
  loaded                  boolean NOT NULL,
  requires_eod_validation boolean NOT NULL,
  processing_rules        jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE equity_types IS 'listing: vendor type codes and what they drive; operators may change rows';
COMMENT ON COLUMN equity_types.loaded IS 'whether loads of everything (--all) take this type';

CREATE TABLE instrument (
  id                    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name                  text,
  type                  text COLLATE "C",
  mic                   text COLLATE "C",
  active                boolean NOT NULL,
  provisional           boolean NOT NULL DEFAULT false,
  list_date             date,
  delist_date           date,
  composite_figi        text COLLATE "C",
  share_class_figi      text COLLATE "C",
  cik                   text COLLATE "C",
  market_cap            double precision,
  weighted_shares       bigint,
  sic_code              text,
  sector                text,
  industry              text,
  etf_type              text,
  issuer                text,
  aum_millions          numeric(14, 2),
  expense_ratio         numeric(9, 6),
  underlying_index      text,
  correlation_reference text,
  etf_facts_source      text,
  etf_facts_as_of       date,
  initial_load_date     date,
  source                text NOT NULL,
  details_at            timestamptz,
  updated_at            timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE instrument IS 'listing: one row an instrument, whatever ticker it trades under; rows are never deleted';
COMMENT ON COLUMN instrument.provisional IS 'known from bars only: no list of the source holds it';
COMMENT ON COLUMN instrument.list_date IS 'first listing of the company as the vendor says it, also after a rename; not a lower bound for bars of one ticker';
COMMENT ON COLUMN instrument.expense_ratio IS 'a fraction a year: 0.000945 is 0.0945 %';
COMMENT ON COLUMN instrument.initial_load_date IS 'New York date on which the first bar was stored';
COMMENT ON COLUMN instrument.details_at IS 'when the vendor''s details were last asked for';
CREATE INDEX instrument_composite_figi ON instrument (composite_figi) WHERE composite_figi IS NOT NULL;

CREATE TABLE instrument_symbol (
  instrument_id integer NOT NULL REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  valid_from    date,
  valid_to      date,
  seen_from     date,
  reason        text NOT NULL,
  source        text NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE instrument_symbol IS 'listing: dated tickers of an instrument, both ends included; null from = as far back as known, null to = still';
COMMENT ON COLUMN instrument_symbol.seen_from IS 'earliest date as of which the source''s list named this instrument under the ticker; for spans without valid_from';
CREATE UNIQUE INDEX instrument_symbol_current ON instrument_symbol (ticker) WHERE valid_to IS NULL;
CREATE INDEX instrument_symbol_instrument ON instrument_symbol (instrument_id);
CREATE INDEX instrument_symbol_ticker ON instrument_symbol (ticker, valid_from);

CREATE TABLE corporate_action (
  instrument_id integer NOT NULL REFERENCES instrument,
  kind          text NOT NULL CHECK (kind IN ('split', 'dividend', 'special_dividend')),
  ex_date       date NOT NULL,
  split_from    numeric CHECK (split_from > 0),
  split_to      numeric CHECK (split_to > 0),
  cash_amount   numeric CHECK (cash_amount >= 0),
  currency      text,
  vendor_id     text,
  source        text NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (instrument_id, ex_date, kind),
  CHECK ((kind = 'split') = (split_from IS NOT NULL AND split_to IS NOT NULL)),
  CHECK ((kind = 'split') = (cash_amount IS NULL))
);
COMMENT ON TABLE corporate_action IS 'listing: splits (prices before ex_date times split_from / split_to) and cash dividends per share as paid';

CREATE TABLE actions_covered (
  instrument_id integer NOT NULL REFERENCES instrument,
  first_date    date NOT NULL,
  last_date     date NOT NULL,
  source        text NOT NULL,
  asked_at      timestamptz NOT NULL,
  PRIMARY KEY (instrument_id, source)
);
COMMENT ON TABLE actions_covered IS 'listing: for which dates the splits and dividends of an instrument were asked for, so that a missing split is not taken for none';

-- bars -----------------------------------------------------------------------------------------------------------------
CREATE TABLE bar_source (
  id     smallint PRIMARY KEY,
  name   text NOT NULL UNIQUE,
  prices text NOT NULL CHECK (prices IN ('raw', 'split_adjusted')),
  feed   text NOT NULL CHECK (feed IN ('eod', 'delayed', 'full', 'file'))
);
COMMENT ON TABLE bar_source IS 'bars: what the small numbers in bar tables mean';
INSERT INTO bar_source (id, name, prices, feed) VALUES
  (1, 'aggregates', 'raw', 'eod'),
  (2, 'grouped', 'raw', 'eod'),
  (3, 'day_file', 'raw', 'file'),
  (4, 'ticker_file', 'raw', 'file'),
  (5, 'ticker_file_split_adjusted', 'split_adjusted', 'file'),
  (6, 'realtime', 'raw', 'full');

CREATE TABLE bar_daily (
  instrument_id integer NOT NULL,
  session       date NOT NULL,
  open          double precision NOT NULL,
  high          double precision NOT NULL,
  low           double precision NOT NULL,
  close         double precision NOT NULL,
  volume        double precision,
  vwap          double precision,
  trades        bigint,
  fmv           double precision,
  fmv_at        timestamptz,
  known_from    timestamptz NOT NULL,
  run_id        integer NOT NULL,
  source        smallint NOT NULL,
  suspicions    smallint NOT NULL DEFAULT 0,
  provisional   boolean NOT NULL,
  PRIMARY KEY (instrument_id, session)
);
COMMENT ON TABLE bar_daily IS 'bars: raw daily bars (as traded, never adjusted), the present value of each';
COMMENT ON COLUMN bar_daily.known_from IS 'when this value was stored, by the database''s clock';
COMMENT ON COLUMN bar_daily.suspicions IS 'bits: 1 open is zero, 2 volume is zero, 4 open or close outside low and high, 8 before the calendar''s first year, 16 vwap or trades could not be and were left out';
COMMENT ON COLUMN bar_daily.provisional IS 'fetched before the vendor''s values were final; replaced without a revision';

CREATE TABLE bar_daily_adjusted (
  instrument_id integer NOT NULL,
  session       date NOT NULL,
  open          double precision NOT NULL,
  high          double precision NOT NULL,
  low           double precision NOT NULL,
  close         double precision NOT NULL,
  volume        double precision,
  known_from    timestamptz NOT NULL,
  run_id        integer NOT NULL,
  source        smallint NOT NULL,
  suspicions    smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (instrument_id, session)
);
COMMENT ON TABLE bar_daily_adjusted IS 'bars: daily bars that their source had adjusted for splits already; never mixed with raw ones';

CREATE TABLE bar_revision (
  instrument_id integer NOT NULL,
  session       date NOT NULL,
  open          double precision NOT NULL,
  high          double precision NOT NULL,
  low           double precision NOT NULL,
  close         double precision NOT NULL,
  volume        double precision,
  vwap          double precision,
  trades        bigint,
  known_from    timestamptz NOT NULL,
  known_until   timestamptz NOT NULL,
  run_id        integer NOT NULL,
  source        smallint NOT NULL,
  suspicions    smallint NOT NULL,
  PRIMARY KEY (instrument_id, session, known_until)
);
COMMENT ON TABLE bar_revision IS 'bars: final daily values that a later final value superseded, known from (included) until (excluded)';

CREATE TABLE bar_quarantine (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument_id integer REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  bar_interval  text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  session       date,
  reason        text NOT NULL,
  detail        text NOT NULL,
  received      text NOT NULL,
  source        smallint NOT NULL,
  first_run_id  integer NOT NULL,
  first_seen    timestamptz NOT NULL DEFAULT now(),
  last_seen     timestamptz NOT NULL DEFAULT now(),
  times         integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE bar_quarantine IS 'bars: rows that were refused, as received, with a reason code; the same row again only counts';
CREATE UNIQUE INDEX bar_quarantine_once ON bar_quarantine (ticker, bar_interval, reason, md5(received));
CREATE INDEX bar_quarantine_cell ON bar_quarantine (instrument_id, session);

CREATE TABLE coverage_range (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument_id integer NOT NULL REFERENCES instrument,
  bar_interval  text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  first_session date NOT NULL,
  last_session  date NOT NULL,
  state         text NOT NULL CHECK (state IN ('confirmed_empty', 'refused', 'rejected', 'accepted')),
  reason        text NOT NULL,
  evidence      text NOT NULL,
  run_id        integer NOT NULL,
  decided_at    timestamptz NOT NULL DEFAULT now(),
  recheck_after timestamptz,
  CHECK (first_session <= last_session)
);
COMMENT ON TABLE coverage_range IS 'bars: explained cells that no bar stands for, as date ranges; a stored bar beats them, a later row beats an earlier one';
COMMENT ON COLUMN coverage_range.recheck_after IS 'from then on a plan asks again; null = only on demand';
CREATE INDEX coverage_range_instrument ON coverage_range (instrument_id, bar_interval, first_session);

CREATE TABLE coverage_omission (
  instrument_id integer NOT NULL REFERENCES instrument,
  bar_interval  text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  first_session date NOT NULL,
  last_session  date NOT NULL,
  path          text NOT NULL CHECK (path IN ('aggregates', 'grouped', 'file')),
  asked_at      timestamptz NOT NULL,
  run_id        integer NOT NULL,
  PRIMARY KEY (instrument_id, bar_interval, first_session, last_session, path, asked_at),
  CHECK (first_session <= last_session)
);
COMMENT ON TABLE coverage_omission IS 'bars: sessions that an answer left out: an observation, not yet an explanation';

-- universe -------------------------------------------------------------------------------------------------------------
CREATE TABLE universe (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key         text NOT NULL UNIQUE COLLATE "C",
  name        text NOT NULL,
  category    text NOT NULL,
  kind        text NOT NULL,
  description text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE universe IS 'universe: named sets of instruments';

CREATE TABLE universe_member (
  universe_id   integer NOT NULL REFERENCES universe,
  ticker        text NOT NULL COLLATE "C",
  expected_name text NOT NULL DEFAULT '',
  instrument_id integer REFERENCES instrument,
  valid_from    date NOT NULL,
  valid_to      date,
  reason        text NOT NULL,
  source        text NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (universe_id, ticker, valid_from),
  CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE universe_member IS 'universe: who belonged since when, both ends included, and why';
COMMENT ON COLUMN universe_member.expected_name IS 'part of the name that the list means, so that another company under the ticker is noticed';

-- load -----------------------------------------------------------------------------------------------------------------
CREATE TABLE load_run (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  asked        text NOT NULL,
  fingerprint  text NOT NULL,
  bar_interval text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  first_date   date NOT NULL,
  last_date    date NOT NULL,
  priority     text NOT NULL CHECK (priority IN ('critical', 'high', 'normal', 'low')),
  source       text NOT NULL,
  everything   boolean NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'complete', 'partial', 'failed')),
  stage        integer NOT NULL DEFAULT 0,
  plan         jsonb NOT NULL,
  outcome      jsonb,
  message      text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now(),
  finished_at  timestamptz
);
COMMENT ON TABLE load_run IS 'load: one execution of a plan; the same request again continues an unfinished run';
COMMENT ON COLUMN load_run.everything IS 'asked for all that the source has: expectations begin with an instrument''s first bar';
COMMENT ON COLUMN load_run.stage IS '0 first asking, 1 second look at what was left out, 2 asking again where the look found a bar, 3 whether listed at the ends of the range, 4 judged';
COMMENT ON COLUMN load_run.fingerprint IS 'digest of what was asked: equal for the same request';
CREATE INDEX load_run_open ON load_run (fingerprint) WHERE state IN ('running', 'paused');

CREATE TABLE load_run_instrument (
  run_id        integer NOT NULL REFERENCES load_run,
  instrument_id integer NOT NULL REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  PRIMARY KEY (run_id, instrument_id)
);
COMMENT ON TABLE load_run_instrument IS 'load: for which instruments a run answers';

CREATE TABLE load_worker (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  lock_key   bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE load_worker IS 'load: processes that claim tasks; each holds the advisory lock of its key while it lives';

CREATE TABLE load_task (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id         integer NOT NULL REFERENCES load_run,
  kind           text NOT NULL CHECK (kind IN ('aggregates', 'grouped', 'day_file', 'ticker_file', 'second_look', 'listing_life')),
  instrument_id  integer REFERENCES instrument,
  address        text NOT NULL DEFAULT '',
  first_date     date NOT NULL,
  last_date      date NOT NULL,
  state          text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'leased', 'done', 'failed', 'refused')),
  attempts       integer NOT NULL DEFAULT 0,
  not_before     timestamptz NOT NULL DEFAULT now(),
  worker_id      integer REFERENCES load_worker,
  lease_until    timestamptz,
  fence          bigint NOT NULL DEFAULT 0,
  calls          integer NOT NULL DEFAULT 0,
  bytes          bigint NOT NULL DEFAULT 0,
  rows           integer NOT NULL DEFAULT 0,
  skipped        integer NOT NULL DEFAULT 0,
  quarantined    integer NOT NULL DEFAULT 0,
  failure        text,
  failure_detail text,
  finished_at    timestamptz
);
COMMENT ON COLUMN load_task.quarantined IS 'rows of the answer or file that the checks refused';
COMMENT ON COLUMN load_task.skipped IS 'tickers of the answer that the run did not ask for';
COMMENT ON TABLE load_task IS 'load: the unit of resume; leases are judged by the database''s clock, results only count with the present fence';
CREATE INDEX load_task_claim ON load_task (run_id, id) WHERE state IN ('ready', 'leased');
CREATE INDEX load_task_run ON load_task (run_id, state);

CREATE TABLE rate_limit (
  vendor                text PRIMARY KEY,
  configured_calls      integer NOT NULL,
  configured_per        interval NOT NULL,
  current_calls         integer NOT NULL,
  paused_until          timestamptz,
  accepted_since_change integer NOT NULL DEFAULT 0,
  recent                timestamptz[] NOT NULL DEFAULT '{}',
  changed_at            timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE rate_limit IS 'load: the vendor''s limit as shared by all processes on this database';
