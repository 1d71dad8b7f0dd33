SELECT 'old tables left in public' AS question, count(*)::text AS answer, '0' AS expected
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname IN ('symbols', 'ohlcv_daily', 'ohlcv_1min', 'equity_types');
SELECT 'symbols that readers no longer see' AS question, count(*)::text AS answer, '0' AS expected
FROM legacy.symbols l WHERE NOT EXISTS (SELECT FROM tickstock.symbols s WHERE s.symbol = l.symbol);
SELECT 'newest daily bars that readers no longer see' AS question, count(*)::text AS answer, '0' AS expected
FROM legacy.symbols s
CROSS JOIN LATERAL (SELECT d.date FROM legacy.ohlcv_daily d WHERE d.symbol = s.symbol ORDER BY d.date DESC LIMIT 1) l
WHERE NOT EXISTS (SELECT FROM tickstock.ohlcv_daily v WHERE v.symbol = s.symbol AND v.date = l.date);
SELECT 'rows of cache_entries' AS question,
       CASE WHEN to_regclass('public.cache_entries') IS NULL THEN '0' ELSE
         (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM public.cache_entries', false, true, '')))[1]::text END AS answer,
       (SELECT value FROM legacy.adoption WHERE name = 'public.cache_entries') AS expected;
