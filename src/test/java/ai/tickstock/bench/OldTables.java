package ai.tickstock.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/// Tables of the system that this one replaces, as its documents have them, and as bare as a table
/// with a key can be. One CSV COPY in one transaction fills them: the fastest way into them.
enum OldTables {
  DAILY(
      "ohlcv_daily",
      "date",
      """
      CREATE TABLE ohlcv_daily (
        symbol     varchar(20) NOT NULL REFERENCES symbols,
        date       date NOT NULL,
        open       numeric,
        high       numeric,
        low        numeric,
        close      numeric,
        volume     bigint,
        created_at timestamp DEFAULT now(),
        PRIMARY KEY (symbol, date)
      )\
      """,
      List.of("CREATE INDEX ohlcv_daily_symbol_date ON ohlcv_daily (symbol, date DESC)")),
  /// The same without foreign key and second index.
  DAILY_BARE(
      "ohlcv_daily",
      "date",
      """
      CREATE TABLE ohlcv_daily (
        symbol     varchar(20) NOT NULL,
        date       date NOT NULL,
        open       numeric,
        high       numeric,
        low        numeric,
        close      numeric,
        volume     bigint,
        created_at timestamp DEFAULT now(),
        PRIMARY KEY (symbol, date)
      )\
      """,
      List.of()),
  MINUTE(
      "ohlcv_1min",
      "timestamp",
      """
      CREATE TABLE ohlcv_1min (
        symbol    varchar(20) NOT NULL REFERENCES symbols,
        timestamp timestamptz NOT NULL,
        open      numeric,
        high      numeric,
        low       numeric,
        close     numeric,
        volume    bigint,
        PRIMARY KEY (symbol, timestamp)
      )\
      """,
      List.of("CREATE INDEX ohlcv_1min_symbol_timestamp ON ohlcv_1min (symbol, timestamp DESC)"));

  private static final int BUFFER = 64 * 1024;
  private static final String SYMBOLS =
      """
      CREATE TABLE symbols (
        symbol       varchar(20) PRIMARY KEY,
        name         varchar(100),
        exchange     varchar(20),
        last_updated timestamp DEFAULT now()
      )\
      """;

  private final String table;
  private final String time;
  private final String definition;
  private final List<String> indexes;

  OldTables(String table, String time, String definition, List<String> indexes) {
    this.table = table;
    this.time = time;
    this.definition = definition;
    this.indexes = indexes;
  }

  /// Makes them, the registry of symbols filled.
  ///
  /// @param symbols a file with a ticker a line
  void create(Connection connection, Path symbols) throws SQLException, IOException {
    BenchServer.execute(connection, List.of(SYMBOLS, definition));
    BenchServer.execute(connection, indexes);
    copy(connection, "COPY symbols (symbol) FROM STDIN", symbols);
  }

  /// @param csv symbol, date or time, open, high, low, close, volume
  /// @return rows
  long fill(Connection connection, Path csv) throws SQLException, IOException {
    return copy(
        connection,
        "COPY %s (symbol, %s, open, high, low, close, volume) FROM STDIN (FORMAT csv)"
            .formatted(table, time),
        csv);
  }

  private static long copy(Connection connection, String statement, Path file)
      throws SQLException, IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, in, BUFFER);
    }
  }

  /// What is in them, to be compared: see `Checksum`.
  String checksum(Connection connection) throws SQLException {
    return Checksum.of(connection, "SELECT symbol, open, high, low, close, volume FROM " + table);
  }
}
