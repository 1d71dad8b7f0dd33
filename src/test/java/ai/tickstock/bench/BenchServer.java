package ai.tickstock.bench;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The server of a benchmark, for its superuser: both sides write into databases of it.
final class BenchServer implements AutoCloseable {
  private static final String SETTINGS =
      """
      SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) AS settings
      FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')\
      """;

  private final EmbeddedServer server;
  private final Connection superuser;

  BenchServer(EmbeddedServer server) {
    this.server = server;
    try {
      this.superuser = connect(superuser("postgres"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A new empty database in place of one of that name.
  DatabaseAddress fresh(String database) throws SQLException {
    drop(database);
    return server.address(database);
  }

  /// Where a database is, for its owner.
  DatabaseAddress address(String database) {
    return server.address(database);
  }

  void drop(String database) throws SQLException {
    execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }

  /// Writes all that was changed to the disk.
  void checkpoint() throws SQLException {
    execute("CHECKPOINT");
  }

  /// @throws BenchmarkFailed when the server could lose what was committed
  void requireDurable() throws SQLException {
    var settings = text(superuser, SETTINGS);
    if (!settings.equals("fsync on, full_page_writes on, synchronous_commit on")) {
      throw new BenchmarkFailed("the server is not durable: " + settings);
    }
  }

  Connection connect(String database) throws SQLException {
    return connect(superuser(database));
  }

  /// The variables that lead the program to a database of this server.
  static Map<String, String> variables(DatabaseAddress address) {
    return Map.of(
        "DATABASE_URL",
        address.jdbcUrl() + "?user=" + address.user() + "&password=" + address.password());
  }

  /// The first column of the first row.
  static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new BenchmarkFailed("no row for: " + query);
      }
      return String.valueOf(rows.getString(1));
    }
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void execute(String statement) throws SQLException {
    execute(superuser, List.of(statement));
  }

  private DatabaseAddress superuser(String database) {
    var owner = server.address("postgres");
    return new DatabaseAddress(
        owner.jdbcUrl().replaceFirst("/[^/]*$", "/" + database), "postgres", owner.password());
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  @Override
  public void close() {
    try {
      superuser.close();
    } catch (SQLException e) {
      // The server ends next.
    }
  }

  /// Makes the table `bench_session` of the newest sessions up to a date, the latest of age 1.
  static void sessions(Connection connection, LocalDate last, int count) throws SQLException {
    var all =
        TradingCalendar.nyse().sessions(new DateRange(last.minusYears(6), last)).stream()
            .map(Session::date)
            .toList();
    var newest = all.subList(all.size() - count, all.size());
    BenchServer.execute(
        connection,
        List.of(
            "SET search_path = tickstock, public",
            "CREATE TABLE bench_session (session date PRIMARY KEY, age integer NOT NULL)"));
    try (var insert =
        connection.prepareStatement("INSERT INTO bench_session (session, age) VALUES (?, ?)")) {
      for (int i = 0; i < newest.size(); i++) {
        insert.setObject(1, newest.get(i));
        insert.setInt(2, newest.size() - i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
