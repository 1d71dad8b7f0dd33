package ai.tickstock.database;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows on their way into a table by PostgreSQL's binary COPY, inside the caller's transaction.
/// Values are given column by column in the order of the statement. Until it is finished or closed
/// nothing else may run in the transaction: the driver would wait for it for ever. Not for many
/// threads.
public final class BinaryCopy implements AutoCloseable {
  private static final int FLUSH_AT_BYTES = 64 * 1024;
  private static final int LONGEST_NUMBER = 4 + 8;
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final Instant EPOCH_INSTANT = Instant.parse("2000-01-01T00:00:00Z");

  private final CopyIn copy;
  private byte[] bytes = new byte[FLUSH_AT_BYTES + 1024]; // the head fits in
  private int filled;
  private long rows;

  /// Most bytes that the numbers of this row take.
  private int numbers;

  private BinaryCopy(CopyIn copy) {
    this.copy = copy;
  }

  /// Starts a COPY in this transaction.
  ///
  /// @param statement a complete `COPY table (columns) FROM STDIN (FORMAT BINARY)`
  public static BinaryCopy start(Handle transaction, String statement) {
    try {
      var connection = transaction.getConnection().unwrap(PGConnection.class);
      var copy = new BinaryCopy(connection.getCopyAPI().copyIn(statement));
      copy.add(SIGNATURE);
      copy.add4(0);
      copy.add4(0);
      return copy;
    } catch (SQLException e) {
      throw new CopyFailed(statement, e);
    }
  }

  /// Begins a row of so many columns.
  public BinaryCopy row(int columns) {
    if (filled >= FLUSH_AT_BYTES) {
      flush();
    }
    rows++;
    numbers = 2 + columns * LONGEST_NUMBER;
    ensure(numbers);
    add2(columns);
    return this;
  }

  public BinaryCopy int4(int value) {
    add4(4);
    add4(value);
    return this;
  }

  public BinaryCopy int2(int value) {
    add4(2);
    add2(value);
    return this;
  }

  public BinaryCopy int8(long value) {
    add4(8);
    add8(value);
    return this;
  }

  /// Where the next column will stand, for [#since(int)].
  public int next() {
    return filled;
  }

  /// The columns of this row from a place on, for other rows.
  ///
  /// @param place as [#next()] gave it in this row
  public byte[] since(int place) {
    return Arrays.copyOfRange(bytes, place, filled);
  }

  /// The same columns as in another row.
  ///
  /// @param numbers as [#since(int)] gave them, no texts among them
  public BinaryCopy again(byte[] numbers) {
    add(numbers);
    return this;
  }

  public BinaryCopy float8(double value) {
    return int8(Double.doubleToLongBits(value));
  }

  /// A number, or null where it is NaN.
  public BinaryCopy float8OrNothing(double value) {
    return Double.isNaN(value) ? nothing() : float8(value);
  }

  public BinaryCopy bool(boolean value) {
    add4(1);
    bytes[filled++] = (byte) (value ? 1 : 0);
    return this;
  }

  public BinaryCopy date(LocalDate value) {
    return int4(Math.toIntExact(value.toEpochDay() - EPOCH_DAY));
  }

  /// @param value days since 1970
  public BinaryCopy day(int value) {
    return int4(Math.toIntExact(value - EPOCH_DAY));
  }

  public BinaryCopy timestamptz(Instant value) {
    return micros(micros(value));
  }

  /// A time as [#micros(Instant)] gives it.
  public BinaryCopy micros(long value) {
    return int8(value);
  }

  /// A time as the database writes it, for many rows of the same one: microseconds since 2000.
  public static long micros(Instant value) {
    return ChronoUnit.MICROS.between(EPOCH_INSTANT, value.truncatedTo(ChronoUnit.MICROS));
  }

  public BinaryCopy text(String value) {
    var encoded = value.getBytes(StandardCharsets.UTF_8);
    add4(encoded.length);
    ensure(encoded.length + numbers);
    add(encoded);
    return this;
  }

  public BinaryCopy nothing() {
    add4(-1);
    return this;
  }

  /// Sends what is left and ends the COPY.
  ///
  /// @return rows that the server took
  public long finish() {
    ensure(2);
    add2(-1);
    flush();
    try {
      return copy.endCopy();
    } catch (SQLException e) {
      throw new CopyFailed("after " + rows + " rows", e);
    }
  }

  /// Gives up a COPY that was not finished.
  @Override
  public void close() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      throw new CopyFailed("while giving up", e);
    }
  }

  private void flush() {
    try {
      copy.writeToCopy(bytes, 0, filled);
      filled = 0;
    } catch (SQLException e) {
      throw new CopyFailed("after " + rows + " rows", e);
    }
  }

  private void add2(int value) {
    bytes[filled] = (byte) (value >> 8);
    bytes[filled + 1] = (byte) value;
    filled += 2;
  }

  private void add4(int value) {
    put4(bytes, filled, value);
    filled += 4;
  }

  private void add8(long value) {
    int at = filled;
    put4(bytes, at, (int) (value >> 32));
    put4(bytes, at + 4, (int) value);
    filled = at + 8;
  }

  /// Apart from the fields, which the compiler of short runs would read again for each byte.
  private static void put4(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
  }

  private void add(byte[] more) {
    System.arraycopy(more, 0, bytes, filled, more.length);
    filled += more.length;
  }

  /// A row is sent as a whole, however long its texts are. Asked once a row for all its numbers,
  /// and again after each text.
  private void ensure(int more) {
    if (bytes.length - filled < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, filled + more));
    }
  }
}
