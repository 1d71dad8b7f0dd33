-- Minute bars: raw, with what was known before, and a summary of each session that coverage and quality read.
-- Monthly partitions (by UTC month of the start) on plain PostgreSQL, 7-day chunks where the extension TimescaleDB is installed in this
-- database before this step runs.

-- bars -----------------------------------------------------------------------------------------------------------------
ALTER TABLE bar_source DROP CONSTRAINT bar_source_feed_check;
ALTER TABLE bar_source ADD CONSTRAINT bar_source_feed_check CHECK (feed IN ('eod', 'delayed', 'full', 'file'));
INSERT INTO bar_source (id, name, prices, feed) VALUES
  (7, 'minute_file', 'raw', 'file'),
  (8, 'aggregates_delayed', 'raw', 'delayed'),
  (9, 'aggregates_full', 'raw', 'full'),
  (10, 'grouped_delayed', 'raw', 'delayed'),
  (11, 'grouped_full', 'raw', 'full');
COMMENT ON COLUMN bar_source.feed IS 'eod: values of after the end of the day; delayed, full: fetched while the session was running, from a delayed or an immediate plan; file: a published file';

CREATE TABLE bar_minute_revision (
  instrument_id integer NOT NULL,
  start         timestamptz NOT NULL,
  open          double precision NOT NULL,
  high          double precision NOT NULL,
  low           double precision NOT NULL,
  close         double precision NOT NULL,
  volume        double precision,
  vwap          double precision,
  trades        integer,
  known_from    timestamptz NOT NULL,
  known_until   timestamptz NOT NULL,
  run_id        integer NOT NULL,
  source        smallint NOT NULL,
  suspicions    smallint NOT NULL,
  PRIMARY KEY (instrument_id, start, known_until)
);
COMMENT ON TABLE bar_minute_revision IS 'bars: final minute values that a later final value superseded, known from (included) until (excluded)';

CREATE TABLE minute_session (
  instrument_id     integer NOT NULL,
  session           date NOT NULL,
  bars              integer NOT NULL CHECK (bars > 0),
  regular_bars      smallint NOT NULL,
  regular_minutes   smallint NOT NULL,
  first_start       timestamptz NOT NULL,
  last_start        timestamptz NOT NULL,
  gap_at_open       smallint NOT NULL,
  gap_at_close      smallint NOT NULL,
  longest_gap       smallint NOT NULL,
  longest_gap_start timestamptz,
  open              double precision,
  high              double precision,
  low               double precision,
  close             double precision,
  volume            double precision,
  regular_volume    double precision,
  trades            bigint,
  repeats           integer NOT NULL,
  rejected          integer NOT NULL,
  lost              integer NOT NULL,
  is_partial        boolean NOT NULL,
  provisional       boolean NOT NULL,
  asks              smallint NOT NULL DEFAULT 1,
  asked_at          timestamptz NOT NULL,
  run_id            integer NOT NULL,
  source            smallint NOT NULL,
  PRIMARY KEY (instrument_id, session)
);
COMMENT ON TABLE minute_session IS 'bars: one row for each session of an instrument whose minute bars a load stored, counted from what was stored then; live minutes alone make none';
COMMENT ON COLUMN minute_session.regular_bars IS 'bars that start in regular hours, of regular_minutes that these have';
COMMENT ON COLUMN minute_session.gap_at_open IS 'regular minutes before the first regular bar; all of them where there is none';
COMMENT ON COLUMN minute_session.gap_at_close IS 'regular minutes after the last regular bar; all of them where there is none';
COMMENT ON COLUMN minute_session.longest_gap IS 'most regular minutes in a row without a bar between the first and the last regular bar';
COMMENT ON COLUMN minute_session.open IS 'of the regular bars, as are high, low and close; null where there is none';
COMMENT ON COLUMN minute_session.volume IS 'shares of all bars, extended hours included';
COMMENT ON COLUMN minute_session.repeats IS 'rows of the last answer or file that repeated another one exactly';
COMMENT ON COLUMN minute_session.rejected IS 'rows of the last answer or file that the checks refused';
COMMENT ON COLUMN minute_session.lost IS 'minutes of which every row was refused, and rows that could not be read at all, of the last answer or file';
COMMENT ON COLUMN minute_session.is_partial IS 'something was lost, or a gap in regular hours that the instrument''s own trading of that session does not explain';
COMMENT ON COLUMN minute_session.asks IS 'answers or files in a row that brought these same bars';

DO $minutes$
DECLARE
  columns text := $columns$
    instrument_id integer NOT NULL,
    run_id        integer NOT NULL,
    start         timestamptz NOT NULL,
    open          double precision NOT NULL,
    high          double precision NOT NULL,
    low           double precision NOT NULL,
    close         double precision NOT NULL,
    volume        double precision,
    vwap          double precision,
    known_from    timestamptz NOT NULL,
    trades        integer,
    source        smallint NOT NULL,
    suspicions    smallint NOT NULL DEFAULT 0,
    provisional   boolean NOT NULL,
    fmv           double precision,
    fmv_at        timestamptz,
    PRIMARY KEY (instrument_id, start)
  $columns$;
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE 'CREATE TABLE bar_minute (' || columns || ')';
    PERFORM create_hypertable('bar_minute', 'start', chunk_time_interval => interval '7 days', create_default_indexes => false);
    IF current_setting('timescaledb.license', true) = 'timescale' THEN
      EXECUTE 'ALTER TABLE bar_minute SET (timescaledb.compress, timescaledb.compress_segmentby = ''instrument_id'', '
        || 'timescaledb.compress_orderby = ''start'')';
      PERFORM add_compression_policy('bar_minute', interval '90 days');
    END IF;
  ELSE
    EXECUTE 'CREATE TABLE bar_minute (' || columns || ') PARTITION BY RANGE (start)';
  END IF;
END
$minutes$;
COMMENT ON TABLE bar_minute IS 'bars: raw one-minute bars (as traded, never adjusted), extended hours included, the present value of each';
COMMENT ON COLUMN bar_minute.start IS 'first instant of the minute';
COMMENT ON COLUMN bar_minute.known_from IS 'when this value was stored, by the database''s clock';
COMMENT ON COLUMN bar_minute.suspicions IS 'bits as in bar_daily';
COMMENT ON COLUMN bar_minute.provisional IS 'fetched or inserted before the vendor''s values were final; replaced without a revision';

-- Loads call this when they plan. It runs as the owner of the table, so that the program's own role needs no right to change the schema.
-- The new table is made apart and then attached: that lets readers and writers of other months go on.
CREATE FUNCTION ensure_bar_minute(first date, last date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tickstock, pg_temp AS $ensure$
DECLARE
  month   timestamp;
  name    text;
  created integer := 0;
BEGIN
  IF first < date '1990-01-01' OR last > current_date + 366 OR last < first THEN
    RAISE EXCEPTION 'minute bars can be kept from 1990-01-01 to a year from now, not from % to %', first, last
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF (SELECT relkind FROM pg_class WHERE oid = 'tickstock.bar_minute'::regclass) <> 'p' THEN
    RETURN 0;
  END IF;
  FOR month IN SELECT generate_series(date_trunc('month', first::timestamp), (last + 1)::timestamp, interval '1 month') LOOP
    name := 'bar_minute_' || to_char(month, 'YYYY_MM');
    IF to_regclass('tickstock.' || name) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('tickstock.bar_minute', 7));
      -- Who waited for the lock looks into the catalogue itself: to_regclass may still remember that there was none.
      IF NOT EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = 'tickstock'::regnamespace) THEN
        EXECUTE format('CREATE TABLE tickstock.%I (LIKE tickstock.bar_minute INCLUDING ALL)', name);
        EXECUTE format(
          'ALTER TABLE tickstock.bar_minute ATTACH PARTITION tickstock.%I FOR VALUES FROM (%L) TO (%L)',
          name, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
        created := created + 1;
      END IF;
    END IF;
  END LOOP;
  RETURN created;
END
$ensure$;
COMMENT ON FUNCTION ensure_bar_minute(date, date) IS 'bars: makes the monthly partitions for these sessions where they are missing; says how many it made';

-- load -----------------------------------------------------------------------------------------------------------------
ALTER TABLE load_task DROP CONSTRAINT load_task_kind_check;
ALTER TABLE load_task ADD CONSTRAINT load_task_kind_check CHECK (kind IN
  ('aggregates', 'grouped', 'day_file', 'ticker_file', 'second_look', 'listing_life', 'minutes', 'minute_file'));
ALTER TABLE load_task ADD COLUMN repeats integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN load_task.repeats IS 'rows of the file, or minute rows of the answer, that repeated another one exactly';
