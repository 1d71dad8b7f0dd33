package ai.tickstock.bench;

import java.sql.Connection;
import java.sql.SQLException;

/// Rows, and by symbol their number and the sums of all prices and of all volumes, exactly.
final class Checksum {
  private static final String SUMS =
      """
      SELECT sum(n) || ' rows, ' || count(*) || ' symbols, sums by symbol '
        || md5(string_agg(symbol || ' ' || n || ' ' || prices || ' ' || volume, ',' ORDER BY symbol COLLATE "C"))
      FROM (
        SELECT symbol, count(*) AS n,
          trim_scale(sum(CAST(open AS numeric) + CAST(high AS numeric) + CAST(low AS numeric) + CAST(close AS numeric))) AS prices,
          sum(round(CAST(volume AS numeric))) AS volume
        FROM (%s) AS bars
        GROUP BY symbol) AS sums\
      """;

  /// Our daily bars under the tickers that the run was asked for.
  private static final String OUR_DAILY =
      """
      SELECT r.ticker AS symbol, b.open, b.high, b.low, b.close, b.volume
      FROM tickstock.bar_daily b
      JOIN tickstock.load_run_instrument r USING (instrument_id)
      WHERE r.run_id = (SELECT max(id) FROM tickstock.load_run)\
      """;

  private static final String OUR_MINUTES =
      """
      SELECT r.ticker AS symbol, b.open, b.high, b.low, b.close, b.volume
      FROM tickstock.bar_minute b
      JOIN tickstock.load_run_instrument r USING (instrument_id)
      WHERE r.run_id = (SELECT max(id) FROM tickstock.load_run)\
      """;

  /// Tables with bars that a crash would empty; there are none.
  private static final String UNLOGGED =
      """
      SELECT count(*)
      FROM pg_class
      WHERE relnamespace = CAST('tickstock' AS regnamespace) AND relkind = 'r' AND relpersistence <> 'p'\
      """;

  private Checksum() {}

  /// @param bars a query with symbol, open, high, low, close, volume
  static String of(Connection connection, String bars) throws SQLException {
    return BenchServer.text(connection, SUMS.formatted(bars));
  }

  /// @throws BenchmarkFailed if bars lie in tables that a crash would empty
  static String ofOurs(Connection connection, boolean minutes) throws SQLException {
    if (!BenchServer.text(connection, UNLOGGED).equals("0")) {
      throw new BenchmarkFailed("there are unlogged tables in the schema tickstock");
    }
    return of(connection, minutes ? OUR_MINUTES : OUR_DAILY);
  }
}
