package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Daily bars that passed the checks and are to be stored together, in columns of about 70 bytes a
/// row: those of one instrument, or those of one session. Ascending by instrument and session, each
/// once. Immutable.
public final class BarBatch {
  private static final int COLUMNS = 5;
  private static final int VOLUME = 4;

  private final DateRange range;
  private final int[] instruments;
  private final int[] sessions;
  private final double[] values;
  private final double[] vwaps;
  private final long[] trades;
  private final byte[] suspicions;
  private final BitSet provisional;

  private BarBatch(DateRange range, int size, boolean hasVwaps) {
    this.range = range;
    this.instruments = new int[size];
    this.sessions = new int[size];
    this.values = new double[size * COLUMNS];
    this.vwaps = new double[hasVwaps ? size : 0];
    this.trades = new long[size];
    this.suspicions = new byte[size];
    this.provisional = new BitSet();
  }

  /// Bars of one instrument.
  ///
  /// @param range what was asked for; every bar lies in it
  /// @param bars ascending, at most one a session
  /// @throws IllegalArgumentException if the bars are not so
  public BarBatch(InstrumentId instrument, DateRange range, List<CheckedBar> bars) {
    this(range, bars.size(), true);
    var last = LocalDate.MIN;
    for (int row = 0; row < bars.size(); row++) {
      var checked = bars.get(row);
      var bar = checked.bar();
      var session = bar.session();
      if (!session.isAfter(last) || !range.contains(session)) {
        throw new IllegalArgumentException(
            "bars of " + instrument + " are not ascending within " + range + " at " + session);
      }
      last = session;
      instruments[row] = instrument.value();
      sessions[row] = Math.toIntExact(session.toEpochDay());
      setValues(row, bar.open(), bar.high(), bar.low(), bar.close());
      values[row * COLUMNS + VOLUME] = bar.volume().orElse(Double.NaN);
      vwaps[row] = bar.vwap().orElse(Double.NaN);
      trades[row] = bar.trades().orElse(-1);
      suspicions[row] = (byte) Suspicion.bits(checked.suspicions());
      provisional.set(row, checked.provisional());
    }
  }

  /// Final bars of one session, taken from its rows.
  ///
  /// @param order the rows to take with their instruments, ascending and each once: the instrument
  ///   in the upper half, the row in the lower
  /// @param suspicions bits of each row of `rows`
  static BarBatch ofSession(DayRows rows, long[] order, byte[] suspicions) {
    var batch = new BarBatch(DateRange.of(rows.session()), order.length, false);
    int session = Math.toIntExact(rows.session().toEpochDay());
    int last = 0;
    for (int to = 0; to < order.length; to++) {
      int instrument = (int) (order[to] >>> 32);
      int row = (int) order[to];
      if (instrument <= last) {
        throw new IllegalArgumentException(
            "two bars of #"
                + instrument
                + " on "
                + rows.session()
                + " in one file: "
                + rows.symbol((int) order[to - 1])
                + " and "
                + rows.symbol(row));
      }
      last = instrument;
      batch.instruments[to] = instrument;
      batch.sessions[to] = session;
      batch.setValues(to, rows.open(row), rows.high(row), rows.low(row), rows.close(row));
      batch.values[to * COLUMNS + VOLUME] = rows.volume(row);
      batch.trades[to] = rows.trades(row);
      batch.suspicions[to] = suspicions[row];
    }
    return batch;
  }

  private void setValues(int row, double open, double high, double low, double close) {
    int at = row * COLUMNS;
    values[at] = open;
    values[at + 1] = high;
    values[at + 2] = low;
    values[at + 3] = close;
  }

  /// What was asked for; every bar lies in it.
  public DateRange range() {
    return range;
  }

  public int size() {
    return instruments.length;
  }

  /// The instruments that have a bar here, ascending, each once.
  IntStream instruments() {
    return IntStream.of(instruments).distinct();
  }

  int instrument(int row) {
    return instruments[row];
  }

  /// Days since 1970.
  int session(int row) {
    return sessions[row];
  }

  double open(int row) {
    return values[row * COLUMNS];
  }

  double high(int row) {
    return values[row * COLUMNS + 1];
  }

  double low(int row) {
    return values[row * COLUMNS + 2];
  }

  double close(int row) {
    return values[row * COLUMNS + 3];
  }

  /// NaN where the source has none.
  double volume(int row) {
    return values[row * COLUMNS + VOLUME];
  }

  /// NaN where the source has none.
  double vwap(int row) {
    return vwaps.length == 0 ? Double.NaN : vwaps[row];
  }

  /// Negative where the source has none.
  long trades(int row) {
    return trades[row];
  }

  /// Bits of [Suspicion].
  int suspicions(int row) {
    return suspicions[row];
  }

  boolean isProvisional(int row) {
    return provisional.get(row);
  }

  @Override
  public String toString() {
    return size() + " daily bars in " + range;
  }
}
