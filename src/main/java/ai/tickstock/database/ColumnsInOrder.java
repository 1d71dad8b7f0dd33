package ai.tickstock.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The columns of one row, each read once and in the order in which its statement lists them. For
/// statements whose answer is a whole market: the driver looks for a column that is named anew in
/// each row. Where a row is read by its names, that stays the clearer way.
public final class ColumnsInOrder {
  private final ResultSet row;
  private int column;

  private ColumnsInOrder(ResultSet row) {
    this.row = row;
  }

  /// From the first column on.
  public static ColumnsInOrder of(ResultSet row) {
    return new ColumnsInOrder(row);
  }

  /// A column that is never null.
  public int whole() throws SQLException {
    return row.getInt(++column);
  }

  public OptionalInt knownWhole() throws SQLException {
    int value = row.getInt(++column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /// Null is false.
  public boolean flag() throws SQLException {
    return row.getBoolean(++column);
  }

  public OptionalDouble knownNumber() throws SQLException {
    double value = row.getDouble(++column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /// A column that is never null.
  public String text() throws SQLException {
    return row.getString(++column);
  }

  public Optional<String> knownText() throws SQLException {
    return Optional.ofNullable(row.getString(++column));
  }

  /// A column that is never null.
  public LocalDate date() throws SQLException {
    return row.getObject(++column, LocalDate.class);
  }

  public Optional<LocalDate> knownDate() throws SQLException {
    return Optional.ofNullable(row.getObject(++column, LocalDate.class));
  }

  public Optional<Instant> knownInstant() throws SQLException {
    return Optional.ofNullable(row.getObject(++column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /// Null is none.
  public List<String> texts() throws SQLException {
    var array = row.getArray(++column);
    return row.wasNull() ? List.of() : List.of((String[]) array.getArray());
  }
}
