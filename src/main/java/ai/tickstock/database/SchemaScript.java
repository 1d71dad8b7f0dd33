package ai.tickstock.database;

import java.util.List;
import java.util.stream.Collectors;

/// The pending steps as one SQL file that a human reads, runs with psql, and checks.
///
/// @param program that wrote it, with its version
/// @param database it was made for; it refuses to run in another
/// @param from version that is there, 0 for none
/// @param pending at least one, or none where only what follows the steps is wanted
record SchemaScript(String program, String database, int from, List<Migration> pending) {
  String text() {
    return header() + begin() + guard() + steps() + grants() + "COMMIT;\n" + verification();
  }

  /// All steps, without the transaction around them.
  String steps() {
    return pending.stream()
        .map(step -> step.inTransaction() ? apply(step) : applyAlone(step))
        .collect(Collectors.joining());
  }

  int to() {
    return pending.isEmpty() ? from : pending.getLast().version();
  }

  private String header() {
    return """
    -- Schema tickstock of database %s: version %s -> %d
    -- Written by %s from: %s
    --
    -- How to run, as the owner of the schema (a user with CREATE on the database for the first time),
    -- after a backup:
    --   psql -v ON_ERROR_STOP=1 -d %s -f THIS_FILE
    -- It does all or nothing%s.
    -- It waits at most 10 s for a lock that another session holds, then stops; run it again later.
    --
    -- The way back
    --   While it runs, and after an error: nothing to do, the transaction is rolled back.
    --   After COMMIT: restore the backup%s.

    """
        .formatted(
            database,
            from == 0 ? "nothing" : Integer.toString(from),
            to(),
            program,
            pending.stream().map(Migration::file).collect(Collectors.joining(", ")),
            database,
            pending.stream().allMatch(Migration::inTransaction)
                ? ""
                : ", except around the steps marked NOT IN A TRANSACTION",
            from == 0 ? ", or DROP SCHEMA tickstock CASCADE: there was nothing before" : "");
  }

  static String begin() {
    return "BEGIN;\nSET LOCAL lock_timeout = '10s';\nSET LOCAL search_path = tickstock, public;\n\n";
  }

  /// Flyway's own table, as Flyway makes it; then a check that this is the right place and time.
  String guard() {
    return """
    CREATE SCHEMA IF NOT EXISTS tickstock;
    CREATE TABLE IF NOT EXISTS tickstock.flyway_schema_history (
      installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
      version varchar(50),
      description varchar(200) NOT NULL,
      type varchar(20) NOT NULL,
      script varchar(1000) NOT NULL,
      checksum integer,
      installed_by varchar(100) NOT NULL,
      installed_on timestamp NOT NULL DEFAULT now(),
      execution_time integer NOT NULL,
      success boolean NOT NULL
    );
    CREATE INDEX IF NOT EXISTS flyway_schema_history_s_idx
      ON tickstock.flyway_schema_history (success);
    LOCK TABLE tickstock.flyway_schema_history IN EXCLUSIVE MODE;
    DO $guard$
    DECLARE
      at integer := (SELECT coalesce(max(version::integer), 0) FROM tickstock.flyway_schema_history
                     WHERE version IS NOT NULL AND success);
    BEGIN
      IF current_database() <> '%s' THEN
        RAISE EXCEPTION 'this script is for database %s, not for %%', current_database();
      END IF;
      IF at <> %d THEN
        RAISE EXCEPTION 'this script starts from version %d, the schema is at %%', at;
      END IF;
    END
    $guard$;

    """
        .formatted(quoted(database), quoted(database).replace("%", "%%"), from, from);
  }

  private static String apply(Migration step) {
    return """
    -- ---------------------------------------------------------------- %s
    %s
    %s

    """
        .formatted(step.file(), step.sql().stripTrailing(), note(step));
  }

  private static String applyAlone(Migration step) {
    return """
    COMMIT;
    -- ---------------------------------------------------------------- %s
    -- NOT IN A TRANSACTION: after an error look at what is there before running this part again.
    SET lock_timeout = '10s';
    SET search_path = tickstock, public;
    %s
    RESET lock_timeout;
    RESET search_path;
    %s%s

    """
        .formatted(step.file(), step.sql().stripTrailing(), begin(), note(step));
  }

  /// Notes that the step was applied, so that every program finds the schema as if Flyway had done
  /// it.
  private static String note(Migration step) {
    return """
    INSERT INTO tickstock.flyway_schema_history
      (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
    SELECT coalesce(max(installed_rank), 0) + 1, '%d', '%s', 'SQL', '%s', %d, current_user, 0, true
    FROM tickstock.flyway_schema_history;\
    """
        .formatted(step.version(), step.description(), step.file(), step.checksum());
  }

  static String grants() {
    return """
    -- Readers, where the role tickstock_reader exists, see the views and nothing else.
    DO $grants$
    DECLARE
      reader_view text;
    BEGIN
      IF to_regrole('tickstock_reader') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA tickstock TO tickstock_reader;
        FOR reader_view IN SELECT viewname FROM pg_views WHERE schemaname = 'tickstock' LOOP
          EXECUTE format('GRANT SELECT ON tickstock.%I TO tickstock_reader', reader_view);
        END LOOP;
      END IF;
    END
    $grants$;
    """;
  }

  String verification() {
    return """

    -- Afterwards: in each row `answer` and `expected` must be equal.
    SELECT 'version' AS question, max(version::integer)::text AS answer, '%d' AS expected
    FROM tickstock.flyway_schema_history WHERE version IS NOT NULL;
    SELECT 'steps of this script' AS question, count(*)::text AS answer, '%d' AS expected
    FROM tickstock.flyway_schema_history WHERE version = ANY ('{%s}') AND success;
    SELECT 'failed steps' AS question, count(*)::text AS answer, '0' AS expected
    FROM tickstock.flyway_schema_history WHERE NOT success;
    SELECT 'invalid indexes' AS question, count(*)::text AS answer, '0' AS expected
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'tickstock'::regnamespace AND NOT indisvalid;
    """
        .formatted(
            to(),
            pending.size(),
            pending.stream()
                .map(step -> Integer.toString(step.version()))
                .collect(Collectors.joining(", ")));
  }

  static String quoted(String text) {
    return text.replace("'", "''");
  }
}
