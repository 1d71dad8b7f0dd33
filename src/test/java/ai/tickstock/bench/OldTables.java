package ai.tickstock.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/// Tables of the system that this one replaces, as its documents have them, and as bare as a table
/// with a key can be. One CSV COPY in one transaction fills them: the fastest way into them over
/// one connection.
enum OldTables {
  DAILY(
      "ohlcv_daily",
      "date",
      Definition.DAILY,
      List.of("CREATE INDEX ohlcv_daily_symbol_date ON ohlcv_daily (symbol, date DESC)")),
  /// The same without foreign key and second index.
  DAILY_BARE("ohlcv_daily", "date", Definition.DAILY.replace(" REFERENCES symbols", ""), List.of()),
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

  private static final class Definition {
    static final String DAILY =
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
        """;
  }

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
    copy(connection, "COPY symbols (symbol) FROM STDIN", symbols, 0, Files.size(symbols));
  }

  /// @param csv symbol, date or time, open, high, low, close, volume
  /// @param part of its rows, from 0
  /// @return rows
  long fill(Connection connection, Path csv, int part, int parts) throws SQLException, IOException {
    return copy(
        connection,
        "COPY %s (symbol, %s, open, high, low, close, volume) FROM STDIN (FORMAT csv)"
            .formatted(table, time),
        csv,
        lineAt(csv, part, parts),
        lineAt(csv, part + 1, parts));
  }

  /// Where a part of a file begins: with a line.
  private static long lineAt(Path file, int part, int parts) throws IOException {
    try (var text = new RandomAccessFile(file.toFile(), "r")) {
      if (part == 0 || part == parts) {
        return part == 0 ? 0 : text.length();
      }
      text.seek(text.length() / parts * part);
      text.readLine();
      return text.getFilePointer();
    }
  }

  private static long copy(Connection connection, String statement, Path file, long from, long to)
      throws SQLException, IOException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      var buffer = new byte[BUFFER];
      for (long left = to - from; left > 0; ) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(BUFFER, left));
        copy.writeToCopy(buffer, 0, read);
        left -= read;
      }
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /// What is in them, to be compared: see `Checksum`.
  String checksum(Connection connection) throws SQLException {
    return Checksum.of(connection, "SELECT symbol, open, high, low, close, volume FROM " + table);
  }
}
