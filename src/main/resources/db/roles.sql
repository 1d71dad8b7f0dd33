-- Three roles with the least that each needs, none of which can log in: make logins and grant them one.
--   tickstock_owner   owns schema and tables: runs what 'tickstock db script' prints, and nothing else
--   tickstock_loader  the program (load, serve, eod, quality, console): changes rows, no table
--   tickstock_reader  applications: the views, no table
-- Run it as a superuser, or as a role with CREATEROLE that owns the database; before the first script of the schema and
-- again after each (new tables are granted by the default privileges as well). It can be run any number of times.
--   psql -v ON_ERROR_STOP=1 -d DATABASE -f THIS_FILE
BEGIN;

DO $roles$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['tickstock_owner', 'tickstock_loader', 'tickstock_reader'] LOOP
    IF to_regrole(role) IS NULL THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO tickstock_owner', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO tickstock_loader', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO tickstock_reader', current_database());
END
$roles$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO tickstock_owner;
GRANT USAGE ON SCHEMA public TO tickstock_loader, tickstock_reader;

DO $grants$
DECLARE
  owner       text := (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'tickstock');
  reader_view text;
BEGIN
  IF owner IS NULL THEN
    RAISE NOTICE 'schema tickstock is not there yet: run the script of the schema as a member of tickstock_owner, then this one again';
    RETURN;
  END IF;

  GRANT USAGE ON SCHEMA tickstock TO tickstock_loader, tickstock_reader;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tickstock TO tickstock_loader;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA tickstock TO tickstock_loader;
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA tickstock GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tickstock_loader', owner);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA tickstock GRANT USAGE, SELECT ON SEQUENCES TO tickstock_loader', owner);

  -- What was applied and what people decided is read and added to, never changed.
  REVOKE INSERT, UPDATE, DELETE ON tickstock.flyway_schema_history FROM tickstock_loader;
  REVOKE UPDATE, DELETE ON tickstock.audit FROM tickstock_loader;

  -- Makes months of minutes as the owner: for those who store bars.
  REVOKE EXECUTE ON FUNCTION tickstock.ensure_bar_minute(date, date) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION tickstock.ensure_bar_minute(date, date) TO tickstock_loader;

  FOR reader_view IN SELECT viewname FROM pg_views WHERE schemaname = 'tickstock' LOOP
    EXECUTE format('GRANT SELECT ON tickstock.%I TO tickstock_reader', reader_view);
  END LOOP;

  IF to_regclass('public.cache_entries') IS NOT NULL THEN
    GRANT SELECT, INSERT, UPDATE ON public.cache_entries TO tickstock_loader;
    IF to_regclass('public.cache_entries_id_seq') IS NOT NULL THEN
      GRANT USAGE ON SEQUENCE public.cache_entries_id_seq TO tickstock_loader;
    END IF;
  END IF;
END
$grants$;

COMMIT;

-- Afterwards: what each role may do with tables of ours; nothing but SELECT on views for the reader.
SELECT grantee, privilege_type, count(*) AS tables_and_views
FROM information_schema.role_table_grants
WHERE table_schema = 'tickstock' AND grantee IN ('tickstock_loader', 'tickstock_reader')
GROUP BY grantee, privilege_type ORDER BY grantee, privilege_type;
