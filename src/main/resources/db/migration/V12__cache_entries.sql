-- The table that the older TickStock applications read universes from. It is theirs as well as ours: nothing in it is removed or
-- rewritten here, and an existing one that we could not write to without harm stops this step with all that is to be done.

-- universe -------------------------------------------------------------------------------------------------------------
-- Both here and before each write: other programs own the table, too, and can change it at any time.
CREATE FUNCTION cache_entries_problems() RETURNS TABLE (problem text) LANGUAGE sql STABLE AS $problems$
  WITH entries AS (
    SELECT c.oid, c.relkind, pg_get_userbyid(c.relowner) AS owner
    FROM pg_class c
    WHERE c.relname = 'cache_entries' AND c.relnamespace = to_regnamespace('public')
  ), columns AS (
    SELECT a.attname::text AS name, format_type(a.atttypid, NULL) AS type, a.attnum,
           a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS must_be_given
    FROM pg_attribute a JOIN entries e ON e.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped
  ), expected (name, types) AS (
    VALUES ('id', '{integer,bigint}'::text[]), ('type', '{character varying,text}'), ('name', '{character varying,text}'),
           ('key', '{character varying,text}'), ('value', '{jsonb}'), ('environment', '{character varying,text}'),
           ('created_at', '{timestamp without time zone,timestamp with time zone}'),
           ('updated_at', '{timestamp without time zone,timestamp with time zone}'),
           ('universe_category', '{character varying,text}'), ('liquidity_filter', '{jsonb}'), ('universe_metadata', '{jsonb}'),
           ('last_universe_update', '{timestamp without time zone,timestamp with time zone}')
  ), keys AS (
    SELECT i.indexrelid::regclass::text AS name, i.indpred IS NULL AND i.indisvalid AND i.indimmediate AS whole,
           (SELECT array_agg(a.attname::text ORDER BY a.attname::text) FROM pg_attribute a
            WHERE a.attrelid = e.oid AND a.attnum = ANY (i.indkey::smallint[])) AS columns,
           EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('u', 'p')) AS is_constraint
    FROM pg_index i JOIN entries e ON e.oid = i.indrelid
    WHERE i.indisunique
  )
  SELECT 'there is no table public.cache_entries: restore it, or make an empty one with the columns of V12__cache_entries.sql'
  WHERE NOT EXISTS (SELECT FROM entries)
  UNION ALL
  SELECT format('public.cache_entries is no table (kind %s)', relkind) FROM entries WHERE relkind NOT IN ('r', 'p')
  UNION ALL
  SELECT CASE WHEN c.name IS NULL THEN format('public.cache_entries has no column %1$s: as its owner %3$s, ALTER TABLE public.cache_entries ADD COLUMN %1$s %2$s',
                                             e.name, e.types[1], entries.owner)
              ELSE format('public.cache_entries.%s is %s, not %s', e.name, c.type, array_to_string(e.types, ' or ')) END
  FROM expected e CROSS JOIN entries LEFT JOIN columns c ON c.name = e.name
  WHERE c.name IS NULL OR c.type <> ALL (e.types)
  UNION ALL
  SELECT format('public.cache_entries.%1$s must be given and we have no value for it: ALTER TABLE public.cache_entries '
                || 'ALTER COLUMN %1$s SET DEFAULT or DROP NOT NULL', c.name)
  FROM columns c WHERE c.must_be_given AND c.name NOT IN ('type', 'name', 'key', 'value', 'environment')
  UNION ALL
  SELECT 'public.cache_entries has no unique key (type, name, key, environment), so rows could be doubled: '
         || 'ALTER TABLE public.cache_entries ADD UNIQUE (type, name, key, environment)'
  FROM entries
  WHERE NOT EXISTS (SELECT FROM keys WHERE whole AND columns = '{environment,key,name,type}')
  UNION ALL
  SELECT format('the unique key %s of public.cache_entries (%s) does not allow all of our rows, such as the twelve themes with the key '
                || 'list: %s', k.name, array_to_string(k.columns, ', '),
                CASE WHEN k.is_constraint THEN format('ALTER TABLE public.cache_entries DROP CONSTRAINT %s', k.name)
                     ELSE format('DROP INDEX %s', k.name) END)
  FROM keys k
  WHERE k.columns <@ '{environment,key,name,type}' AND NOT k.columns @> '{environment,key,name,type}'
  UNION ALL
  SELECT format('%1$s may not %2$s public.cache_entries: as its owner %3$s, GRANT SELECT, INSERT, UPDATE ON public.cache_entries TO %1$I',
                current_user, lower(r.name), e.owner)
  FROM entries e, unnest('{SELECT,INSERT,UPDATE}'::text[]) AS r (name) WHERE NOT has_table_privilege(e.oid, r.name)
  UNION ALL
  SELECT format('%1$s may not number new rows: GRANT USAGE ON SEQUENCE %2$s TO %1$I', current_user, s.name)
  FROM entries e, pg_get_serial_sequence(e.oid::regclass::text, 'id') AS s (name)
  WHERE EXISTS (SELECT FROM columns WHERE columns.name = 'id') AND s.name IS NOT NULL AND NOT has_sequence_privilege(s.name, 'USAGE')
$problems$;
COMMENT ON FUNCTION cache_entries_problems() IS 'universe: what keeps this role from writing universes to public.cache_entries, with what to do; nothing when all is well';

-- An existing table that is somebody else's, with these columns and rights on it, serves as well.
DO $columns$
DECLARE
  problems text;
BEGIN
  IF to_regclass('public.cache_entries') IS NULL THEN
    CREATE TABLE public.cache_entries (
      id                   serial PRIMARY KEY,
      type                 varchar(50) NOT NULL,
      name                 varchar(100) NOT NULL,
      key                  varchar(100) NOT NULL,
      value                jsonb NOT NULL,
      environment          varchar(10) NOT NULL,
      created_at           timestamp DEFAULT CURRENT_TIMESTAMP,
      updated_at           timestamp,
      universe_category    varchar(50),
      liquidity_filter     jsonb,
      universe_metadata    jsonb,
      last_universe_update timestamp,
      UNIQUE (type, name, key, environment)
    );
  ELSIF (SELECT relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'public.cache_entries'::regclass) THEN
    ALTER TABLE public.cache_entries
      ADD COLUMN IF NOT EXISTS universe_category    varchar(50),
      ADD COLUMN IF NOT EXISTS liquidity_filter     jsonb,
      ADD COLUMN IF NOT EXISTS universe_metadata    jsonb,
      ADD COLUMN IF NOT EXISTS last_universe_update timestamp;
  END IF;
  SELECT string_agg('- ' || problem, E'\n') INTO problems FROM cache_entries_problems();
  IF problems IS NOT NULL THEN
    RAISE EXCEPTION E'public.cache_entries is not as TickStock Data needs it, nothing was changed:\n%', problems;
  END IF;
END
$columns$;
