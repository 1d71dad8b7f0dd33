package ai.tickstock.database;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// What takes a database with the tables of the older TickStock to this program's schema, as one
/// SQL file that a human reads, runs with psql, and checks. The old tables go to schema `legacy`
/// and stay readable through the views.
///
/// @param steps of the schema that come before, perhaps none
/// @param user of the program, who is to run it and will own everything
/// @param reload commands that load anew what the old tables hold
record AdoptionScript(SchemaScript steps, String user, List<String> reload) {
  private static final String FOLDER = "db/adopt/";

  /// Looks at the old tables.
  ///
  /// @throws IllegalStateException when there are none, or they have been adopted
  static AdoptionScript read(Database database, SchemaScript steps) {
    var place = database.address().place();
    return database.read(handle -> {
      if (exists(handle, "legacy.adoption")) {
        throw new IllegalStateException(
            "The old tables of %s have been adopted already; 'db script --adopt --rollback' takes it back."
                .formatted(place));
      }
      var missing =
          List.of("symbols", "ohlcv_daily", "ohlcv_1min").stream()
              .map(table -> "public." + table)
              .filter(table -> !exists(handle, table))
              .toList();
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "There is nothing to adopt in %s: it has no %s. Is DATABASE_URL that of the old database?"
                .formatted(place, String.join(", ", missing)));
      }
      return new AdoptionScript(
          steps,
          handle.createQuery("SELECT current_user").mapTo(String.class).one(),
          reload(handle, place));
    });
  }

  /// @throws IllegalStateException when the tables are not those of the older TickStock
  private static List<String> reload(Handle handle, String place) {
    try {
      return handle
          .createQuery(part("reload.sql").replace("{{schema}}", "public"))
          .mapTo(String.class)
          .list();
    } catch (UnableToExecuteStatementException e) {
      throw new IllegalStateException(
          "symbols, ohlcv_daily and ohlcv_1min of %s are not the tables of the older TickStock (%s). Is DATABASE_URL that of the old database?"
              .formatted(place, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private static boolean exists(Handle handle, String table) {
    return handle
        .createQuery("SELECT to_regclass(?) IS NOT NULL")
        .bind(0, table)
        .mapTo(boolean.class)
        .one();
  }

  String text() {
    var alone = steps.pending().stream().filter(step -> !step.inTransaction()).toList();
    if (!alone.isEmpty()) {
      throw new IllegalStateException(
          "%s cannot run in one transaction with the adoption: run what 'db script' prints first."
              .formatted(alone.getFirst().file()));
    }
    return header()
        + SchemaScript.begin()
        + part("1-check.sql").replace("{{user}}", SchemaScript.quoted(user))
        + steps.guard()
        + steps.steps()
        + part("2-move.sql")
            .replace("{{from}}", Integer.toString(steps.from()))
            .replace("{{database}}", steps.database())
            .replace("{{reload}}", part("reload.sql").strip().replace("{{schema}}", "legacy"))
        + SchemaScript.grants()
        + "COMMIT;\n"
        + steps.verification()
        + part("3-verify.sql")
        + plannedReload();
  }

  private String header() {
    return """
    -- Adoption of database %s: the tables of the older TickStock become schema legacy, schema tickstock gets
    -- version %d, and readers find its views under the names that they know.
    -- Written by %s
    --
    -- How to run, as %s, after a backup, while no load of the old system runs:
    --   psql -v ON_ERROR_STOP=1 -d %s -f THIS_FILE
    -- It does all or nothing. It waits at most 10 s for a lock that another session holds, then stops; run it again later.
    -- Moving the tables takes no time, whatever their size.
    --
    -- The way back
    --   While it runs, and after an error: nothing to do, the transaction is rolled back.
    --   After COMMIT: the SQL that 'tickstock db script --adopt --rollback' prints.

    """
        .formatted(steps.database(), steps.to(), steps.program(), user, steps.database());
  }

  private String plannedReload() {
    return """

    -- Next: load anew, raw and with identities, what the old tables hold. Each bar that is loaded takes the place of the
    -- old one for readers. Say --plan first to see calls and time. %d command%s:
    %s
    -- When everything is loaded (no rows in tickstock.ohlcv_daily_legacy that anybody needs): CALL legacy.hide();
    -- readers then see our rows only, and the old tables can be archived.
    """
        .formatted(
            reload.size(),
            reload.size() == 1 ? "" : "s",
            reload.stream().map(command -> "--   " + command).collect(Collectors.joining("\n")));
  }

  /// The SQL that takes an adoption back; it finds what to restore in table `legacy.adoption`.
  ///
  /// @param steps for the names of program and database
  static String rollback(SchemaScript steps) {
    return "-- Written by %s for database %s. Run it as the role that ran the adoption:\n"
            .formatted(steps.program(), steps.database())
        + "--   psql -v ON_ERROR_STOP=1 -d %s -f THIS_FILE\n".formatted(steps.database())
        + part("rollback.sql")
            .replace("{{database-literal}}", SchemaScript.quoted(steps.database()))
            .replace(
                "{{database-format}}", SchemaScript.quoted(steps.database()).replace("%", "%%"));
  }

  private static String part(String file) {
    var text = Migration.text(FOLDER + file);
    if (text.isEmpty()) {
      throw new IllegalStateException("the program lacks its file " + FOLDER + file);
    }
    return text;
  }
}
