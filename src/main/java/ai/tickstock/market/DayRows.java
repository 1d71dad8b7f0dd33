package ai.tickstock.market;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;

/// Daily bars of one session as a source of the whole market gave them, before any check: columns,
/// so that twelve thousand rows are less than a megabyte. Each ticker stands once, in the order in
/// which they came. Immutable; made by a [Builder].
///
/// Prices are US dollars as traded.
public final class DayRows {
  private static final int COLUMNS = 5;
  private static final int VOLUME = 4;

  private final LocalDate session;
  private final int size;
  private final Symbol[] symbols;
  private final double[] values;
  private final long[] trades;

  private DayRows(LocalDate session, int size, Symbol[] symbols, double[] values, long[] trades) {
    this.session = session;
    this.size = size;
    this.symbols = symbols;
    this.values = values;
    this.trades = trades;
  }

  public static Builder of(LocalDate session) {
    return new Builder(session);
  }

  public LocalDate session() {
    return session;
  }

  public int size() {
    return size;
  }

  /// @param row from 0
  public Symbol symbol(int row) {
    return symbols[row];
  }

  public double open(int row) {
    return values[row * COLUMNS];
  }

  public double high(int row) {
    return values[row * COLUMNS + 1];
  }

  public double low(int row) {
    return values[row * COLUMNS + 2];
  }

  public double close(int row) {
    return values[row * COLUMNS + 3];
  }

  /// Shares, can be fractional; NaN where the source has none.
  public double volume(int row) {
    return values[row * COLUMNS + VOLUME];
  }

  /// Number of trades; negative where the source has none.
  public long trades(int row) {
    return trades[row];
  }

  /// The row's fields as JSON in the vendor's names.
  public String asReceived(int row) {
    return ReceivedText.json(
        symbols[row],
        Bar.startOfSession(session).toEpochMilli(),
        open(row),
        high(row),
        low(row),
        close(row),
        volume(row),
        Double.NaN,
        trades[row]);
  }

  /// The same rows without those of some tickers.
  public DayRows without(Set<Symbol> others) {
    var rest = new Builder(session);
    for (int row = 0; row < size; row++) {
      if (!others.contains(symbols[row])) {
        rest.add(
            symbols[row], open(row), high(row), low(row), close(row), volume(row), trades[row]);
      }
    }
    return rest.build();
  }

  @Override
  public String toString() {
    return session + ": " + size + " daily rows";
  }

  /// Gathers rows. For one thread.
  public static final class Builder {
    private static final int FIRST = 1_024;

    private final LocalDate session;
    private int size;
    private Symbol[] symbols = new Symbol[FIRST];
    private double[] values = new double[FIRST * COLUMNS];
    private long[] trades = new long[FIRST];

    private Builder(LocalDate session) {
      this.session = session;
    }

    /// @param symbol not added before
    /// @param volume NaN where the source has none
    /// @param trades negative where the source has none
    public Builder add(
        Symbol symbol,
        double open,
        double high,
        double low,
        double close,
        double volume,
        long trades) {
      if (size == symbols.length) {
        symbols = Arrays.copyOf(symbols, 2 * size);
        values = Arrays.copyOf(values, 2 * size * COLUMNS);
        this.trades = Arrays.copyOf(this.trades, 2 * size);
      }
      symbols[size] = symbol;
      int at = size * COLUMNS;
      values[at] = open;
      values[at + 1] = high;
      values[at + 2] = low;
      values[at + 3] = close;
      values[at + VOLUME] = volume;
      this.trades[size] = trades;
      size++;
      return this;
    }

    public int size() {
      return size;
    }

    /// The rows so far; those that are added later are not in them.
    public DayRows build() {
      return new DayRows(session, size, symbols, values, trades);
    }
  }
}
