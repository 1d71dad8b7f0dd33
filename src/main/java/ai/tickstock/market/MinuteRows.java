package ai.tickstock.market;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Minute bars of one ticker as a source gave them, before any check: columns of 52 bytes a row (60
/// with volume-weighted prices), so that a year of them is a few megabytes. Immutable; made by a
/// [Builder].
///
/// Prices are US dollars as traded, NaN where they were missing or unreadable. Rows stand in the
/// order in which they came.
public final class MinuteRows {
  private final Symbol symbol;
  private final int size;
  private final long[] starts;
  private final double[] values;
  private final double @Nullable [] vwaps;
  private final int[] trades;
  private final Map<Integer, String> received;

  private static final int COLUMNS = 5;
  private static final int VOLUME = 4;

  private MinuteRows(
      Symbol symbol,
      int size,
      long[] starts,
      double[] values,
      double @Nullable [] vwaps,
      int[] trades,
      Map<Integer, String> received) {
    this.symbol = symbol;
    this.size = size;
    this.starts = starts;
    this.values = values;
    this.vwaps = vwaps;
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
    return vwaps == null ? Double.NaN : vwaps[row];
  }

  /// Number of trades; negative where the source has none.
  public int trades(int row) {
    return trades[row];
  }

  /// Whether two rows say the same of the same start.
  public boolean isRepeat(int row, int other) {
    return starts[row] == starts[other]
        && trades[row] == trades[other]
        && Double.compare(vwap(row), vwap(other)) == 0
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
    return ReceivedText.json(
        symbol,
        starts[row],
        open(row),
        high(row),
        low(row),
        close(row),
        volume(row),
        vwap(row),
        trades[row]);
  }

  /// The same rows ascending by start; those of one start keep their order. These rows themselves
  /// when they already are.
  public MinuteRows ascending() {
    int first = 1;
    while (first < size && starts[first - 1] <= starts[first]) {
      first++;
    }
    if (first >= size) {
      return this;
    }
    var order = byStart();
    var sortedStarts = new long[size];
    var sortedValues = new double[size * COLUMNS];
    var sortedVwaps = vwaps == null ? null : new double[size];
    var sortedTrades = new int[size];
    var sortedTexts = HashMap.<Integer, String>newHashMap(received.size());
    for (int to = 0; to < size; to++) {
      int row = order[to];
      sortedStarts[to] = starts[row];
      System.arraycopy(values, row * COLUMNS, sortedValues, to * COLUMNS, COLUMNS);
      if (sortedVwaps != null) {
        sortedVwaps[to] = vwap(row);
      }
      sortedTrades[to] = trades[row];
      var text = received.get(row);
      if (text != null) {
        sortedTexts.put(to, text);
      }
    }
    return new MinuteRows(
        symbol,
        size,
        sortedStarts,
        sortedValues,
        sortedVwaps,
        sortedTrades,
        Map.copyOf(sortedTexts));
  }

  /// The rows' numbers in the order of their starts: a merge sort, which keeps equal ones in order
  /// and makes no object a row.
  private int[] byStart() {
    var from = new int[size];
    Arrays.setAll(from, row -> row);
    var to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      for (long low = 0; low < size; low += 2 * width) {
        int middle = (int) Math.min(low + width, size);
        int high = (int) Math.min(low + 2 * width, size);
        merge(from, to, (int) low, middle, high);
      }
      var merged = to;
      to = from;
      from = merged;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeLeft =
          right == high || left < middle && starts[from[left]] <= starts[from[right]];
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }

  @Override
  public String toString() {
    return symbol + ": " + size + " minute rows";
  }

  /// Gathers rows. For one thread.
  public static final class Builder {
    private static final int FIRST = 64;
    private static final int LEAST = 8;

    private final Symbol symbol;
    private int size;
    private long[] starts = {};
    private double[] values = {};
    private double @Nullable [] vwaps;
    private int[] trades = {};
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
        room(size == 0 ? FIRST : size + Math.max(LEAST, size >> 1));
      }
      starts[size] = startMillis;
      int at = size * COLUMNS;
      values[at] = open;
      values[at + 1] = high;
      values[at + 2] = low;
      values[at + 3] = close;
      values[at + VOLUME] = volume;
      if (!Double.isNaN(vwap) && vwaps == null) {
        vwaps = new double[starts.length];
        Arrays.fill(vwaps, Double.NaN);
      }
      if (vwaps != null) {
        vwaps[size] = vwap;
      }
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

    /// Gives back the room kept for further rows; some can still be added.
    public void trim() {
      if (size < starts.length) {
        room(size);
      }
    }

    /// The rows so far; the builder is not to be used any more.
    public MinuteRows build() {
      trim();
      return new MinuteRows(symbol, size, starts, values, vwaps, trades, Map.copyOf(received));
    }

    private void room(int rows) {
      starts = Arrays.copyOf(starts, rows);
      values = Arrays.copyOf(values, rows * COLUMNS);
      vwaps = vwaps == null ? null : Arrays.copyOf(vwaps, rows);
      trades = Arrays.copyOf(trades, rows);
    }
  }
}
