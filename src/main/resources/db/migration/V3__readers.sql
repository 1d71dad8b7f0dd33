-- What the TickStock applications select from, in the names, columns and types that they know: symbols, ohlcv_daily, ohlcv_1min.
-- Prices are split-adjusted as of now; `…_raw` beside them are as traded. `…_own` are parts: the adopting script puts the rows of the
-- old tables beside them. A view's reader needs USAGE on the schema and SELECT on the view, nothing else.

-- listing --------------------------------------------------------------------------------------------------------------
CREATE TABLE ticker_holder (
  symbol        varchar(20) PRIMARY KEY,
  instrument_id integer NOT NULL,
  held          boolean NOT NULL
);
CREATE INDEX ticker_holder_instrument ON ticker_holder (instrument_id);
COMMENT ON TABLE ticker_holder IS 'listing: whose bars readers see under a ticker: its present holder, else the last one; kept by triggers on instrument_symbol';
COMMENT ON COLUMN ticker_holder.held IS 'somebody trades under the ticker now';

CREATE TABLE split_factor (
  instrument_id integer PRIMARY KEY,
  ex_dates      date[] NOT NULL,
  factors       double precision[] NOT NULL
);
COMMENT ON TABLE split_factor IS 'listing: splits of an instrument for views that adjust; kept by triggers on corporate_action';
COMMENT ON COLUMN split_factor.ex_dates IS 'execution dates, ascending';
COMMENT ON COLUMN split_factor.factors IS 'one more than dates: the product of from / to of the splits after the first n dates, n from 0';

CREATE FUNCTION keep_ticker_holder(tickers text[]) RETURNS void
LANGUAGE plpgsql SET search_path = tickstock, pg_temp AS $keep$
BEGIN
  INSERT INTO ticker_holder (symbol, instrument_id, held)
  SELECT DISTINCT ON (ticker) ticker, instrument_id, valid_to IS NULL
  FROM instrument_symbol
  WHERE ticker = ANY(tickers)
  ORDER BY ticker, valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST, instrument_id DESC
  ON CONFLICT (symbol) DO UPDATE SET instrument_id = excluded.instrument_id, held = excluded.held
  WHERE (ticker_holder.instrument_id, ticker_holder.held) IS DISTINCT FROM (excluded.instrument_id, excluded.held);
  DELETE FROM ticker_holder h
  WHERE h.symbol = ANY(tickers)
    AND NOT EXISTS (SELECT FROM instrument_symbol s WHERE s.ticker = h.symbol COLLATE "C");
END
$keep$;
COMMENT ON FUNCTION keep_ticker_holder(text[]) IS 'listing: brings ticker_holder up to date for these tickers';

CREATE FUNCTION instrument_symbol_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = tickstock, pg_temp AS $changed$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE ticker_holder;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM keep_ticker_holder((SELECT array_agg(DISTINCT ticker::text) FROM after_change));
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM keep_ticker_holder((SELECT array_agg(DISTINCT ticker::text) FROM before_change));
  END IF;
  RETURN NULL;
END
$changed$;
CREATE TRIGGER ticker_holder_inserted AFTER INSERT ON instrument_symbol
  REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION instrument_symbol_changed();
CREATE TRIGGER ticker_holder_updated AFTER UPDATE ON instrument_symbol
  REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION instrument_symbol_changed();
CREATE TRIGGER ticker_holder_deleted AFTER DELETE ON instrument_symbol
  REFERENCING OLD TABLE AS before_change FOR EACH STATEMENT EXECUTE FUNCTION instrument_symbol_changed();
CREATE TRIGGER ticker_holder_truncated AFTER TRUNCATE ON instrument_symbol
  FOR EACH STATEMENT EXECUTE FUNCTION instrument_symbol_changed();
SELECT keep_ticker_holder((SELECT array_agg(DISTINCT ticker::text) FROM instrument_symbol));

CREATE FUNCTION keep_split_factor(instruments integer[]) RETURNS void
LANGUAGE plpgsql SET search_path = tickstock, pg_temp AS $keep$
BEGIN
  DELETE FROM split_factor f
  WHERE f.instrument_id = ANY(instruments)
    AND NOT EXISTS (SELECT FROM corporate_action a WHERE a.instrument_id = f.instrument_id AND a.kind = 'split');
  WITH RECURSIVE numbered AS (
    SELECT instrument_id, ex_date, split_from, split_to,
           row_number() OVER (PARTITION BY instrument_id ORDER BY ex_date DESC) AS n
    FROM corporate_action WHERE kind = 'split' AND instrument_id = ANY(instruments)
  ), products AS (
    SELECT instrument_id, ex_date, n, split_from AS old_shares, split_to AS new_shares FROM numbered WHERE n = 1
    UNION ALL
    SELECT s.instrument_id, s.ex_date, s.n, p.old_shares * s.split_from, p.new_shares * s.split_to
    FROM products p JOIN numbered s ON s.instrument_id = p.instrument_id AND s.n = p.n + 1
  )
  INSERT INTO split_factor (instrument_id, ex_dates, factors)
  SELECT instrument_id, array_agg(ex_date ORDER BY ex_date),
         array_agg((old_shares / new_shares)::double precision ORDER BY ex_date) || 1::double precision
  FROM products GROUP BY instrument_id
  ON CONFLICT (instrument_id) DO UPDATE SET ex_dates = excluded.ex_dates, factors = excluded.factors;
END
$keep$;
COMMENT ON FUNCTION keep_split_factor(integer[]) IS 'listing: brings split_factor up to date for these instruments';

CREATE FUNCTION corporate_action_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = tickstock, pg_temp AS $changed$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE split_factor;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM keep_split_factor((SELECT array_agg(DISTINCT instrument_id) FROM after_change WHERE kind = 'split'));
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM keep_split_factor((SELECT array_agg(DISTINCT instrument_id) FROM before_change WHERE kind = 'split'));
  END IF;
  RETURN NULL;
END
$changed$;
CREATE TRIGGER split_factor_inserted AFTER INSERT ON corporate_action
  REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION corporate_action_changed();
CREATE TRIGGER split_factor_updated AFTER UPDATE ON corporate_action
  REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION corporate_action_changed();
CREATE TRIGGER split_factor_deleted AFTER DELETE ON corporate_action
  REFERENCING OLD TABLE AS before_change FOR EACH STATEMENT EXECUTE FUNCTION corporate_action_changed();
CREATE TRIGGER split_factor_truncated AFTER TRUNCATE ON corporate_action
  FOR EACH STATEMENT EXECUTE FUNCTION corporate_action_changed();
SELECT keep_split_factor((SELECT array_agg(DISTINCT instrument_id) FROM corporate_action WHERE kind = 'split'));

-- Body and argument names are resolved now, so a caller's search_path does not matter.
CREATE FUNCTION ticker_id(symbol text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER COST 500
RETURN coalesce((SELECT h.instrument_id FROM tickstock.ticker_holder h WHERE h.symbol = ticker_id.symbol), 0);
COMMENT ON FUNCTION ticker_id(text) IS 'listing: the instrument that readers see under a ticker, 0 for none';

-- A join by ticker cannot use the order of the bars' key, so the newest 100 minutes of a symbol would read all of its minutes. The column
-- `symbol` of the bars' views therefore has a type of its own over varchar(20), whose comparison with a literal also says the instrument.
CREATE DOMAIN ticker AS varchar(20);
COMMENT ON DOMAIN ticker IS 'varchar(20) for drivers and catalogue; compared with a literal it uses the key (instrument_id, start)';
CREATE FUNCTION same_ticker(ticker, ticker) RETURNS boolean
LANGUAGE sql STABLE
RETURN tickstock.ticker_id($1::text) OPERATOR(pg_catalog.=) tickstock.ticker_id($2::text)
  AND $1::text OPERATOR(pg_catalog.=) $2::text;
CREATE OPERATOR = (LEFTARG = ticker, RIGHTARG = ticker, FUNCTION = same_ticker, COMMUTATOR = =, RESTRICT = eqsel, JOIN = eqjoinsel);

CREATE FUNCTION split_ratio(day date, ex_dates date[], factors double precision[]) RETURNS double precision
LANGUAGE sql STABLE
RETURN factors[width_bucket(day, ex_dates) + 1]
  / factors[width_bucket((now() AT TIME ZONE 'America/New_York')::date, ex_dates) + 1];
COMMENT ON FUNCTION split_ratio(date, date[], double precision[]) IS 'listing: what a price of that New York date is multiplied by, for splits executed after it and until today';

CREATE VIEW symbols_own AS
SELECT h.symbol,
       i.name::varchar(100) AS name,
       i.mic::varchar(20) AS exchange,
       (i.updated_at AT TIME ZONE 'UTC')::timestamp AS last_updated,
       'stocks'::varchar(20) AS market,
       'us'::varchar(10) AS locale,
       'usd'::varchar(10) AS currency_name,
       NULL::varchar(5) AS currency_symbol,
       i.type::varchar(20) AS type,
       h.held AND i.active AS active,
       i.cik::varchar(20) AS cik,
       i.composite_figi::varchar(50) AS composite_figi,
       i.share_class_figi::varchar(50) AS share_class_figi,
       i.updated_at AS last_updated_utc,
       i.market_cap::bigint AS market_cap,
       i.weighted_shares AS weighted_shares_outstanding,
       i.etf_type::varchar(50) AS etf_type,
       CASE WHEN abs(i.aum_millions) < 9999999999 THEN i.aum_millions::numeric(12, 2) END AS aum_millions,
       CASE WHEN abs(i.expense_ratio) < 9 THEN i.expense_ratio::numeric(5, 4) END AS expense_ratio,
       i.underlying_index::varchar(100) AS underlying_index,
       i.correlation_reference::varchar(10) AS correlation_reference,
       NULL::boolean AS fmv_supported,
       NULL::integer AS creation_unit_size,
       NULL::varchar(20) AS dividend_frequency,
       NULL::date AS inception_date,
       NULL::bigint AS net_assets,
       i.mic::varchar(20) AS primary_exchange,
       i.issuer::varchar(100) AS issuer,
       NULL::numeric(8, 6) AS average_spread,
       NULL::bigint AS daily_volume_avg,
       NULL::numeric(6, 4) AS premium_discount_avg,
       NULL::numeric(8, 6) AS tracking_error,
       i.sic_code::varchar(10) AS sic_code,
       NULL::text AS sic_description,
       i.sector::varchar(50) AS sector,
       i.industry::varchar(100) AS industry,
       NULL::varchar(5) AS country,
       NULL::integer AS total_employees,
       i.list_date,
       (i.details_at AT TIME ZONE 'UTC')::timestamp AS sic_updated_at
FROM ticker_holder h
JOIN instrument i ON i.id = h.instrument_id;
COMMENT ON VIEW symbols_own IS 'listing: the part of symbols that comes from our tables';

-- bars -----------------------------------------------------------------------------------------------------------------
CREATE VIEW ohlcv_daily_raw AS
SELECT h.symbol::ticker AS symbol, b.session AS date,
       b.open::numeric AS open, b.high::numeric AS high, b.low::numeric AS low, b.close::numeric AS close,
       b.volume::bigint AS volume, b.known_from AS created_at
FROM ticker_holder h
JOIN bar_daily b ON b.instrument_id = h.instrument_id AND b.instrument_id = ticker_id(h.symbol);
COMMENT ON VIEW ohlcv_daily_raw IS 'bars: daily bars as traded, for readers';

CREATE VIEW ohlcv_1min_raw AS
SELECT h.symbol::ticker AS symbol, b.start AS "timestamp",
       b.open::numeric AS open, b.high::numeric AS high, b.low::numeric AS low, b.close::numeric AS close,
       b.volume::bigint AS volume
FROM ticker_holder h
JOIN bar_minute b ON b.instrument_id = h.instrument_id AND b.instrument_id = ticker_id(h.symbol);
COMMENT ON VIEW ohlcv_1min_raw IS 'bars: minute bars as traded, for readers';

CREATE VIEW ohlcv_daily_own AS
SELECT h.symbol::ticker AS symbol, b.session AS date,
       CASE WHEN f.instrument_id IS NULL THEN b.open ELSE b.open * split_ratio(b.session, f.ex_dates, f.factors) END::numeric AS open,
       CASE WHEN f.instrument_id IS NULL THEN b.high ELSE b.high * split_ratio(b.session, f.ex_dates, f.factors) END::numeric AS high,
       CASE WHEN f.instrument_id IS NULL THEN b.low ELSE b.low * split_ratio(b.session, f.ex_dates, f.factors) END::numeric AS low,
       CASE WHEN f.instrument_id IS NULL THEN b.close ELSE b.close * split_ratio(b.session, f.ex_dates, f.factors) END::numeric AS close,
       CASE WHEN f.instrument_id IS NULL THEN b.volume ELSE b.volume / split_ratio(b.session, f.ex_dates, f.factors) END::bigint AS volume,
       b.known_from AS created_at
FROM ticker_holder h
JOIN bar_daily b ON b.instrument_id = h.instrument_id AND b.instrument_id = ticker_id(h.symbol)
LEFT JOIN split_factor f ON f.instrument_id = b.instrument_id;
COMMENT ON VIEW ohlcv_daily_own IS 'bars: the part of ohlcv_daily that comes from our tables';

CREATE VIEW ohlcv_1min_own AS
SELECT h.symbol::ticker AS symbol, b.start AS "timestamp",
       CASE WHEN f.instrument_id IS NULL THEN b.open
            ELSE b.open * split_ratio((b.start AT TIME ZONE 'America/New_York')::date, f.ex_dates, f.factors) END::numeric AS open,
       CASE WHEN f.instrument_id IS NULL THEN b.high
            ELSE b.high * split_ratio((b.start AT TIME ZONE 'America/New_York')::date, f.ex_dates, f.factors) END::numeric AS high,
       CASE WHEN f.instrument_id IS NULL THEN b.low
            ELSE b.low * split_ratio((b.start AT TIME ZONE 'America/New_York')::date, f.ex_dates, f.factors) END::numeric AS low,
       CASE WHEN f.instrument_id IS NULL THEN b.close
            ELSE b.close * split_ratio((b.start AT TIME ZONE 'America/New_York')::date, f.ex_dates, f.factors) END::numeric AS close,
       CASE WHEN f.instrument_id IS NULL THEN b.volume
            ELSE b.volume / split_ratio((b.start AT TIME ZONE 'America/New_York')::date, f.ex_dates, f.factors) END::bigint AS volume
FROM ticker_holder h
JOIN bar_minute b ON b.instrument_id = h.instrument_id AND b.instrument_id = ticker_id(h.symbol)
LEFT JOIN split_factor f ON f.instrument_id = b.instrument_id;
COMMENT ON VIEW ohlcv_1min_own IS 'bars: the part of ohlcv_1min that comes from our tables';

-- What readers select from ---------------------------------------------------------------------------------------------
CREATE VIEW symbols AS
SELECT symbol, name, exchange, last_updated, market, locale, currency_name, currency_symbol, type, active, cik, composite_figi,
       share_class_figi, last_updated_utc, market_cap, weighted_shares_outstanding, etf_type, aum_millions, expense_ratio,
       underlying_index, correlation_reference, fmv_supported, creation_unit_size, dividend_frequency, inception_date, net_assets,
       primary_exchange, issuer, average_spread, daily_volume_avg, premium_discount_avg, tracking_error, sic_code, sic_description,
       sector, industry, country, total_employees, list_date, sic_updated_at
FROM symbols_own;
COMMENT ON VIEW symbols IS 'listing: for readers, one row a ticker: its present holder (active), else the last one; null where we do not know';
CREATE VIEW ohlcv_daily AS SELECT symbol, date, open, high, low, close, volume, created_at FROM ohlcv_daily_own;
COMMENT ON VIEW ohlcv_daily IS 'bars: for readers, daily bars adjusted for the splits executed until today; raw in ohlcv_daily_raw';
CREATE VIEW ohlcv_1min AS SELECT symbol, "timestamp", open, high, low, close, volume FROM ohlcv_1min_own;
COMMENT ON VIEW ohlcv_1min IS 'bars: for readers, minute bars adjusted for the splits executed until today; raw in ohlcv_1min_raw; takes live minutes by INSERT';

CREATE TYPE latest_bar AS (
  symbol varchar(20), date date, "timestamp" timestamptz, open numeric, high numeric, low numeric, close numeric, volume bigint
);
CREATE FUNCTION ohlcv_latest(symbol text, "interval" text, n integer) RETURNS SETOF latest_bar
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan AS $latest$
#variable_conflict use_column
DECLARE
  wanted tickstock.ticker := $1;
BEGIN
  IF $3 IS NULL OR $3 < 0 THEN
    RAISE EXCEPTION 'how many bars? n is %', coalesce($3::text, 'null')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'ohlcv_latest(symbol, ''day'' or ''minute'', n)';
  END IF;
  IF $2 = 'minute' THEN
    RETURN QUERY
    SELECT b.symbol::varchar(20), (b."timestamp" AT TIME ZONE 'America/New_York')::date, b."timestamp",
           b.open, b.high, b.low, b.close, b.volume
    FROM tickstock.ohlcv_1min b WHERE b.symbol OPERATOR(tickstock.=) wanted ORDER BY b."timestamp" DESC LIMIT $3;
  ELSIF $2 = 'day' THEN
    RETURN QUERY
    SELECT b.symbol::varchar(20), b.date, NULL::timestamptz, b.open, b.high, b.low, b.close, b.volume
    FROM tickstock.ohlcv_daily b WHERE b.symbol OPERATOR(tickstock.=) wanted ORDER BY b.date DESC LIMIT $3;
  ELSE
    RAISE EXCEPTION 'bars are kept by day and by minute, not by %', coalesce($2, 'null')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'ohlcv_latest(symbol, ''day'' or ''minute'', n)';
  END IF;
END
$latest$;
COMMENT ON FUNCTION ohlcv_latest(text, text, integer) IS 'bars: for readers, the newest n bars of a symbol, newest first, adjusted as in the views; timestamp is null for days';

-- Live minutes ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION insert_live_minute() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tickstock, pg_temp AS $live$
DECLARE
  holder tickstock.ticker_holder;
  bar    text := format('live minute %s at %s', coalesce(NEW.symbol, 'without a symbol'), coalesce(NEW."timestamp"::text, 'no time'));
  local  timestamp := NEW."timestamp" AT TIME ZONE 'America/New_York';
  stored integer;
BEGIN
  SELECT * INTO holder FROM ticker_holder h WHERE h.symbol = NEW.symbol::text;
  IF holder.instrument_id IS NULL THEN
    RAISE EXCEPTION '%: no instrument is known under this ticker', bar
      USING ERRCODE = 'foreign_key_violation', HINT = format('Run: tickstock load --symbols %s --days 5', coalesce(NEW.symbol, 'TICKER'));
  ELSIF NOT holder.held THEN
    RAISE EXCEPTION '%: nobody trades under this ticker now', bar
      USING ERRCODE = 'foreign_key_violation',
            DETAIL = (SELECT format('Its last holder had it until %s%s.', max(s.valid_to),
                                    (SELECT '; it trades as ' || n.ticker FROM instrument_symbol n
                                     WHERE n.instrument_id = holder.instrument_id AND n.valid_to IS NULL))
                      FROM instrument_symbol s
                      WHERE s.instrument_id = holder.instrument_id AND s.ticker = holder.symbol COLLATE "C"),
            HINT = 'If it is listed again, run: tickstock symbols sync';
  END IF;
  IF local IS NULL OR NOT isfinite(local) OR date_trunc('minute', local) <> local THEN
    RAISE EXCEPTION '%: a minute bar starts on a whole minute', bar USING ERRCODE = 'check_violation';
  ELSIF local::time < time '04:00' OR local::time >= time '20:00' OR extract(isodow FROM local) > 5 THEN
    RAISE EXCEPTION '%: the market is open from 04:00 to 20:00 New York time, Monday to Friday, and this is %', bar, to_char(local, 'Dy HH24:MI')
      USING ERRCODE = 'check_violation', HINT = 'Is the time zone of the timestamp right?';
  ELSIF NEW."timestamp" > clock_timestamp() + interval '5 minutes' THEN
    RAISE EXCEPTION '%: that minute is still to come', bar
      USING ERRCODE = 'check_violation', HINT = format('Is the sender''s clock right? It is %s here.', clock_timestamp());
  ELSIF NEW.open IS NULL OR NEW.high IS NULL OR NEW.low IS NULL OR NEW.close IS NULL
      OR 'NaN' IN (NEW.open, NEW.high, NEW.low, NEW.close) OR 'Infinity' IN (NEW.open, NEW.high, NEW.low, NEW.close) THEN
    RAISE EXCEPTION '%: open, high, low and close must be numbers, not % % % %', bar,
        coalesce(NEW.open::text, 'null'), coalesce(NEW.high::text, 'null'), coalesce(NEW.low::text, 'null'), coalesce(NEW.close::text, 'null')
      USING ERRCODE = 'check_violation';
  ELSIF NEW.high < greatest(NEW.open, NEW.close, NEW.low) OR NEW.low > least(NEW.open, NEW.close) OR NEW.low <= 0 THEN
    RAISE EXCEPTION '%: high must be the highest and low the lowest price, above 0, not open % high % low % close %', bar,
        NEW.open, NEW.high, NEW.low, NEW.close
      USING ERRCODE = 'check_violation';
  ELSIF NEW.low < 0.000001 OR NEW.high > 100000000 THEN
    RAISE EXCEPTION '%: no share costs less than a millionth or more than 100 million dollars', bar USING ERRCODE = 'check_violation';
  ELSIF NEW.volume < 0 OR NEW.volume > 10000000000000 THEN
    RAISE EXCEPTION '%: the volume is negative or more than 10 trillion shares: %', bar, NEW.volume USING ERRCODE = 'check_violation';
  END IF;
  IF to_regclass('tickstock.bar_minute_' || to_char(NEW."timestamp" AT TIME ZONE 'UTC', 'YYYY_MM')) IS NULL THEN
    PERFORM ensure_bar_minute(local::date, local::date);
  END IF;
  INSERT INTO bar_minute AS b (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)
  VALUES (holder.instrument_id, 0, NEW."timestamp", NEW.open, NEW.high, NEW.low, NEW.close, NEW.volume, clock_timestamp(), 6, true)
  ON CONFLICT (instrument_id, start) DO UPDATE SET
    run_id = 0, open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
    vwap = NULL, trades = NULL, suspicions = 0, known_from = excluded.known_from, source = 6
  WHERE b.provisional
    AND (b.open, b.high, b.low, b.close, b.volume)
      IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume);
  GET DIAGNOSTICS stored = ROW_COUNT;
  IF stored = 0 THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END
$live$;
COMMENT ON FUNCTION insert_live_minute() IS 'bars: stores a live minute as provisional, never over a final bar; the same bar again counts as no row';
CREATE TRIGGER live_minute INSTEAD OF INSERT ON ohlcv_1min FOR EACH ROW EXECUTE FUNCTION insert_live_minute();
