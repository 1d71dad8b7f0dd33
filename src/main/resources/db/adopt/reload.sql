WITH bars (kind, symbol, first_date, last_date) AS (
  SELECT 'day', s.symbol,
         (SELECT d.date FROM {{schema}}.ohlcv_daily d WHERE d.symbol = s.symbol ORDER BY d.date LIMIT 1),
         (SELECT d.date FROM {{schema}}.ohlcv_daily d WHERE d.symbol = s.symbol ORDER BY d.date DESC LIMIT 1)
  FROM {{schema}}.symbols s
  UNION ALL
  SELECT 'minute', s.symbol,
         ((SELECT m."timestamp" FROM {{schema}}.ohlcv_1min m WHERE m.symbol = s.symbol ORDER BY m."timestamp" LIMIT 1)
           AT TIME ZONE 'America/New_York')::date,
         ((SELECT m."timestamp" FROM {{schema}}.ohlcv_1min m WHERE m.symbol = s.symbol ORDER BY m."timestamp" DESC LIMIT 1)
           AT TIME ZONE 'America/New_York')::date
  FROM {{schema}}.symbols s
), groups AS (
  SELECT kind, symbol, first_date, last_date, date_trunc('year', first_date) AS begun,
         (row_number() OVER (PARTITION BY kind, date_trunc('year', first_date) ORDER BY symbol) - 1) / 100 AS portion
  FROM bars WHERE first_date IS NOT NULL
)
SELECT format('tickstock load --symbols %s --from %s --to %s%s', string_agg(symbol, ',' ORDER BY symbol), min(first_date),
              max(last_date), CASE kind WHEN 'minute' THEN ' --interval minute' ELSE '' END) AS command
FROM groups GROUP BY kind, begun, portion ORDER BY kind, begun, portion
