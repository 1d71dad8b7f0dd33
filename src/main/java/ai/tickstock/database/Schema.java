package ai.tickstock.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The schema `tickstock` of one database: how it stands, and how it comes up to date. Which steps
/// were applied is noted in Flyway's history table, by Flyway or by the script for a human.
public final class Schema {
  static final String NAME = "tickstock";
  static final String HISTORY = "flyway_schema_history";
  private static final String STEPS = "db/migration";
  private static final String ROLES = "/db/roles.sql";

  private final Database database;
  private final Migrations migrations;

  Schema(Database database) {
    this(database, STEPS);
  }

  /// @param folder of the steps among the resources
  Schema(Database database, String folder) {
    this.database = database;
    this.migrations = Migrations.in(folder);
  }

  /// How the database stands; one or two short queries.
  public SchemaState state() {
    return database.read(this::state);
  }

  /// Applies what is pending, by Flyway. For embedded and development databases.
  ///
  /// @throws IllegalStateException when the state is `Unknown` or `Damaged`; its message is theirs
  public void migrate() {
    switch (state()) {
      case SchemaState.Current _ -> {}
      case SchemaState.Empty _, SchemaState.Pending _ -> flyway().migrate();
      case SchemaState.Unknown unknown -> throw new IllegalStateException(unknown.reason());
      case SchemaState.Damaged damaged -> throw new IllegalStateException(damaged.reason());
    }
  }

  /// What is pending as one file for a human to read and to run with psql; says so when nothing is.
  ///
  /// @param program and version for the header, e.g. `tickstock 0.1.0`
  /// @throws IllegalStateException when the state is `Unknown` or `Damaged`; its message is theirs
  public String pendingScript(String program) {
    return switch (state()) {
      case SchemaState.Current current ->
          "-- %s: schema %s of %s is at version %s. Nothing is pending.%n"
              .formatted(program, NAME, database.address().place(), current.version());
      case SchemaState.Empty _ -> script(program, 0);
      case SchemaState.Pending pending -> script(program, Integer.parseInt(pending.version()));
      case SchemaState.Unknown unknown -> throw new IllegalStateException(unknown.reason());
      case SchemaState.Damaged damaged -> throw new IllegalStateException(damaged.reason());
    };
  }

  /// What makes the roles with the least rights, as one file for a human to read and to run with
  /// psql.
  ///
  /// @param program and version for the header, e.g. `tickstock 0.1.0`
  public static String rolesScript(String program) {
    try (var file = Schema.class.getResourceAsStream(ROLES)) {
      return "-- Written by "
          + program
          + "\n"
          + new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String script(String program, int from) {
    return steps(program, from).text();
  }

  private SchemaScript steps(String program, int from) {
    var name =
        database.read(
            handle -> handle.createQuery("SELECT current_database()").mapTo(String.class).one());
    var pending = migrations.steps().stream().filter(step -> step.version() > from).toList();
    return new SchemaScript(program, name, from, pending);
  }

  /// What takes a database with the tables of the older TickStock in schema public to ours, as one
  /// file for a human to read and to run with psql.
  ///
  /// @param program and version for the header, e.g. `tickstock 0.1.0`
  /// @throws IllegalStateException when the state is `Unknown` or `Damaged`, or there is nothing to
  ///   adopt; its message says which
  public String adoptionScript(String program) {
    int from =
        switch (state()) {
          case SchemaState.Empty _ -> 0;
          case SchemaState.Current current -> Integer.parseInt(current.version());
          case SchemaState.Pending pending -> Integer.parseInt(pending.version());
          case SchemaState.Unknown unknown -> throw new IllegalStateException(unknown.reason());
          case SchemaState.Damaged damaged -> throw new IllegalStateException(damaged.reason());
        };
    return AdoptionScript.read(database, steps(program, from)).text();
  }

  /// What takes an adoption back, as one file for a human to read and to run with psql.
  public String adoptionRollbackScript(String program) {
    return AdoptionScript.rollback(steps(program, 0));
  }

  /// Flyway with our settings; it is slow to load (about half a second).
  Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.pool())
        .schemas(NAME)
        .table(HISTORY)
        .locations("classpath:" + migrations.folder())
        .placeholderReplacement(false)
        .configuration(
            // Without this an index built CONCURRENTLY would wait for Flyway's own lock for ever.
            Map.of("flyway.postgresql.transactional.lock", "false"))
        .load();
  }

  private SchemaState state(Handle handle) {
    if (isMissing(handle, NAME + "." + HISTORY)) {
      return withoutHistory(handle);
    }
    return compared(
        handle
            .createQuery(
                """
                SELECT version, checksum, success
                FROM tickstock.flyway_schema_history
                WHERE version IS NOT NULL ORDER BY installed_rank\
                """)
            .map((row, _) ->
                new Applied(
                    row.getString(1),
                    Optional.ofNullable((Integer) row.getObject(2)),
                    row.getBoolean(3)))
            .list());
  }

  private SchemaState withoutHistory(Handle handle) {
    var tables =
        handle
            .createQuery("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?)")
            .bind(0, NAME)
            .mapTo(String.class)
            .list();
    if (tables.isEmpty()) {
      return none();
    }
    return new SchemaState.Unknown(
        "Schema %s of %s has tables (%s) but no %s: this program did not make them. %s"
            .formatted(
                NAME,
                database.address().place(),
                String.join(", ", new TreeSet<>(tables).stream().limit(5).toList()),
                HISTORY,
                "Use an empty database, or move that schema away (ALTER SCHEMA … RENAME TO …)."));
  }

  private SchemaState none() {
    return migrations.steps().isEmpty()
        ? new SchemaState.Current("0")
        : new SchemaState.Empty(files(0));
  }

  private SchemaState compared(List<Applied> history) {
    if (history.isEmpty()) {
      return none();
    }
    var place = database.address().place();
    var known = migrations.byVersion();
    var strangers = new ArrayList<String>();
    var seen = new HashMap<Integer, Applied>();
    for (var applied : history) {
      var step = applied.number().map(known::get).orElse(null);
      if (step == null) {
        strangers.add(applied.version());
        continue;
      }
      seen.put(step.version(), applied);
      var damage = damage(applied, step);
      if (damage != null) {
        return new SchemaState.Damaged(
            "Schema %s of %s: %s. Run the program version that made it, or restore a backup."
                .formatted(NAME, place, damage));
      }
    }
    if (!strangers.isEmpty()) {
      return new SchemaState.Unknown(
          """
          Schema %s of %s has version %s, which this program does not know (it knows up to %s). A newer \
          program made it: update this one. Nothing was changed.\
          """
              .formatted(NAME, place, String.join(", ", strangers), newest()));
    }
    int at = seen.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    var skipped = known.keySet().stream().filter(v -> v < at && !seen.containsKey(v)).toList();
    if (!skipped.isEmpty()) {
      return new SchemaState.Damaged(
          "Schema %s of %s is at version %d, but version %s was never applied. Restore a backup."
              .formatted(NAME, place, at, skipped));
    }
    var version = Integer.toString(at);
    var pending = files(at);
    return pending.isEmpty()
        ? new SchemaState.Current(version)
        : new SchemaState.Pending(version, pending);
  }

  private static @Nullable String damage(Applied applied, Migration step) {
    if (!applied.success()) {
      return step.file() + " failed half-way";
    }
    if (!applied.checksum().equals(Optional.of(step.checksum()))) {
      return "%s was applied with another text (checksum %s, this program has %d)"
          .formatted(
              step.file(), applied.checksum().map(String::valueOf).orElse("none"), step.checksum());
    }
    return null;
  }

  private List<String> files(int after) {
    return migrations.steps().stream()
        .filter(step -> step.version() > after)
        .map(Migration::file)
        .toList();
  }

  private String newest() {
    return migrations.steps().isEmpty()
        ? "none"
        : Integer.toString(migrations.steps().getLast().version());
  }

  private static boolean isMissing(Handle handle, String table) {
    return handle
        .createQuery("SELECT to_regclass(?) IS NULL")
        .bind(0, table)
        .mapTo(boolean.class)
        .one();
  }

  /// A row of the history.
  private record Applied(String version, Optional<Integer> checksum, boolean success) {
    Optional<Integer> number() {
      return version.matches("\\d{1,9}")
          ? Optional.of(Integer.parseInt(version))
          : Optional.empty();
    }
  }
}
