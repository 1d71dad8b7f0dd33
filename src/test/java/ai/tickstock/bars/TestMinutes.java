package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/// Minute rows for tests; times are New York's, `2024-01-02 09:30`.
final class TestMinutes {
  static final Symbol SPY = new Symbol("SPY");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final MinuteRows.Builder rows = MinuteRows.of(SPY);

  static TestMinutes none() {
    return new TestMinutes();
  }

  static TestMinutes rows(String time) {
    return none().at(time, 100);
  }

  /// A row of all values around a close.
  TestMinutes at(String time, double close) {
    rows.add(millis(time), close, close + 1, close - 1, close, 100, close, 3);
    return this;
  }

  /// A row without vwap and trades.
  TestMinutes with(String time, double open, double high, double low, double close, double volume) {
    rows.add(millis(time), open, high, low, close, volume, Double.NaN, -1);
    return this;
  }

  /// Rows from one time (included) to another (excluded), so many minutes apart.
  TestMinutes every(String from, String to, int minutes) {
    long end = millis(to);
    for (long start = millis(from); start < end; start += 60_000L * minutes) {
      rows.add(start, 100, 101, 99, 100, 100, 100, 3);
    }
    return this;
  }

  MinuteRows build() {
    return rows.build();
  }

  /// Checked, all final.
  MinuteBatch batch(InstrumentId instrument, DateRange range) {
    return MinuteChecks.check(instrument, build(), range, TradingCalendar.nyse(), session -> false)
        .batch();
  }

  /// Checked, all provisional.
  MinuteBatch provisional(InstrumentId instrument, DateRange range) {
    return MinuteChecks.check(instrument, build(), range, TradingCalendar.nyse(), session -> true)
        .batch();
  }

  static Instant instant(String time) {
    return LocalDateTime.parse(time, TIME).atZone(Bar.NEW_YORK).toInstant();
  }

  static long millis(String time) {
    return instant(time).toEpochMilli();
  }

  static List<String> starts(MinuteRows rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(row -> time(Instant.ofEpochMilli(rows.startMillis(row))))
        .toList();
  }

  static String time(Instant instant) {
    return TIME.format(instant.atZone(Bar.NEW_YORK));
  }
}
