-- Takes the adoption back: the old tables return to public with their rows, indexes and grants, and names are looked for as before.
-- Bars and instruments that were loaded since stay in schema tickstock; the schema goes when there are none and the adoption made it.
-- Live minutes that were inserted since are in tickstock.ohlcv_1min_raw; copy what the old table should have, afterwards:
--   INSERT INTO public.ohlcv_1min (symbol, "timestamp", open, high, low, close, volume)
--   SELECT symbol, "timestamp", open, high, low, close, volume FROM tickstock.ohlcv_1min_raw WHERE "timestamp" >= 'THE ADOPTION'
--   ON CONFLICT DO NOTHING;
BEGIN;
SET LOCAL lock_timeout = '10s';
SET LOCAL search_path = tickstock, public;
DO $check$
DECLARE
  in_the_way text;
BEGIN
  IF current_database() <> '{{database-literal}}' THEN
    RAISE EXCEPTION 'this script is for database {{database-format}}, not for %', current_database();
  END IF;
  IF to_regclass('legacy.adoption') IS NULL THEN
    RAISE EXCEPTION 'nothing to take back: there is no table legacy.adoption in this database';
  END IF;
  SELECT string_agg(name, ', ') INTO in_the_way
  FROM legacy.adoption WHERE fact = 'moved' AND to_regclass('public.' || quote_ident(name)) IS NOT NULL;
  IF in_the_way IS NOT NULL THEN
    RAISE EXCEPTION 'schema public has tables of these names again, nothing was changed: %', in_the_way;
  END IF;
END
$check$;

DO $revoke$
DECLARE
  given record;
BEGIN
  FOR given IN SELECT fact, name, value FROM legacy.adoption WHERE fact IN ('SELECT to', 'INSERT to') LOOP
    IF to_regclass(format('tickstock.%I', given.value)) IS NOT NULL THEN
      EXECUTE format('REVOKE %s ON tickstock.%I FROM %s', split_part(given.fact, ' ', 1), given.value, given.name);
    END IF;
  END LOOP;
  FOR given IN SELECT DISTINCT name FROM legacy.adoption WHERE fact IN ('SELECT to', 'INSERT to') LOOP
    EXECUTE format('REVOKE USAGE ON SCHEMA tickstock FROM %s', given.name);
  END LOOP;
END
$revoke$;

CALL legacy.hide();
DROP PROCEDURE legacy.hide();
DROP VIEW legacy.reload;
DROP TABLE legacy.bar_symbol;

DO $back$
DECLARE
  moved text;
  path  text := (SELECT value FROM legacy.adoption WHERE fact = 'search_path of the database');
BEGIN
  FOR moved IN SELECT name FROM legacy.adoption WHERE fact = 'moved' LOOP
    EXECUTE format('ALTER TABLE legacy.%I SET SCHEMA public', moved);
  END LOOP;
  IF path IS NULL THEN
    EXECUTE format('ALTER DATABASE %I RESET search_path', current_database());
  ELSE
    EXECUTE format('ALTER DATABASE %I SET search_path = %s', current_database(), path);
  END IF;
  IF (SELECT value FROM legacy.adoption WHERE fact = 'schema version before') = '0'
      AND NOT EXISTS (SELECT FROM tickstock.instrument)
      AND NOT EXISTS (SELECT FROM tickstock.bar_daily) AND NOT EXISTS (SELECT FROM tickstock.bar_minute)
      AND NOT EXISTS (SELECT FROM tickstock.load_run) THEN
    DROP SCHEMA tickstock CASCADE;
  ELSE
    RAISE NOTICE 'schema tickstock stays: it was there before, or something was loaded since';
  END IF;
END
$back$;
DROP TABLE legacy.adoption;
DROP SCHEMA legacy;
COMMIT;

-- Afterwards: in each row `answer` and `expected` must be equal.
SELECT 'old tables in public' AS question, count(*)::text AS answer, '3' AS expected
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname IN ('symbols', 'ohlcv_daily', 'ohlcv_1min');
SELECT 'schema legacy' AS question, count(*)::text AS answer, '0' AS expected FROM pg_namespace WHERE nspname = 'legacy';
