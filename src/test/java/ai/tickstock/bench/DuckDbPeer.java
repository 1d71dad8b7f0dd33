package ai.tickstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// DuckDB in this process, with a database file: reads the compressed day files by itself, on all
/// processors.
///
/// @param folder for its database
record DuckDbPeer(DayFiles files, Path folder) implements Peer {
  private static final String TABLE =
      """
      CREATE TABLE bars (
        ticker varchar NOT NULL,
        session date NOT NULL,
        open double,
        high double,
        low double,
        close double,
        volume double,
        trades bigint)\
      """;

  /// Midnight in New York is the same date in UTC.
  private static final String LOAD =
      """
      INSERT INTO bars
      SELECT ticker, CAST(make_timestamp_ns(window_start) AS date), open, high, low, close, volume, transactions
      FROM read_csv('%s/**/*.csv.gz', header = true, columns = {
        'ticker': 'varchar', 'volume': 'double', 'open': 'double', 'close': 'double', 'high': 'double', 'low': 'double',
        'window_start': 'bigint', 'transactions': 'bigint'})\
      """;

  @Override
  public String name() {
    return "DuckDB";
  }

  @Override
  public String does() {
    return "columns in a file, in this process; no key, no check, no ledger, one writer";
  }

  @Override
  public void prepare() throws IOException, SQLException {
    drop();
    Files.createDirectories(folder);
  }

  @Override
  public void load() throws SQLException {
    execute(List.of(TABLE, LOAD.formatted(files.flatFiles()), "CHECKPOINT"));
  }

  @Override
  public Found scan() throws SQLException {
    try (var connection = DriverManager.getConnection(address())) {
      return Found.by(connection, Peer.rule("ticker", "session", "bars"));
    }
  }

  @Override
  public void drop() throws IOException {
    KeptData.remove(folder);
  }

  private void execute(List<String> statements) throws SQLException {
    try (var connection = DriverManager.getConnection(address());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String address() {
    return "jdbc:duckdb:" + folder.resolve("bars.duckdb");
  }
}
