package ai.tickstock.scenario;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The real windows behind the historic scenarios and what is known of them: closes as traded and
/// the splits of those days, from public records.
final class RealMarkets {
  /// A wild time.
  ///
  /// @param window what is loaded around it
  record Period(String name, String parameter, LocalDate first, LocalDate last, DateRange window) {}

  static final List<Period> PERIODS =
      List.of(
          period("February 2018", "2018-02-01", "2018-02-28", "2018-01-02"),
          period("December 2018", "2018-12-03", "2018-12-31", "2018-11-01"),
          period("March 2020", "2020-03-02", "2020-03-31", "2020-02-03"),
          new Period(
              "the first half of 2022",
              "first_half_2022",
              LocalDate.of(2022, 1, 3),
              LocalDate.of(2022, 6, 30),
              range("2021-12-31", "2022-06-30")));

  private RealMarkets() {}

  private static Period period(String name, String first, String last, String from) {
    return new Period(
        name,
        name.toLowerCase(Locale.ROOT).replace(' ', '_'),
        LocalDate.parse(first),
        LocalDate.parse(last),
        range(from, last));
  }

  static Scenario.History crash2020() {
    var peak = LocalDate.of(2020, 2, 19);
    var trough = LocalDate.of(2020, 3, 23);
    var key = new ArrayList<Expectation>();
    key.add(PriceLines.close("SPY", peak, 338.34));
    key.add(PriceLines.close("SPY", trough, 222.95));
    key.add(PriceLines.change("SPY", peak, trough, -0.341, 1));
    key.add(PriceLines.drawdown("SPY", peak, trough, -0.341, 1));
    key.add(PriceLines.change("QQQ", peak, trough, -0.281, 1));
    key.add(PriceLines.change("IWM", peak, trough, -0.407, 1));
    key.add(PriceLines.change("XLE", peak, trough, -0.57, 1));
    key.add(PriceLines.change("XLK", peak, trough, -0.315, 1));
    key.add(PriceLines.change("AGG", peak, trough, -0.016, 1));
    key.add(
        CompanyLines.split(
            "AAPL", new Split(LocalDate.of(2020, 8, 31), BigDecimal.ONE, BigDecimal.valueOf(4))));
    key.add(PriceLines.close("AAPL", LocalDate.of(2020, 8, 31), 129.04));
    return new Scenario.History(
        List.of(range("2020-01-02", "2020-12-30")),
        List.of(
            "SPY", "QQQ", "IWM", "XLE", "XLK", "XLU", "AGG", "AAPL", "MSFT", "AMZN", "JPM", "XOM"),
        key);
  }

  static Scenario.History growth2021() {
    var first = LocalDate.of(2021, 1, 4);
    var last = LocalDate.of(2021, 12, 31);
    return new Scenario.History(
        List.of(new DateRange(first, last)),
        List.of("SPY", "QQQ", "IWM", "XLE", "XLK", "XLI", "XLV", "XLU", "AGG", "AAPL", "MSFT"),
        List.of(
            PriceLines.change("XLK", first, last, 0.36, 1.5),
            PriceLines.change("XLE", first, last, 0.463, 1.5),
            PriceLines.change("XLI", first, last, 0.217, 1.5),
            PriceLines.change("XLV", first, last, 0.26, 1.5),
            PriceLines.change("AGG", first, last, -0.034, 1)));
  }

  static Scenario.History volatilityPeriods() {
    var key = new ArrayList<Expectation>();
    key.add(volatility("SPY", PERIODS.get(0), 0.28));
    key.add(volatility("SPY", PERIODS.get(1), 0.303));
    key.add(volatility("SPY", PERIODS.get(2), 0.907));
    key.add(volatility("XLK", PERIODS.get(0), 0.334));
    key.add(volatility("XLK", PERIODS.get(1), 0.383));
    key.add(volatility("XLK", PERIODS.get(2), 1.044));
    key.add(volatility("XLK", PERIODS.get(3), 0.343));
    key.add(volatility("XLE", PERIODS.get(3), 0.366));
    return new Scenario.History(
        PERIODS.stream().map(Period::window).toList(),
        List.of("SPY", "QQQ", "IWM", "XLE", "XLK", "XLI", "XLU", "AGG", "AAPL", "MSFT"),
        key);
  }

  private static Expectation volatility(String ticker, Period period, double fraction) {
    return PriceLines.volatility(ticker, period.first(), period.last(), fraction, 2);
  }

  private static DateRange range(String first, String last) {
    return new DateRange(LocalDate.parse(first), LocalDate.parse(last));
  }
}
