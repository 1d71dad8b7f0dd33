package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.OptionalLong;

/// One page of minutes: at most the limit, and only whole windows unless the first one alone
/// exceeds the limit. Reads session by session and stops when the page is full.
final class MinutePage {
  private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);

  private final MinuteWindow window;
  private final boolean descending;
  private final int limit;
  private final MinuteRows.Builder base;
  private final Symbol symbol;
  private long current;
  private int whole;
  private OptionalLong next = OptionalLong.empty();

  private MinutePage(Symbol symbol, MinuteWindow window, boolean descending, int limit) {
    this.symbol = symbol;
    this.window = window;
    this.descending = descending;
    this.limit = limit;
    base = MinuteRows.of(symbol);
  }

  /// What is asked for.
  ///
  /// @param from first start, in milliseconds
  /// @param to last start, in milliseconds
  /// @param before instant from which on nothing is out, in milliseconds
  record Range(long from, long to, long before) {}

  /// Nothing, and nothing after it.
  static final Cut EMPTY = new Cut(MinuteRows.of(new Symbol("-")).build(), 0, OptionalLong.empty());

  /// A page and the way on.
  ///
  /// @param rows one a window, in the order of the answer
  /// @param used base minutes in them
  /// @param next start of the first window of the next page; empty at the end
  record Cut(MinuteRows rows, int used, OptionalLong next) {}

  static Cut read(
      Market market,
      Symbol symbol,
      Range range,
      MinuteWindow window,
      boolean descending,
      int limit,
      SessionFactors factors) {
    var page = new MinutePage(symbol, window, descending, limit);
    var first = MinuteWindow.date(range.from());
    var last = MinuteWindow.date(Math.min(range.to(), range.before()));
    first = first.isBefore(EARLIEST) ? EARLIEST : first;
    for (int i = 0; page.next.isEmpty() && i <= last.toEpochDay() - first.toEpochDay(); i++) {
      var date = descending ? last.minusDays(i) : first.plusDays(i);
      page.add(market.minutes(symbol.ticker(), date), date, range, factors);
    }
    return page.cut();
  }

  /// Factors by which prices are multiplied, and volumes divided.
  interface SessionFactors {
    double of(LocalDate session);
  }

  private void add(MinuteRows rows, LocalDate date, Range range, SessionFactors factors) {
    if (rows.isEmpty()) {
      return;
    }
    long midnight = MinuteWindow.midnight(date);
    double factor = factors.of(date);
    for (int i = 0; i < rows.size() && next.isEmpty(); i++) {
      int row = descending ? rows.size() - 1 - i : i;
      long time = rows.startMillis(row);
      if (time >= range.from() && time <= range.to() && time + 60_000 <= range.before()) {
        add(rows, row, window.start(midnight, time), factor);
      }
    }
  }

  private void add(MinuteRows rows, int row, long start, double factor) {
    if (base.size() > 0 && start != current) {
      whole = base.size();
    }
    if (base.size() >= limit && whole > 0) {
      next = OptionalLong.of(start);
      return;
    }
    current = start;
    base.add(
        rows.startMillis(row),
        Adjustment.price(rows.open(row), factor),
        Adjustment.price(rows.high(row), factor),
        Adjustment.price(rows.low(row), factor),
        Adjustment.price(rows.close(row), factor),
        Adjustment.volume(rows.volume(row), factor),
        Adjustment.price(rows.vwap(row), factor),
        rows.trades(row));
  }

  private Cut cut() {
    int used = next.isPresent() ? whole : base.size();
    var rows = base.build();
    return new Cut(merged(rows, used), used, next);
  }

  private MinuteRows merged(MinuteRows rows, int used) {
    if (window.isSingleMinute() && used == rows.size()) {
      return rows;
    }
    var merged = MinuteRows.of(symbol);
    for (int from = 0; from < used; ) {
      int to = from + 1;
      long start = window.start(rows.startMillis(from));
      while (!window.isSingleMinute() && to < used && window.start(rows.startMillis(to)) == start) {
        to++;
      }
      merge(merged, rows, from, to, window.isSingleMinute() ? rows.startMillis(from) : start);
      from = to;
    }
    return merged.build();
  }

  private void merge(MinuteRows.Builder merged, MinuteRows rows, int from, int to, long start) {
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double volume = 0;
    double value = 0;
    long trades = 0;
    for (int row = from; row < to; row++) {
      high = Math.max(high, rows.high(row));
      low = Math.min(low, rows.low(row));
      volume += rows.volume(row);
      value += rows.vwap(row) * rows.volume(row);
      trades = trades < 0 || rows.trades(row) < 0 ? -1 : trades + rows.trades(row);
    }
    boolean one = to == from + 1;
    merged.add(
        start,
        rows.open(descending ? to - 1 : from),
        high,
        low,
        rows.close(descending ? from : to - 1),
        one ? volume : Math.rint(volume * 1_000_000) / 1_000_000,
        one ? rows.vwap(from) : Math.rint(value / volume * 10_000) / 10_000,
        (int) Math.min(Integer.MAX_VALUE, trades));
  }
}
