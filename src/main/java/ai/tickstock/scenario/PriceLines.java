package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.Expectation.Measured;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Function;

/// Lines of answer keys about daily prices. Changes are between closes and adjusted for splits,
/// unless something else is said.
final class PriceLines {
  private PriceLines() {}

  /// From one close to another.
  ///
  /// @param fraction asked, e.g. -0.34
  /// @param tolerance in points of percent
  static Expectation change(
      String ticker, LocalDate from, LocalDate to, double fraction, double tolerance) {
    return near(
        ticker,
        "close of " + from + " to close of " + to,
        fraction,
        tolerance,
        closes -> at(closes, to) / at(closes, from) - 1,
        from,
        to);
  }

  /// That it falls at least so far.
  static Expectation falls(String ticker, LocalDate from, LocalDate to, double fraction) {
    var what = "close of " + from + " to close of " + to;
    return new Expectation(
        ticker,
        what,
        "< " + Percent.of(fraction),
        market -> {
          var closes = market.closes(ticker);
          if (!closes.containsKey(from) || !closes.containsKey(to)) {
            return Measured.notLoaded();
          }
          double found = at(closes, to) / at(closes, from) - 1;
          return Measured.of(Percent.of(found), found < fraction);
        });
  }

  /// The deepest fall from a highest close, and that it lies between two dates.
  static Expectation drawdown(
      String ticker, LocalDate peak, LocalDate trough, double fraction, double tolerance) {
    var asked = Percent.around(fraction, tolerance) + ", " + peak + " to " + trough;
    return new Expectation(
        ticker,
        "deepest drawdown of closes",
        asked,
        market -> {
          var closes = market.closes(ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          var found = Drawdown.deepest(closes);
          return Measured.of(
              Percent.of(found.fraction()) + ", " + found.peak() + " to " + found.trough(),
              Percent.isNear(found.fraction(), fraction, tolerance)
                  && found.peak().equals(peak)
                  && found.trough().equals(trough));
        });
  }

  /// The deepest fall from a highest close, wherever it lies.
  static Expectation drawdown(String ticker, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "deepest drawdown of closes",
        Percent.around(fraction, tolerance),
        market -> {
          var closes = market.closes(ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          double found = Drawdown.deepest(closes).fraction();
          return Measured.of(Percent.of(found), Percent.isNear(found, fraction, tolerance));
        });
  }

  /// A close on a date, as traded.
  static Expectation close(String ticker, LocalDate date, double dollars) {
    return new Expectation(
        ticker,
        "close of " + date,
        Percent.number(dollars, 2),
        market -> {
          for (var bar : market.daily(ticker)) {
            if (bar.session().equals(date)) {
              return Measured.of(
                  Percent.number(bar.close(), 2), StrictMath.abs(bar.close() - dollars) < 0.005);
            }
          }
          return Measured.notLoaded();
        });
  }

  /// That the highest (or lowest) close of a stretch is on a date.
  static Expectation extreme(
      String ticker, boolean high, LocalDate date, LocalDate from, LocalDate to) {
    var what = (high ? "highest" : "lowest") + " close from " + from + " to " + to;
    return new Expectation(
        ticker,
        what,
        date.toString(),
        market -> {
          var closes = market.closes(ticker).subMap(from, true, to, true);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          var found =
              closes.entrySet().stream()
                  .reduce((a, b) ->
                      (high ? b.getValue() > a.getValue() : b.getValue() < a.getValue()) ? b : a)
                  .orElseThrow();
          return Measured.of(found.getKey().toString(), found.getKey().equals(date));
        });
  }

  /// The open against the close before, as traded.
  static Expectation gap(String ticker, LocalDate date, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "open of " + date + " against the close before",
        Percent.around(fraction, tolerance),
        market -> {
          var bars = market.daily(ticker);
          for (int i = 1; i < bars.size(); i++) {
            if (bars.get(i).session().equals(date)) {
              double found = bars.get(i).open() / bars.get(i - 1).close() - 1;
              return Measured.of(Percent.of(found), Percent.isNear(found, fraction, tolerance));
            }
          }
          return Measured.notLoaded();
        });
  }

  /// The close of a session against its open, as traded.
  static Expectation sessionMove(String ticker, LocalDate date, double fraction, double tolerance) {
    return ofDay(
        ticker,
        date,
        "close of " + date + " against its open",
        fraction,
        tolerance,
        bar -> bar.close() / bar.open() - 1);
  }

  /// How far the low of a session lies below its open and close, whichever is lower.
  static Expectation dip(String ticker, LocalDate date, double fraction, double tolerance) {
    return ofDay(
        ticker,
        date,
        "low of " + date + " below open and close",
        fraction,
        tolerance,
        bar -> bar.low() / Math.min(bar.open(), bar.close()) - 1);
  }

  private static Expectation ofDay(
      String ticker,
      LocalDate date,
      String what,
      double fraction,
      double tolerance,
      Function<Bar, Double> measured) {
    return new Expectation(
        ticker,
        what,
        Percent.around(fraction, tolerance),
        market -> {
          for (var bar : market.daily(ticker)) {
            if (bar.session().equals(date)) {
              double found = measured.apply(bar);
              return Measured.of(Percent.of(found), Percent.isNear(found, fraction, tolerance));
            }
          }
          return Measured.notLoaded();
        });
  }

  /// The deviation of daily returns, a year's worth.
  ///
  /// @param tolerance in points of percent
  static Expectation volatility(
      String ticker, LocalDate from, LocalDate to, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "volatility a year, " + from + " to " + to,
        "%s %% ± %s"
            .formatted(Percent.number(100 * fraction, 1), ScenarioParameter.plain(tolerance)),
        market -> {
          var closes = market.closes(ticker);
          var before = closes.lowerKey(from);
          boolean near = before != null && before.isAfter(from.minusDays(10));
          var part = closes.subMap(near ? before : from, true, to, true);
          if (part.size() < 3) {
            return Measured.notLoaded();
          }
          double found = MarketStatistics.yearly(MarketStatistics.returns(part.values()));
          return Measured.of(
              Percent.number(100 * found, 1) + " %", Percent.isNear(found, fraction, tolerance));
        });
  }

  private static Expectation near(
      String ticker,
      String what,
      double fraction,
      double tolerance,
      Function<Map<LocalDate, Double>, Double> measured,
      LocalDate... needed) {
    return new Expectation(
        ticker,
        what,
        Percent.around(fraction, tolerance),
        market -> {
          var closes = market.closes(ticker);
          for (var date : needed) {
            if (!closes.containsKey(date)) {
              return Measured.notLoaded();
            }
          }
          double found = measured.apply(closes);
          return Measured.of(Percent.of(found), Percent.isNear(found, fraction, tolerance));
        });
  }

  /// Slopes of the closes before and after a turn.
  static Expectation turn(
      String ticker, LocalDate from, LocalDate date, LocalDate to, boolean down) {
    return new Expectation(
        ticker,
        "trend of " + from + " to " + date + ", and on to " + to,
        down ? "up, down" : "down, up",
        market -> {
          var closes = market.closes(ticker);
          if (!closes.containsKey(date)) {
            return Measured.notLoaded();
          }
          double before = MarketStatistics.slope(closes.subMap(from, true, date, true).values());
          double after = MarketStatistics.slope(closes.subMap(date, true, to, true).values());
          return Measured.of(
              word(before) + ", " + word(after),
              down ? before > 0 && after < 0 : before < 0 && after > 0);
        });
  }

  private static String word(double slope) {
    return slope > 0 ? "up" : "down";
  }

  private static double at(Map<LocalDate, Double> closes, LocalDate date) {
    return Objects.requireNonNull(closes.get(date));
  }

  /// The deepest fall from a highest close.
  private record Drawdown(LocalDate peak, LocalDate trough, double fraction) {
    static Drawdown deepest(NavigableMap<LocalDate, Double> closes) {
      var top = closes.firstEntry();
      var deepest = new Drawdown(top.getKey(), top.getKey(), 0);
      for (var entry : closes.entrySet()) {
        top = entry.getValue() > top.getValue() ? entry : top;
        double fallen = entry.getValue() / top.getValue() - 1;
        if (fallen < deepest.fraction()) {
          deepest = new Drawdown(top.getKey(), entry.getKey(), fallen);
        }
      }
      return deepest;
    }
  }
}
