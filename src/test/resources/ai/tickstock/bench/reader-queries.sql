-- What the TickStock applications ask of symbols, ohlcv_daily and ohlcv_1min, restated from their public source. Each query has a name;
-- "reads: everything" marks those that read every symbol or every bar whatever the answer is. The *_page queries are what a page that
-- shows such an answer needs. Literals stand as the applications' driver (psycopg2) writes them. ReaderQueries parses this file.

-- name: newest_minutes
-- The tick poll, every 1 to 5 seconds for each open chart.
SELECT symbol, timestamp, open, high, low, close, volume FROM ohlcv_1min WHERE symbol = 'AAPL' ORDER BY timestamp DESC LIMIT 100;

-- name: newest_minutes_since
-- The tick poll from the last bar on.
SELECT symbol, timestamp, open, high, low, close, volume FROM ohlcv_1min
WHERE symbol = 'MSFT' AND timestamp > '2026-11-20T19:30:00+00:00' ORDER BY timestamp DESC LIMIT 100;

-- name: newest_minutes_in_range
SELECT timestamp, open, high, low, close, volume FROM ohlcv_1min
WHERE symbol = 'NVDA' AND timestamp >= '2024-05-20T00:00:00+00:00' AND timestamp <= '2024-05-24T23:59:59+00:00'
ORDER BY timestamp DESC LIMIT 200;

-- name: newest_minutes_by_function
-- What the poll can ask instead; also quick where the driver sends typed parameters.
SELECT symbol, timestamp, open, high, low, close, volume FROM ohlcv_latest('AAPL', 'minute', 100);

-- name: newest_days
-- The analysis service: newest 200 bars of a symbol.
SELECT date, open, high, low, close, volume FROM ohlcv_daily WHERE symbol = 'AAPL' ORDER BY date DESC LIMIT 200;

-- name: newest_days_since
SELECT date, open, high, low, close, volume FROM ohlcv_daily
WHERE symbol = 'META' AND date >= '2026-01-02' ORDER BY date DESC LIMIT 200;

-- name: newest_days_in_range
SELECT date, open, high, low, close, volume FROM ohlcv_daily
WHERE symbol = 'TSLA' AND date >= '2024-01-02' AND date <= '2024-12-31' ORDER BY date DESC LIMIT 500;

-- name: newest_day
SELECT date, open, high, low, close, volume FROM ohlcv_daily WHERE symbol = 'SPY' ORDER BY date DESC LIMIT 1;

-- name: newest_days_by_function
SELECT date, open, high, low, close, volume FROM ohlcv_latest('AAPL', 'day', 200);

-- name: all_closes_of_symbol
-- The check of a moving average.
SELECT date, close FROM ohlcv_daily WHERE symbol = 'TSLA' ORDER BY date ASC;

-- name: has_days
-- Whether a symbol has data.
SELECT COUNT(*) AS count FROM ohlcv_daily WHERE symbol = 'GOOGL' LIMIT 1;

-- name: has_minutes
-- reads: everything
-- The same of minutes counts all minutes of the symbol.
SELECT COUNT(*) AS count FROM ohlcv_1min WHERE symbol = 'GOOGL' LIMIT 1;

-- name: has_minutes_page
SELECT EXISTS (SELECT 1 FROM ohlcv_1min WHERE symbol = 'GOOGL');

-- name: universe_days
-- Breadth and threshold bars of a universe, the applications' 252 calendar days.
SELECT symbol, date, open, high, low, close, volume FROM ohlcv_daily
WHERE symbol = ANY(ARRAY['XLB','XLC','XLE','XLF','XLI','XLK','XLP','XLRE','XLU','XLV','XLY']) AND date >= '2026-03-13'
ORDER BY symbol, date;

-- name: universe_minutes
SELECT symbol, timestamp, open, high, low, close, volume FROM ohlcv_1min
WHERE symbol = ANY(ARRAY['SPY','QQQ','IWM']) AND timestamp >= '2026-11-20T05:00:00+00:00'
ORDER BY symbol, timestamp;

-- name: universe_newest_days
-- The analysis service for several symbols at once.
WITH ranked AS (
  SELECT date, symbol, open, high, low, close, volume, ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY date DESC) AS rn
  FROM ohlcv_daily WHERE symbol IN ('AAPL', 'MSFT', 'GOOGL')
)
SELECT date, symbol, open, high, low, close, volume FROM ranked WHERE rn <= 200 ORDER BY symbol, date;

-- name: session_of_symbol
-- The end-of-day check, once for each symbol.
SELECT COUNT(*) AS count FROM ohlcv_daily WHERE symbol = 'IWM' AND date = '2026-11-20';

-- name: import_check_days
SELECT COUNT(*) AS total, MIN(date) AS earliest, MAX(date) AS latest FROM ohlcv_daily
WHERE symbol = 'VTI' AND date >= '2025-11-20' AND date <= '2026-11-20';

-- name: import_check_minutes
SELECT COUNT(*) AS total, MIN(timestamp) AS earliest, MAX(timestamp) AS latest FROM ohlcv_1min
WHERE symbol = 'VTI' AND timestamp >= '2026-11-18T00:00:00+00:00' AND timestamp <= '2026-11-20T23:59:59+00:00';

-- name: gaps_of_symbol
-- More than four calendar days between two bars.
SELECT date, previous FROM (
  SELECT date, LAG(date) OVER (ORDER BY date) AS previous FROM ohlcv_daily WHERE symbol = 'JPM' AND date >= '2024-11-20'
) days WHERE date - previous > 4;

-- name: closes_of_universe_with_names
SELECT s.symbol, s.name, o.close FROM symbols s JOIN ohlcv_daily o ON s.symbol = o.symbol
WHERE s.symbol = ANY(ARRAY['AAPL','MSFT','NVDA','SPY','QQQ']) AND o.date = '2026-11-20' ORDER BY s.symbol;

-- name: symbol_details
SELECT symbol, name, exchange, market, locale, currency_name, currency_symbol, type, active, cik, composite_figi, share_class_figi,
       market_cap, weighted_shares_outstanding, last_updated_utc, last_updated
FROM symbols WHERE symbol = 'AAPL';

-- name: symbol_is_known
SELECT symbol FROM symbols WHERE symbol = 'META';

-- name: symbols_of_list
SELECT symbol, name, type, market, active, sector, industry, sic_code, market_cap, sic_updated_at FROM symbols
WHERE symbol = ANY(ARRAY['AAPL','NVDA','T00100','T00200','NOSUCH']) ORDER BY symbol;

-- name: symbols_page
-- A menu, one page of it.
SELECT symbol, name FROM symbols WHERE active = true ORDER BY symbol LIMIT 100;

-- name: etfs_by_size
SELECT symbol, etf_type, aum_millions, expense_ratio, correlation_reference FROM symbols
WHERE type = 'ETF' AND aum_millions > 1000.0 LIMIT 10;

-- name: etfs_of_a_type
SELECT symbol, name, issuer, expense_ratio FROM symbols WHERE type = 'ETF' AND etf_type = 'sector' AND active = true LIMIT 50;

-- name: rank_in_sector
-- How many stocks of the sector are larger.
SELECT COUNT(*) AS rank FROM symbols
WHERE sector = 'Technology' AND active = true AND type = 'CS' AND market_cap > 100000000000 AND market_cap IS NOT NULL;

-- name: symbols_without_recent_days
-- reads: everything
-- Looks at one symbol after the other until 50 are found.
SELECT symbol FROM symbols s
WHERE NOT EXISTS (SELECT 1 FROM ohlcv_daily o WHERE o.symbol = s.symbol AND o.date >= '2026-11-13') LIMIT 50;

-- name: price_jumps_page
-- Moves of more than 20 % in the last week, of the symbols on the page.
SELECT symbol, date, close, LAG(close) OVER (PARTITION BY symbol ORDER BY date) AS prev_close FROM ohlcv_daily
WHERE symbol = ANY(ARRAY['AAPL','MSFT','GOOGL','AMZN','NVDA','TSLA','META','JPM','JNJ','XOM']) AND date >= '2026-11-13';

-- name: days_by_symbol_page
-- The admin's table of stored bars, five symbols of it.
SELECT symbol, COUNT(*) AS record_count, MIN(date) AS earliest_date, MAX(date) AS latest_date, AVG(volume) AS avg_volume
FROM ohlcv_daily WHERE symbol = ANY(ARRAY['AAPL','MSFT','GOOGL','AMZN','NVDA']) GROUP BY symbol ORDER BY record_count DESC;

-- name: stale_symbols_page
-- The last bar of each of the 25 symbols on a page.
SELECT s.symbol, l.date AS last_date FROM (SELECT symbol FROM symbols WHERE active = true ORDER BY symbol LIMIT 25) s
LEFT JOIN LATERAL (SELECT date FROM ohlcv_daily o WHERE o.symbol = s.symbol ORDER BY date DESC LIMIT 1) l ON true
ORDER BY l.date;

-- name: live_feed_check
-- Bars of the last five minutes.
SELECT COUNT(*) AS total_bars FROM ohlcv_1min WHERE timestamp > '2026-11-20T20:55:00+00:00';

-- name: live_feed_by_minute
SELECT DATE_TRUNC('minute', timestamp) AS minute, COUNT(DISTINCT symbol) AS symbols_with_bars FROM ohlcv_1min
WHERE timestamp > '2026-11-20T20:50:00+00:00' GROUP BY minute ORDER BY minute DESC LIMIT 10;

-- name: symbols_by_type
-- reads: everything
SELECT type, COUNT(*) AS count FROM symbols GROUP BY type;

-- name: symbols_menu
-- reads: everything
SELECT symbol, name, exchange, market, type, active FROM symbols WHERE active = true ORDER BY symbol ASC;

-- name: symbols_by_market
-- reads: everything
SELECT market, COUNT(*) FROM symbols WHERE active = true GROUP BY market ORDER BY COUNT(*) DESC;

-- name: market_cap_ranking
-- reads: everything
SELECT s.symbol, s.market_cap, s.sector, ROW_NUMBER() OVER (ORDER BY s.market_cap DESC) AS rank FROM symbols s
WHERE s.active = true AND s.market_cap > 0;

-- name: session_of_the_market
-- reads: everything
SELECT symbol, close, volume FROM ohlcv_daily WHERE date = '2026-11-20';

-- name: days_by_symbol
-- reads: everything
SELECT symbol, COUNT(*) AS record_count, MIN(date) AS earliest_date, MAX(date) AS latest_date, AVG(volume) AS avg_volume
FROM ohlcv_daily GROUP BY symbol ORDER BY record_count DESC;

-- name: stale_symbols
-- reads: everything
SELECT symbol, MAX(date) AS last_date FROM ohlcv_daily GROUP BY symbol
HAVING MAX(date) < date '2026-11-20' - INTERVAL '7 days' ORDER BY MAX(date) ASC;

-- name: symbols_with_days
-- reads: everything
SELECT symbol, COUNT(*) AS bar_count FROM ohlcv_daily GROUP BY symbol HAVING COUNT(*) >= 100 ORDER BY symbol;

-- name: summary_of_days
-- reads: everything
SELECT COUNT(*) AS total_records, COUNT(DISTINCT symbol) AS unique_symbols, MIN(date) AS earliest_date, MAX(date) AS latest_date
FROM ohlcv_daily;
