package ai.tickstock.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// One engine that takes the rows of day files and looks at all of them with one rule: closes that
/// are more than 20 % away from the close before.
interface Peer {
  String name();

  /// What it does of what we do, in a few words.
  String does();

  /// Not counted.
  void prepare() throws SQLException, IOException, InterruptedException;

  /// Counted: after it the rows lie on the disk.
  void load() throws SQLException, IOException, InterruptedException;

  /// Counted.
  Found scan() throws SQLException, IOException, InterruptedException;

  /// Not counted.
  void drop() throws SQLException, IOException;

  /// @param rows looked at
  record Found(long rows, long moves) {
    static Found by(Connection connection, String query) throws SQLException {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(query)) {
        if (!row.next()) {
          throw new BenchmarkFailed("no row for: " + query);
        }
        return new Found(
            ((Number) row.getObject(1)).longValue(), ((Number) row.getObject(2)).longValue());
      }
    }
  }

  /// Adds up what each instrument shows, in the SQL that all of them understand. A move of exactly
  /// 20 % is none, whether numbers are binary or decimal.
  ///
  /// @param instrument the column that says whose a row is
  /// @param date the column by which rows follow each other
  static String rule(String instrument, String date, String table) {
    return """
    SELECT sum(seen) AS seen, sum(moved) AS moved
    FROM (
      SELECT instrument, count(*) AS seen, sum(CASE WHEN close > 1.2000001 * previous OR close < 0.7999999 * previous THEN 1 ELSE 0 END) AS moved
      FROM (
        SELECT %1$s AS instrument, close, lag(close) OVER (PARTITION BY %1$s ORDER BY %2$s) AS previous
        FROM %3$s) AS pairs
      GROUP BY instrument) AS instruments
    """
        .formatted(instrument, date, table);
  }
}
