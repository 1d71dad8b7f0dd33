package ai.tickstock.database;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Rows on their way out of the database by PostgreSQL's binary COPY: the fastest way to read many.
/// Values are taken column by column in the order of the statement. Not for many threads.
public final class BinaryCopyOut {
  private static final int HEADER = 11 + 4 + 4;
  private static final int EPOCH_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = {};
  private int at;

  private BinaryCopyOut() {}

  /// Hands over each row in turn.
  ///
  /// @param statement a complete `COPY (SELECT …) TO STDOUT (FORMAT BINARY)`
  /// @param row takes the values of one row, each column once and in order
  public static void read(Handle handle, String statement, Consumer<BinaryCopyOut> row) {
    var reader = new BinaryCopyOut();
    try {
      var connection = handle.getConnection().unwrap(PGConnection.class);
      var copy = connection.getCopyAPI().copyOut(statement);
      try {
        reader.rows(copy, row);
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new CopyFailed(statement, e);
    }
  }

  private void rows(CopyOut copy, Consumer<BinaryCopyOut> row) throws SQLException {
    boolean isFirst = true;
    while (message(copy)) {
      at = isFirst ? HEADER : 0;
      isFirst = false;
      if (at + 2 > bytes.length) {
        continue; // the head came alone
      }
      int columns = (short) (bytes[at] << 8 | bytes[at + 1] & 0xFF);
      at += 2;
      if (columns >= 0) {
        row.accept(this);
      }
    }
  }

  private boolean message(CopyOut copy) throws SQLException {
    byte @Nullable [] next = copy.readFromCopy();
    if (next == null) {
      return false;
    }
    bytes = next;
    return true;
  }

  /// An integer that is never null.
  public int int4() {
    int value = (int) INT.get(bytes, at + 4);
    at += 8;
    return value;
  }

  /// A date that is never null, as days since 1970.
  public int day() {
    return int4() + EPOCH_DAY;
  }

  /// An instant that is never null, as whole minutes since 1970, rounded down.
  public int minute() {
    long micros = (long) LONG.get(bytes, at + 4);
    at += 12;
    return (int) (Math.floorDiv(micros, 60_000_000L) + EPOCH_DAY * 1_440L);
  }

  /// How many bytes the next value has; -1 where it is null. It stays the next one.
  public int length() {
    return (int) INT.get(bytes, at);
  }

  /// Dates that the server put together into one value, as days since 1970: of
  /// `string_agg(date_send(…), '')`. None where it is null.
  ///
  /// @param into long enough for a fourth of its bytes
  public void days(int[] into) {
    int length = Math.max(0, length());
    ByteBuffer.wrap(bytes, at + 4, length).asIntBuffer().get(into, 0, length / Integer.BYTES);
    for (int i = 0; i < length / Integer.BYTES; i++) {
      into[i] += EPOCH_DAY;
    }
    at += 4 + length;
  }

  /// Numbers that the server put together into one value: of `string_agg(float8send(…), '')`, or of
  /// what else sends several. None where it is null.
  ///
  /// @param into long enough for an eighth of its bytes
  public void float8s(double[] into) {
    int length = Math.max(0, length());
    ByteBuffer.wrap(bytes, at + 4, length).asDoubleBuffer().get(into, 0, length / Double.BYTES);
    at += 4 + length;
  }

  /// A number, or NaN where it is null.
  public double float8OrNaN() {
    if ((int) INT.get(bytes, at) < 0) {
      at += 4;
      return Double.NaN;
    }
    double value = Double.longBitsToDouble((long) LONG.get(bytes, at + 4));
    at += 12;
    return value;
  }
}
