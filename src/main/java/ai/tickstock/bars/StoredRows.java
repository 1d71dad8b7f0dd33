package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads rows of the bar tables.
final class StoredRows {
  private StoredRows() {}

  /// open, high, low, close, volume, vwap, trades, source, suspicions, provisional, known_from,
  /// run_id
  static StoredBar bar(ResultSet row, Instant start) throws SQLException {
    var bar =
        new Bar(
            start,
            row.getDouble("open"),
            row.getDouble("high"),
            row.getDouble("low"),
            row.getDouble("close"),
            optionalDouble(row, "volume"),
            optionalDouble(row, "vwap"),
            optionalLong(row, "trades"));
    return new StoredBar(
        bar,
        BarSource.of(row.getInt("source")),
        Suspicion.of(row.getInt("suspicions")),
        row.getBoolean("provisional"),
        instant(row, "known_from"),
        row.getInt("run_id"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
