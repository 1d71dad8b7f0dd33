package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.Expectation.Measured;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/// Lines of answer keys about what must be there: sessions, and minutes that add up to them.
final class WholenessLines {
  private WholenessLines() {}

  static Expectation sessions(String ticker, int count) {
    return new Expectation(
        ticker,
        "sessions with a daily bar",
        String.valueOf(count),
        market -> {
          int found = market.daily(ticker).size();
          return found == 0
              ? Measured.notLoaded()
              : Measured.of(String.valueOf(found), found == count);
        });
  }

  /// That the minutes of each session amount to its daily bar.
  static Expectation rollUp(String ticker) {
    return new Expectation(
        ticker,
        "sessions whose minutes do not add up to the day",
        "0",
        market -> {
          var days = new TreeMap<LocalDate, Bar>();
          market.daily(ticker).forEach(bar -> days.put(bar.session(), bar));
          var sums = market.minuteDays(ticker);
          if (days.isEmpty() || sums.isEmpty()) {
            return Measured.notLoaded();
          }
          long wrong =
              sums.stream()
                  .filter(sum -> !days.containsKey(sum.session()) || !adds(days, sum))
                  .count();
          int without = days.size() - sums.size();
          return Measured.of(
              without > 0 ? wrong + ", and " + without + " without minutes" : String.valueOf(wrong),
              wrong == 0 && without == 0);
        });
  }

  private static boolean adds(Map<LocalDate, Bar> days, RecordedMarket.MinuteDay sum) {
    var day = days.get(sum.session());
    return day != null
        && day.open() == sum.open()
        && day.high() == sum.high()
        && day.low() == sum.low()
        && day.close() == sum.close()
        && Math.abs(day.volume().orElse(0) - sum.volume()) <= 1e-6 * Math.max(1, sum.volume())
        && day.trades().orElse(0) == sum.trades();
  }

  /// The first session with a bar.
  static Expectation firstSession(String ticker, LocalDate date) {
    return new Expectation(
        ticker,
        "first session",
        date.toString(),
        market -> {
          var bars = market.daily(ticker);
          return bars.isEmpty()
              ? Measured.notLoaded()
              : Measured.of(
                  bars.getFirst().session().toString(), bars.getFirst().session().equals(date));
        });
  }

  /// Sessions without a bar.
  static Expectation silentSessions(String ticker, int silent, int all) {
    return new Expectation(
        ticker,
        "sessions of " + all + " on which nobody traded",
        String.valueOf(silent),
        market -> {
          int found = all - market.daily(ticker).size();
          return market.daily(ticker).isEmpty()
              ? Measured.notLoaded()
              : Measured.of(String.valueOf(found), found == silent);
        });
  }
}
