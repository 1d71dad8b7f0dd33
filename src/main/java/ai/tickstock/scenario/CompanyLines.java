package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import ai.tickstock.scenario.Expectation.Measured;
import java.time.LocalDate;

/// Lines of answer keys about what companies did: splits and changes of tickers.
final class CompanyLines {
  private CompanyLines() {}

  /// A split of a date, stored, and a price that jumps as it says and not when adjusted.
  static Expectation split(String ticker, Split split) {
    var asked = ratio(split) + ", adjusted move below 15 %";
    return new Expectation(
        ticker,
        "split of " + split.executionDate(),
        asked,
        market -> {
          var stored =
              market.splits(ticker).stream()
                  .filter(s -> s.executionDate().equals(split.executionDate()))
                  .findFirst();
          var closes = market.closes(ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          if (stored.isEmpty() || closes.lowerKey(split.executionDate()) == null) {
            return Measured.of("no split", false);
          }
          var on = closes.ceilingEntry(split.executionDate());
          double move =
              on == null
                  ? Double.NaN
                  : on.getValue() / closes.lowerEntry(split.executionDate()).getValue() - 1;
          return Measured.of(
              ratio(stored.get()) + ", " + Percent.of(move),
              ratio(stored.get()).equals(ratio(split)) && Math.abs(move) < 0.15);
        });
  }

  private static String ratio(Split split) {
    return split.to().stripTrailingZeros().toPlainString()
        + " for "
        + split.from().stripTrailingZeros().toPlainString();
  }

  /// One instrument with another ticker before a date.
  static Expectation renamed(String ticker, String before, LocalDate date) {
    return new Expectation(
        ticker,
        "ticker up to " + date.minusDays(1) + ", and from then on",
        before + ", " + ticker,
        market -> {
          if (market.daily(ticker).isEmpty()) {
            return Measured.notLoaded();
          }
          var then = market.tickerOn(ticker, date.minusDays(1)).orElse("nobody");
          var now = market.tickerOn(ticker, date).orElse("nobody");
          return Measured.of(then + ", " + now, then.equals(before) && now.equals(ticker));
        });
  }
}
