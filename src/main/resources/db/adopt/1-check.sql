-- Before: is this the database, the role and the shape that is expected? Everything that differs is said at once.
DO $check$
DECLARE
  database_owner oid := (SELECT datdba FROM pg_database WHERE datname = current_database());
  differs        text;
BEGIN
  WITH expected (table_name, column_name, types) AS (
    VALUES
      ('symbols', 'symbol', '{character varying}'::text[]), ('symbols', 'name', '{character varying,text}'),
      ('symbols', 'exchange', '{character varying,text}'), ('symbols', 'last_updated', '{timestamp without time zone}'),
      ('symbols', 'market', '{character varying,text}'), ('symbols', 'locale', '{character varying,text}'),
      ('symbols', 'currency_name', '{character varying,text}'), ('symbols', 'currency_symbol', '{character varying,text}'),
      ('symbols', 'type', '{character varying,text}'), ('symbols', 'active', '{boolean}'),
      ('symbols', 'cik', '{character varying,text}'), ('symbols', 'composite_figi', '{character varying,text}'),
      ('symbols', 'share_class_figi', '{character varying,text}'), ('symbols', 'last_updated_utc', '{timestamp with time zone}'),
      ('symbols', 'market_cap', '{bigint}'), ('symbols', 'weighted_shares_outstanding', '{bigint}'),
      ('symbols', 'etf_type', '{character varying,text}'), ('symbols', 'aum_millions', '{numeric}'),
      ('symbols', 'expense_ratio', '{numeric}'), ('symbols', 'underlying_index', '{character varying,text}'),
      ('symbols', 'correlation_reference', '{character varying,text}'), ('symbols', 'fmv_supported', '{boolean}'),
      ('symbols', 'creation_unit_size', '{integer}'), ('symbols', 'dividend_frequency', '{character varying,text}'),
      ('symbols', 'inception_date', '{date}'), ('symbols', 'net_assets', '{bigint}'),
      ('symbols', 'primary_exchange', '{character varying,text}'), ('symbols', 'issuer', '{character varying,text}'),
      ('symbols', 'average_spread', '{numeric}'), ('symbols', 'daily_volume_avg', '{bigint}'),
      ('symbols', 'premium_discount_avg', '{numeric}'), ('symbols', 'tracking_error', '{numeric}'),
      ('symbols', 'sic_code', '{character varying,text}'), ('symbols', 'sic_description', '{character varying,text}'),
      ('symbols', 'sector', '{character varying,text}'), ('symbols', 'industry', '{character varying,text}'),
      ('symbols', 'country', '{character varying,text}'), ('symbols', 'total_employees', '{integer}'),
      ('symbols', 'list_date', '{date}'), ('symbols', 'sic_updated_at', '{timestamp without time zone}'),
      ('ohlcv_daily', 'symbol', '{character varying}'), ('ohlcv_daily', 'date', '{date}'),
      ('ohlcv_daily', 'open', '{numeric}'), ('ohlcv_daily', 'high', '{numeric}'), ('ohlcv_daily', 'low', '{numeric}'),
      ('ohlcv_daily', 'close', '{numeric}'), ('ohlcv_daily', 'volume', '{bigint}'),
      ('ohlcv_daily', 'created_at', '{timestamp with time zone,timestamp without time zone}'),
      ('ohlcv_1min', 'symbol', '{character varying}'), ('ohlcv_1min', 'timestamp', '{timestamp with time zone}'),
      ('ohlcv_1min', 'open', '{numeric}'), ('ohlcv_1min', 'high', '{numeric}'), ('ohlcv_1min', 'low', '{numeric}'),
      ('ohlcv_1min', 'close', '{numeric}'), ('ohlcv_1min', 'volume', '{bigint}')
  ), keys (table_name, columns) AS (
    VALUES ('symbols', '{symbol}'::name[]), ('ohlcv_daily', '{date,symbol}'), ('ohlcv_1min', '{symbol,timestamp}')
  ), found AS (
    SELECT t.table_name, c.oid, c.relkind, c.relowner
    FROM (VALUES ('symbols'), ('ohlcv_daily'), ('ohlcv_1min'), ('equity_types')) t (table_name)
    LEFT JOIN pg_class c ON c.relnamespace = 'public'::regnamespace AND c.relname = t.table_name
  )
  SELECT string_agg(text, E'\n') INTO differs
  FROM (
    SELECT format('- you are %s; run this as %s, the role of TickStock Data', current_user, '{{user}}') AS text
    WHERE current_user <> '{{user}}'
    UNION ALL
    SELECT format('- %s does not own the database, so it cannot change its search_path: ALTER DATABASE %I OWNER TO %I',
                  current_user, current_database(), current_user)
    WHERE NOT pg_has_role(database_owner, 'USAGE')
    UNION ALL
    SELECT format('- %s may not create schemas: GRANT CREATE ON DATABASE %I TO %I', current_user, current_database(), current_user)
    WHERE NOT has_database_privilege(current_database(), 'CREATE')
    UNION ALL
    SELECT '- schema legacy is there already: rename it, or take the earlier adoption back first'
    WHERE to_regnamespace('legacy') IS NOT NULL
    UNION ALL
    SELECT format('- public.%s is missing', table_name) FROM found WHERE oid IS NULL AND table_name <> 'equity_types'
    UNION ALL
    SELECT format('- public.%s is no table (kind %s)', table_name, relkind) FROM found WHERE relkind NOT IN ('r', 'p')
    UNION ALL
    SELECT format('- public.%s belongs to %s: GRANT %2$I TO %3$I, or ALTER TABLE public.%1$I OWNER TO %3$I',
                  table_name, relowner::regrole, current_user)
    FROM found WHERE NOT pg_has_role(relowner, 'USAGE')
    UNION ALL
    SELECT CASE WHEN c.data_type IS NULL THEN format('- public.%s has no column %s (%s)', e.table_name, e.column_name, e.types[1])
                ELSE format('- public.%s.%s is %s, not %s', e.table_name, e.column_name, c.data_type, array_to_string(e.types, ' or ')) END
    FROM expected e JOIN found f ON f.table_name = e.table_name AND f.oid IS NOT NULL
    LEFT JOIN information_schema.columns c
      ON c.table_schema = 'public' AND c.table_name = e.table_name AND c.column_name = e.column_name
    WHERE c.data_type IS NULL OR c.data_type <> ALL (e.types)
    UNION ALL
    SELECT format('- public.%s has no unique key (%s), so a reader could get two rows', k.table_name, array_to_string(k.columns, ', '))
    FROM keys k JOIN found f ON f.table_name = k.table_name AND f.oid IS NOT NULL
    WHERE NOT EXISTS (
      SELECT FROM pg_index i
      WHERE i.indrelid = f.oid AND i.indisunique AND i.indpred IS NULL
        AND k.columns = (SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a
                         WHERE a.attrelid = f.oid AND a.attnum = ANY (i.indkey::smallint[])))
    UNION ALL
    SELECT format('- role %1$s has a search_path of its own, which hides the new views; as a superuser first: '
                  'ALTER ROLE %1$s IN DATABASE %2$I SET search_path = tickstock, public', s.setrole::regrole, current_database())
    FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
    WHERE s.setrole <> 0 AND setting LIKE 'search_path=%' AND setting NOT LIKE 'search_path=tickstock%'
      AND (s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
           OR s.setdatabase = 0 AND NOT EXISTS (
             SELECT FROM pg_db_role_setting h, unnest(h.setconfig) AS here
             WHERE h.setrole = s.setrole AND here LIKE 'search_path=tickstock%'
               AND h.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())))
  ) AS differences;
  IF differs IS NOT NULL THEN
    RAISE EXCEPTION E'this database is not as the script expects, nothing was changed:\n%', differs;
  END IF;
END
$check$;

