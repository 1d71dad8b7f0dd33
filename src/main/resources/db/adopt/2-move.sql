-- ---------------------------------------------------------------- the old tables, to schema legacy
-- Rows, indexes, constraints, sequences, grants and hypertables stay as they are. cache_entries stays in public.
CREATE SCHEMA legacy;
COMMENT ON SCHEMA legacy IS 'the tables of the system before TickStock Data; readable through the views of schema tickstock';
CREATE TABLE legacy.adoption (fact text NOT NULL, name text NOT NULL, value text NOT NULL, PRIMARY KEY (fact, name, value));
COMMENT ON TABLE legacy.adoption IS 'what the adopting script found and changed, for the way back';
INSERT INTO legacy.adoption (fact, name, value)
SELECT 'schema version before', 'tickstock', '{{from}}'
UNION ALL SELECT 'adopted', 'at', now()::text
UNION ALL SELECT 'rows of', 'public.cache_entries', CASE WHEN to_regclass('public.cache_entries') IS NULL THEN '0' ELSE
  (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM public.cache_entries', false, true, '')))[1]::text END
UNION ALL SELECT 'search_path of the database', current_database(), substr(setting, 13)
FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
WHERE s.setrole = 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND setting LIKE 'search_path=%';
DO $move$
DECLARE
  old_table text;
BEGIN
  FOREACH old_table IN ARRAY ARRAY['symbols', 'ohlcv_daily', 'ohlcv_1min', 'equity_types'] LOOP
    IF to_regclass('public.' || old_table) IS NOT NULL THEN
      EXECUTE format('ALTER TABLE public.%I SET SCHEMA legacy', old_table);
      INSERT INTO legacy.adoption VALUES ('moved', old_table, 'public');
    END IF;
  END LOOP;
END
$move$;

-- ---------------------------------------------------------------- legacy rows where we have none
CREATE VIEW tickstock.symbols_legacy AS
SELECT l.symbol::varchar(20) AS symbol, l.name::varchar(100) AS name, l.exchange::varchar(20) AS exchange, l.last_updated,
       l.market::varchar(20) AS market, l.locale::varchar(10) AS locale, l.currency_name::varchar(10) AS currency_name,
       l.currency_symbol::varchar(5) AS currency_symbol, l.type::varchar(20) AS type, l.active, l.cik::varchar(20) AS cik,
       l.composite_figi::varchar(50) AS composite_figi, l.share_class_figi::varchar(50) AS share_class_figi, l.last_updated_utc,
       l.market_cap, l.weighted_shares_outstanding, l.etf_type::varchar(50) AS etf_type, l.aum_millions::numeric(12, 2) AS aum_millions,
       l.expense_ratio::numeric(5, 4) AS expense_ratio, l.underlying_index::varchar(100) AS underlying_index,
       l.correlation_reference::varchar(10) AS correlation_reference, l.fmv_supported, l.creation_unit_size,
       l.dividend_frequency::varchar(20) AS dividend_frequency, l.inception_date, l.net_assets,
       l.primary_exchange::varchar(20) AS primary_exchange, l.issuer::varchar(100) AS issuer,
       l.average_spread::numeric(8, 6) AS average_spread, l.daily_volume_avg,
       l.premium_discount_avg::numeric(6, 4) AS premium_discount_avg, l.tracking_error::numeric(8, 6) AS tracking_error,
       l.sic_code::varchar(10) AS sic_code, l.sic_description::text AS sic_description, l.sector::varchar(50) AS sector,
       l.industry::varchar(100) AS industry, l.country::varchar(5) AS country, l.total_employees, l.list_date, l.sic_updated_at
FROM legacy.symbols l
WHERE NOT EXISTS (SELECT FROM tickstock.ticker_holder h WHERE h.symbol = l.symbol);
COMMENT ON VIEW tickstock.symbols_legacy IS 'the rows of symbols that come from the old table';

-- The symbols that have bars, found by hopping through the keys. Joined so that a reader's symbol is looked up once and not for each bar.
CREATE TABLE legacy.bar_symbol (symbol varchar(20) PRIMARY KEY);
COMMENT ON TABLE legacy.bar_symbol IS 'the symbols of legacy.ohlcv_daily and legacy.ohlcv_1min';
INSERT INTO legacy.bar_symbol
WITH RECURSIVE d (symbol) AS (
  (SELECT symbol FROM legacy.ohlcv_daily ORDER BY symbol LIMIT 1)
  UNION ALL
  SELECT (SELECT o.symbol FROM legacy.ohlcv_daily o WHERE o.symbol > d.symbol ORDER BY o.symbol LIMIT 1) FROM d WHERE d.symbol IS NOT NULL
), m (symbol) AS (
  (SELECT symbol FROM legacy.ohlcv_1min ORDER BY symbol LIMIT 1)
  UNION ALL
  SELECT (SELECT o.symbol FROM legacy.ohlcv_1min o WHERE o.symbol > m.symbol ORDER BY o.symbol LIMIT 1) FROM m WHERE m.symbol IS NOT NULL
)
SELECT symbol FROM d WHERE symbol IS NOT NULL UNION SELECT symbol FROM m WHERE symbol IS NOT NULL;
ANALYZE legacy.bar_symbol;

-- OFFSET 0 keeps the question "have we one?" a look into the key for each bar that is shown.
CREATE VIEW tickstock.ohlcv_daily_legacy AS
SELECT n.symbol::tickstock.ticker AS symbol, l.date, l.open::numeric AS open, l.high::numeric AS high, l.low::numeric AS low,
       l.close::numeric AS close, l.volume, l.created_at::timestamptz AS created_at
FROM legacy.ohlcv_daily l
JOIN legacy.bar_symbol n ON n.symbol = l.symbol
LEFT JOIN tickstock.ticker_holder h ON h.symbol = n.symbol
WHERE NOT EXISTS (SELECT FROM tickstock.bar_daily b WHERE b.instrument_id = h.instrument_id AND b.session = l.date OFFSET 0);
COMMENT ON VIEW tickstock.ohlcv_daily_legacy IS 'the rows of ohlcv_daily that come from the old table: adjusted by its source some time, never raw';

CREATE VIEW tickstock.ohlcv_1min_legacy AS
SELECT n.symbol::tickstock.ticker AS symbol, l."timestamp", l.open::numeric AS open, l.high::numeric AS high,
       l.low::numeric AS low, l.close::numeric AS close, l.volume
FROM legacy.ohlcv_1min l
JOIN legacy.bar_symbol n ON n.symbol = l.symbol
LEFT JOIN tickstock.ticker_holder h ON h.symbol = n.symbol
WHERE NOT EXISTS (SELECT FROM tickstock.bar_minute b WHERE b.instrument_id = h.instrument_id AND b.start = l."timestamp" OFFSET 0);
COMMENT ON VIEW tickstock.ohlcv_1min_legacy IS 'the rows of ohlcv_1min that come from the old table: adjusted by its source some time, never raw';

-- What is replaced now, so that it can come back.
INSERT INTO legacy.adoption (fact, name, value)
SELECT 'definition before', format('CREATE OR REPLACE VIEW tickstock.%I AS', viewname), definition
FROM pg_views WHERE schemaname = 'tickstock' AND viewname IN ('symbols', 'ohlcv_daily', 'ohlcv_1min')
UNION ALL
SELECT 'definition before', '', pg_get_functiondef('tickstock.ohlcv_latest(text, text, integer)'::regprocedure);

CREATE OR REPLACE VIEW tickstock.symbols AS
SELECT symbol, name, exchange, last_updated, market, locale, currency_name, currency_symbol, type, active, cik, composite_figi,
       share_class_figi, last_updated_utc, market_cap, weighted_shares_outstanding, etf_type, aum_millions, expense_ratio,
       underlying_index, correlation_reference, fmv_supported, creation_unit_size, dividend_frequency, inception_date, net_assets,
       primary_exchange, issuer, average_spread, daily_volume_avg, premium_discount_avg, tracking_error, sic_code, sic_description,
       sector, industry, country, total_employees, list_date, sic_updated_at
FROM tickstock.symbols_own
UNION ALL
SELECT symbol, name, exchange, last_updated, market, locale, currency_name, currency_symbol, type, active, cik, composite_figi,
       share_class_figi, last_updated_utc, market_cap, weighted_shares_outstanding, etf_type, aum_millions, expense_ratio,
       underlying_index, correlation_reference, fmv_supported, creation_unit_size, dividend_frequency, inception_date, net_assets,
       primary_exchange, issuer, average_spread, daily_volume_avg, premium_discount_avg, tracking_error, sic_code, sic_description,
       sector, industry, country, total_employees, list_date, sic_updated_at
FROM tickstock.symbols_legacy;

CREATE OR REPLACE VIEW tickstock.ohlcv_daily AS
SELECT symbol, date, open, high, low, close, volume, created_at FROM tickstock.ohlcv_daily_own
UNION ALL
SELECT symbol, date, open, high, low, close, volume, created_at FROM tickstock.ohlcv_daily_legacy;

CREATE OR REPLACE VIEW tickstock.ohlcv_1min AS
SELECT symbol, "timestamp", open, high, low, close, volume FROM tickstock.ohlcv_1min_own
UNION ALL
SELECT symbol, "timestamp", open, high, low, close, volume FROM tickstock.ohlcv_1min_legacy;

-- The newest bars come from the ends of two keys: old rows count only where they are newer than the last of our n.
CREATE OR REPLACE FUNCTION tickstock.ohlcv_latest(symbol text, "interval" text, n integer) RETURNS SETOF tickstock.latest_bar
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan AS $latest$
#variable_conflict use_column
DECLARE
  wanted tickstock.ticker := $1;
  ours   integer;
  after  timestamptz;
  later  date;
BEGIN
  IF $3 IS NULL OR $3 < 0 THEN
    RAISE EXCEPTION 'how many bars? n is %', coalesce($3::text, 'null')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'ohlcv_latest(symbol, ''day'' or ''minute'', n)';
  END IF;
  IF $2 = 'minute' THEN
    SELECT count(*), min(o."timestamp") INTO ours, after
    FROM (SELECT o."timestamp" FROM tickstock.ohlcv_1min_own o
          WHERE o.symbol OPERATOR(tickstock.=) wanted ORDER BY o."timestamp" DESC LIMIT $3) o;
    IF ours < $3 THEN
      after := '-infinity';
    END IF;
    RETURN QUERY
    SELECT b.symbol::varchar(20), (b."timestamp" AT TIME ZONE 'America/New_York')::date, b."timestamp",
           b.open, b.high, b.low, b.close, b.volume
    FROM (
      (SELECT o.* FROM tickstock.ohlcv_1min_own o
       WHERE o.symbol OPERATOR(tickstock.=) wanted ORDER BY o."timestamp" DESC LIMIT $3)
      UNION ALL
      (SELECT l.* FROM tickstock.ohlcv_1min_legacy l
       WHERE l.symbol OPERATOR(tickstock.=) wanted AND l."timestamp" > after ORDER BY l."timestamp" DESC LIMIT $3)
    ) b ORDER BY b."timestamp" DESC LIMIT $3;
  ELSIF $2 = 'day' THEN
    SELECT count(*), min(o.date) INTO ours, later
    FROM (SELECT o.date FROM tickstock.ohlcv_daily_own o
          WHERE o.symbol OPERATOR(tickstock.=) wanted ORDER BY o.date DESC LIMIT $3) o;
    IF ours < $3 THEN
      later := '-infinity';
    END IF;
    RETURN QUERY
    SELECT b.symbol::varchar(20), b.date, NULL::timestamptz, b.open, b.high, b.low, b.close, b.volume
    FROM (
      (SELECT o.* FROM tickstock.ohlcv_daily_own o
       WHERE o.symbol OPERATOR(tickstock.=) wanted ORDER BY o.date DESC LIMIT $3)
      UNION ALL
      (SELECT l.* FROM tickstock.ohlcv_daily_legacy l
       WHERE l.symbol OPERATOR(tickstock.=) wanted AND l.date > later ORDER BY l.date DESC LIMIT $3)
    ) b ORDER BY b.date DESC LIMIT $3;
  ELSE
    RAISE EXCEPTION 'bars are kept by day and by minute, not by %', coalesce($2, 'null')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'ohlcv_latest(symbol, ''day'' or ''minute'', n)';
  END IF;
END
$latest$;

-- When everything is loaded anew: CALL legacy.hide(); the views then show our rows only, the old tables stay until you drop them.
CREATE PROCEDURE legacy.hide() LANGUAGE plpgsql AS $hide$
DECLARE
  was record;
BEGIN
  FOR was IN SELECT name, value FROM legacy.adoption WHERE fact = 'definition before' LOOP
    EXECUTE was.name || ' ' || was.value;
  END LOOP;
  DROP VIEW IF EXISTS tickstock.symbols_legacy, tickstock.ohlcv_daily_legacy, tickstock.ohlcv_1min_legacy;
END
$hide$;
COMMENT ON PROCEDURE legacy.hide() IS 'takes the rows of the old tables out of the readers'' views';

-- ---------------------------------------------------------------- who could read or write the old tables
-- SELECT goes on to the views and INSERT to ohlcv_1min; other rights stay on the old tables only, and are told.
DO $grants$
DECLARE
  given    record;
  new_view text;
BEGIN
  FOR given IN
    SELECT c.relname AS old_table, a.privilege_type,
           a.grantee <> c.relowner AS told, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
    FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a
    WHERE c.relnamespace = 'legacy'::regnamespace AND c.relname IN ('symbols', 'ohlcv_daily', 'ohlcv_1min')
      AND a.grantee <> (SELECT oid FROM pg_roles WHERE rolname = current_user)
    ORDER BY role, old_table, privilege_type
  LOOP
    IF given.privilege_type = 'SELECT' OR given.privilege_type = 'INSERT' AND given.old_table = 'ohlcv_1min' THEN
      EXECUTE format('GRANT USAGE ON SCHEMA tickstock TO %s', given.role);
      FOR new_view IN
        SELECT viewname FROM pg_views
        WHERE schemaname = 'tickstock'
          AND viewname IN (given.old_table, given.old_table || '_raw', given.old_table || '_own', given.old_table || '_legacy')
          AND (given.privilege_type = 'SELECT' OR viewname = given.old_table)
      LOOP
        EXECUTE format('GRANT %s ON tickstock.%I TO %s', given.privilege_type, new_view, given.role);
        INSERT INTO legacy.adoption VALUES (given.privilege_type || ' to', given.role, new_view);
      END LOOP;
    ELSIF given.told THEN
      RAISE NOTICE '% has % on the old %; the views do not take that', given.role, given.privilege_type, given.old_table;
    END IF;
  END LOOP;
END
$grants$;

-- ---------------------------------------------------------------- where names are looked for
-- Counts for connections that are made from now on: restart the applications.
DO $path$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = tickstock, %s', current_database(),
                 coalesce((SELECT value FROM legacy.adoption WHERE fact = 'search_path of the database'), 'public'));
END
$path$;

-- The commands that load what the old tables hold, anew and raw. To a file:
--   psql -At -d {{database}} -c 'SELECT command FROM legacy.reload' > reload.sh
CREATE VIEW legacy.reload AS
{{reload}};

