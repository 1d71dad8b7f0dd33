package ai.tickstock.database;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows on their way into a table by PostgreSQL's binary COPY, inside the caller's transaction.
/// Values are given column by column in the order of the statement. Until it is finished or closed
/// nothing else may run in the transaction: the driver would wait for it for ever. Not for many
/// threads.
public final class BinaryCopy implements AutoCloseable {
  private static final int FLUSH_AT_BYTES = 64 * 1024;
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final Instant EPOCH_INSTANT = Instant.parse("2000-01-01T00:00:00Z");

  private final CopyIn copy;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FLUSH_AT_BYTES + 1024);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private long rows;

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
      copy.out.write(SIGNATURE);
      copy.out.writeInt(0);
      copy.out.writeInt(0);
      return copy;
    } catch (SQLException e) {
      throw new CopyFailed(statement, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins a row of so many columns.
  public BinaryCopy row(int columns) {
    if (bytes.size() >= FLUSH_AT_BYTES) {
      flush();
    }
    rows++;
    return write(() -> out.writeShort(columns));
  }

  public BinaryCopy int4(int value) {
    return write(() -> {
      out.writeInt(4);
      out.writeInt(value);
    });
  }

  public BinaryCopy int2(int value) {
    return write(() -> {
      out.writeInt(2);
      out.writeShort(value);
    });
  }

  public BinaryCopy int8(long value) {
    return write(() -> {
      out.writeInt(8);
      out.writeLong(value);
    });
  }

  public BinaryCopy float8(double value) {
    return write(() -> {
      out.writeInt(8);
      out.writeDouble(value);
    });
  }

  public BinaryCopy bool(boolean value) {
    return write(() -> {
      out.writeInt(1);
      out.writeByte(value ? 1 : 0);
    });
  }

  public BinaryCopy date(LocalDate value) {
    return int4(Math.toIntExact(ChronoUnit.DAYS.between(EPOCH, value)));
  }

  public BinaryCopy timestamptz(Instant value) {
    return int8(ChronoUnit.MICROS.between(EPOCH_INSTANT, value.truncatedTo(ChronoUnit.MICROS)));
  }

  public BinaryCopy text(String value) {
    var encoded = value.getBytes(StandardCharsets.UTF_8);
    return write(() -> {
      out.writeInt(encoded.length);
      out.write(encoded);
    });
  }

  public BinaryCopy nothing() {
    return write(() -> out.writeInt(-1));
  }

  /// Sends what is left and ends the COPY.
  ///
  /// @return rows that the server took
  public long finish() {
    try {
      out.writeShort(-1);
      flush();
      return copy.endCopy();
    } catch (SQLException e) {
      throw new CopyFailed("after " + rows + " rows", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      var chunk = bytes.toByteArray();
      copy.writeToCopy(chunk, 0, chunk.length);
      bytes.reset();
    } catch (SQLException e) {
      throw new CopyFailed("after " + rows + " rows", e);
    }
  }

  private BinaryCopy write(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
