package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Bars in memory into the temporary table in which a load compares them with the stored ones: by
/// the load's own writer, and the same bytes as they are. Nothing else of a load.
public final class StagingRace {
  private static final StagedWrite STAGED = StagedWrite.DAILY;
  private static final String COPY_OUT =
      """
      COPY (
        SELECT instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source, suspicions, provisional
        FROM bar_daily_staged)
      TO STDOUT (FORMAT BINARY)\
      """;
  private static final LocalDate LAST = LocalDate.of(2025, 11, 21);
  private static final int PIECE = 64 * 1024;

  private StagingRace() {}

  /// @param ours seconds of each run, from the checked bars in memory on
  /// @param raw seconds of each run, from the prepared bytes on
  /// @param rows of one run
  /// @param bytes of one run
  public record Result(List<Double> ours, List<Double> raw, long rows, long bytes) {}

  /// @param groups written one after the other, each as a load hands it to the store
  /// @param instruments of a group
  /// @param sessions of each instrument
  /// @param runs by turns, after one of each that does not count
  public static Result run(
      DatabaseAddress address, int groups, int instruments, int sessions, int runs) {
    var batches = batches(instruments, sessions);
    try (var database = Database.connect(address, 1)) {
      // As the server gives them back: what the load's writer had sent.
      var bytes =
          database.inTransaction(handle -> {
            ours(handle, batches);
            return staged(handle);
          });
      database.useTransaction(handle -> {
        raw(handle, bytes);
        if (!Arrays.equals(bytes, staged(handle))) {
          throw new IllegalStateException("the two sides do not stage the same rows");
        }
      });
      var ours = new ArrayList<Double>();
      var raw = new ArrayList<Double>();
      for (int run = 0; run <= runs; run++) {
        double one = 0;
        double other = 0;
        for (int group = 0; group < groups; group++) {
          one += database.inTransaction(handle -> ours(handle, batches));
          other += database.inTransaction(handle -> raw(handle, bytes));
        }
        if (run > 0) {
          ours.add(one);
          raw.add(other);
        }
      }
      long rows = (long) groups * instruments * sessions;
      return new Result(ours, raw, rows, (long) groups * bytes.length);
    }
  }

  private static double ours(Handle handle, List<BarBatch> batches) {
    STAGED.prepare(handle);
    var stamp =
        new WriteStamp(
            LAST.atStartOfDay(Bar.NEW_YORK).toInstant(), 0, 1, BarSource.AGGREGATES, Feed.DELAYED);
    long began = System.nanoTime();
    var rows = CellRows.ascending(batches);
    STAGED.stage(handle, copy -> rows.writeRaw(copy, stamp));
    return (System.nanoTime() - began) / 1e9;
  }

  private static double raw(Handle handle, byte[] bytes) {
    STAGED.prepare(handle);
    try {
      long began = System.nanoTime();
      var copy = copies(handle).copyIn(STAGED.copy());
      for (int at = 0; at < bytes.length; at += PIECE) {
        copy.writeToCopy(bytes, at, Math.min(PIECE, bytes.length - at));
      }
      copy.endCopy();
      return (System.nanoTime() - began) / 1e9;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] staged(Handle handle) {
    try {
      var bytes = new ByteArrayOutputStream();
      copies(handle).copyOut(COPY_OUT, bytes);
      return bytes.toByteArray();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CopyManager copies(Handle handle) throws SQLException {
    return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
  }

  /// A batch an instrument, as answers about symbols become them.
  private static List<BarBatch> batches(int instruments, int sessions) {
    var range = new DateRange(LAST.minusDays(2L * sessions), LAST);
    var all = TradingCalendar.nyse().sessions(range).stream().map(Session::date).toList();
    var dates = all.subList(all.size() - sessions, all.size());
    var batches = new ArrayList<BarBatch>();
    for (int instrument = 1; instrument <= instruments; instrument++) {
      var bars = new ArrayList<CheckedBar>();
      for (int i = 0; i < sessions; i++) {
        bars.add(new CheckedBar(bar(dates.get(i), instrument * 0.25 + i * 0.01), Set.of(), false));
      }
      batches.add(new BarBatch(new InstrumentId(instrument), range, bars));
    }
    return batches;
  }

  private static Bar bar(LocalDate session, double price) {
    return new Bar(
        Bar.startOfSession(session),
        price,
        price + 0.5,
        price - 0.125,
        price + 0.125,
        OptionalDouble.of(1e6 * price),
        OptionalDouble.of(price + 0.0625),
        OptionalLong.of(5_000));
  }
}
