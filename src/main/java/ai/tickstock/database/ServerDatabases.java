package ai.tickstock.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The databases and the one role of an embedded server, made when missing.
///
/// @param superuser of the server, database `postgres`
record ServerDatabases(DatabaseAddress superuser) {
  static final String ROLE = "tickstock";

  /// Databases that may be named without quotes.
  private static final String NAME = "[a-z][a-z0-9_]{0,62}";

  private static final String HELD =
      """
      SELECT datname, pg_database_size(oid)
      FROM pg_database
      WHERE starts_with(datname, ?) AND datallowconn AND strpos(datname, '@') = 0
      ORDER BY datname\
      """;

  private static final String CLAIM =
      """
      SELECT source, greatest(0, extract(epoch FROM clock_timestamp() - stamped_at))::bigint
      FROM tickstock.database_source\
      """;

  private static final List<String> MADE_BY_SOMEBODY_ELSE = List.of("42710", "42P04", "23505");

  /// Makes the database, empty, and the role that owns it, unless they are there.
  ///
  /// @throws IllegalArgumentException for a name that would need quotes
  void create(String database) throws SQLException {
    if (!database.matches(NAME)) {
      throw new IllegalArgumentException(
          "a database name is made of a-z, 0-9 and _ and starts with a letter: " + database);
    }
    try (var connection = connect();
        var query = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      if (!query.executeQuery().next()) {
        createRole(connection);
        unlessThere(connection, "CREATE DATABASE %s OWNER %s".formatted(database, ROLE));
      }
    }
  }

  /// The databases whose names begin so, by name; snapshots are none.
  List<HeldDatabase> held(String prefix) throws SQLException {
    var held = new ArrayList<HeldDatabase>();
    try (var connection = connect();
        var query = connection.prepareStatement(HELD)) {
      query.setString(1, prefix);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          held.add(claimed(rows.getString(1), rows.getLong(2)));
        }
      }
    }
    return held;
  }

  private HeldDatabase claimed(String name, long bytes) {
    try (var connection =
            DriverManager.getConnection(
                superuser.inDatabase(name).jdbcUrl(), superuser.user(), superuser.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery(CLAIM)) {
      return row.next()
          ? new HeldDatabase(name, row.getString(1), bytes, Duration.ofSeconds(row.getLong(2)))
          : new HeldDatabase(name, "", bytes, Duration.ZERO);
    } catch (SQLException _) {
      return new HeldDatabase(name, "", bytes, Duration.ZERO); // without tables, or just dropped
    }
  }

  /// Asks over one connection, which would else be counted while it ends.
  Use use() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                """
                SELECT split_part(current_setting('server_version'), ' ', 1), count(*)
                FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()\
                """)) {
      result.next();
      return new Use(result.getString(1), result.getInt(2));
    }
  }

  /// @param version e.g. `17.11`
  /// @param clients at this moment, the one that asks not counted
  record Use(String version, int clients) {}

  /// The role has the superuser's own password.
  private void createRole(Connection connection) throws SQLException {
    unlessThere(
        connection,
        "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'".formatted(ROLE, superuser.password()));
    unlessThere(connection, "GRANT pg_monitor TO " + ROLE);
  }

  /// Runs one statement that cannot be part of a transaction.
  void execute(String statement) throws SQLException {
    try (var connection = connect();
        var any = connection.createStatement()) {
      any.execute(statement);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(superuser.jdbcUrl(), superuser.user(), superuser.password());
  }

  private static void unlessThere(Connection connection, String statement) throws SQLException {
    try (var create = connection.createStatement()) {
      create.execute(statement);
    } catch (SQLException e) {
      if (!MADE_BY_SOMEBODY_ELSE.contains(e.getSQLState())) {
        throw e;
      }
    }
  }
}
