package ai.tickstock.market;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Minute bars of one ticker as a source gave them, before any check: columns, so that a year of
/// them is a few megabytes. Immutable; made by a [Builder].
///
/// Prices are US dollars as traded, NaN where they were missing or unreadable. Rows stand in the
/// order in which they came.
public final class MinuteRows {
  private final Symbol symbol;
  private final int size;
  private final long[] starts;
  private final double[] values;
  private final int[] trades;
  private final Map<Integer, String> received;

  private static final int COLUMNS = 6;
  private static final int VOLUME = 4;
  private static final int VWAP = 5;

  private MinuteRows(
      Symbol symbol,
      int size,
      long[] starts,
      double[] values,
      int[] trades,
      Map<Integer, String> received) {
    this.symbol = symbol;
    this.size = size;
    this.starts = starts;
    this.values = values;
    this.trades = trades;
    this.received = received;
  }

  public static Builder of(Symbol symbol) {
    return new Builder(symbol);
  }

  /// The ticker under which they came.
  public Symbol symbol() {
    return symbol;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// First instant of the minute, in milliseconds since 1970; not checked to be a whole minute.
  ///
  /// @param row from 0
  public long startMillis(int row) {
    return starts[row];
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

  /// Volume-weighted average price; NaN where the source has none.
  public double vwap(int row) {
    return values[row * COLUMNS + VWAP];
  }

  /// Number of trades; negative where the source has none.
  public int trades(int row) {
    return trades[row];
  }

  /// Whether two rows say the same of the same start.
  public boolean isRepeat(int row, int other) {
    return starts[row] == starts[other]
        && trades[row] == trades[other]
        && Arrays.equals(
            values,
            row * COLUMNS,
            (row + 1) * COLUMNS,
            values,
            other * COLUMNS,
            (other + 1) * COLUMNS);
  }

  /// The row as received, or its fields as JSON in the vendor's names when nothing in it was
  /// unreadable.
  public String asReceived(int row) {
    var text = received.get(row);
    if (text != null) {
      return text;
    }
    var json =
        new StringBuilder(128)
            .append("{\"T\":\"")
            .append(symbol)
            .append("\",\"t\":")
            .append(starts[row])
            .append(",\"o\":")
            .append(open(row))
            .append(",\"h\":")
            .append(high(row))
            .append(",\"l\":")
            .append(low(row))
            .append(",\"c\":")
            .append(close(row));
    if (!Double.isNaN(volume(row))) {
      json.append(",\"v\":").append(volume(row));
    }
    if (!Double.isNaN(vwap(row))) {
      json.append(",\"vw\":").append(vwap(row));
    }
    if (trades[row] >= 0) {
      json.append(",\"n\":").append(trades[row]);
    }
    return json.append('}').toString();
  }

  /// The same rows ascending by start; those of one start keep their order.
  public MinuteRows ascending() {
    boolean sorted = true;
    for (int i = 1; i < size && sorted; i++) {
      sorted = starts[i - 1] <= starts[i];
    }
    if (sorted) {
      return this;
    }
    var order =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> Long.compare(starts[a], starts[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    var builder = new Builder(symbol);
    for (int row : order) {
      builder.add(
          starts[row],
          open(row),
          high(row),
          low(row),
          close(row),
          volume(row),
          vwap(row),
          trades[row]);
      var text = received.get(row);
      if (text != null) {
        builder.receivedAs(text);
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return symbol + ": " + size + " minute rows";
  }

  /// Gathers rows. For one thread.
  public static final class Builder {
    private final Symbol symbol;
    private int size;
    private long[] starts = new long[64];
    private double[] values = new double[64 * COLUMNS];
    private int[] trades = new int[64];
    private Map<Integer, String> received = Map.of();

    private Builder(Symbol symbol) {
      this.symbol = symbol;
    }

    /// @param startMillis milliseconds since 1970
    /// @param open NaN where unreadable, as are the other prices
    /// @param volume NaN where the source has none
    /// @param vwap NaN where the source has none
    /// @param trades negative where the source has none
    public Builder add(
        long startMillis,
        double open,
        double high,
        double low,
        double close,
        double volume,
        double vwap,
        int trades) {
      if (size == starts.length) {
        int more = size + (size >> 1);
        starts = Arrays.copyOf(starts, more);
        values = Arrays.copyOf(values, more * COLUMNS);
        this.trades = Arrays.copyOf(this.trades, more);
      }
      starts[size] = startMillis;
      int at = size * COLUMNS;
      values[at] = open;
      values[at + 1] = high;
      values[at + 2] = low;
      values[at + 3] = close;
      values[at + VOLUME] = volume;
      values[at + VWAP] = vwap;
      this.trades[size] = trades;
      size++;
      return this;
    }

    /// Keeps the text of the row added last, since its fields cannot repeat it.
    public Builder receivedAs(String text) {
      if (received.isEmpty()) {
        received = new HashMap<>();
      }
      received.put(size - 1, text);
      return this;
    }

    public int size() {
      return size;
    }

    /// The rows so far; the builder is not to be used any more.
    public MinuteRows build() {
      return new MinuteRows(
          symbol,
          size,
          Arrays.copyOf(starts, size),
          Arrays.copyOf(values, size * COLUMNS),
          Arrays.copyOf(trades, size),
          Map.copyOf(received));
    }
  }
}
