package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The bars of one instrument as a pass has them, without a database.
final class DrawnBars {
  private static final DateRange YEARS =
      new DateRange(LocalDate.of(2024, 1, 2), LocalDate.of(2025, 12, 31));

  private static final Days DAYS =
      Days.of(TradingCalendar.nyse(), YEARS, Instant.parse("2026-01-01T00:00:00Z"));

  private DrawnBars() {}

  record Row(double open, double high, double low, double close, double volume) {}

  /// The day (since 1970) of a session.
  static int day(int session) {
    return DAYS.day(session);
  }

  /// What is known of an instrument.
  ///
  /// @param listed first day of its life, or the smallest integer
  static Facts facts(int instrument, String ticker, int listed) {
    return facts(instrument, ticker, listed, new int[0], new double[0]);
  }

  /// With splits by day, see `Facts`.
  static Facts facts(
      int instrument, String ticker, int listed, int[] splitDay, double[] splitFactor) {
    var none = new int[0];
    return new Facts(
        instrument,
        ticker,
        false,
        listed,
        Integer.MAX_VALUE,
        splitDay,
        splitFactor,
        none,
        new double[0],
        none,
        none,
        none,
        none);
  }

  /// @param rows of the sessions from 2024-01-02 on; empty where there is none
  static Bars of(Facts facts, List<Optional<Row>> rows) {
    var bars = new Bars(0, Integer.MAX_VALUE);
    for (int session = 0; session < rows.size(); session++) {
      if (rows.get(session).isPresent()) {
        var row = rows.get(session).get();
        bars.day[bars.size] = day(session);
        bars.open[bars.size] = row.open;
        bars.high[bars.size] = row.high;
        bars.low[bars.size] = row.low;
        bars.close[bars.size] = row.close;
        bars.volume[bars.size] = row.volume;
        bars.fmv[bars.size] = Double.NaN;
        bars.size++;
      }
    }
    bars.complete(facts, DAYS);
    return bars;
  }
}
