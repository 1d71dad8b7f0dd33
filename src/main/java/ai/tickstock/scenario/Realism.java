package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Whether generated prices look like real ones: what is measured of both, and within which bands
/// it lies for real funds since 1998.
public final class Realism {
  private static final String MARKET = "SPY";
  private static final List<String> BROAD = List.of("QQQ", "IWM", "DIA");
  private static final List<String> SECTORS =
      List.of("XLK", "XLC", "XLY", "XLP", "XLE", "XLF", "XLV", "XLI", "XLB", "XLU");
  private static final List<String> BONDS = List.of("AGG");
  private static final List<String> WITH_TAILS = List.of(MARKET, "QQQ", "XLK", "XLE", "XLV", "XLU");
  private static final long SESSIONS = 5_000;
  private static final int FAR = 20;

  /// Sessions of which there must be more, so that tails and clusters can be told.
  private static final int A_GOOD_WHILE = 1_000;

  private Realism() {}

  /// One number of one instrument.
  ///
  /// @param least of the band, included
  /// @param most of the band, included
  public record Figure(
      String ticker,
      String what,
      double least,
      double most,
      double generated,
      OptionalDouble real) {
    public boolean generatedIsInBand() {
      return generated >= least && generated <= most;
    }
  }

  /// The closes of one instrument by session, adjusted for splits; empty if there are none.
  @FunctionalInterface
  public interface Closes {
    NavigableMap<LocalDate, Double> of(String ticker);
  }

  /// Measures twenty years of generated prices.
  ///
  /// @param real prices to put beside them; may have none of some
  public static List<Figure> figures(long seed, TradingCalendar calendar, Closes real) {
    var market = market(seed, calendar);
    Closes generated = ticker -> closes(market, ticker);
    var figures = beside(measured(generated, A_GOOD_WHILE), measured(real, A_GOOD_WHILE));
    figures.addAll(smile(market));
    return figures;
  }

  /// Measures the funds of a scenario, however few its sessions are: what a year cannot promise.
  static List<Figure> figures(ScenarioMarket market) {
    return beside(measured(ticker -> closes(market, ticker), 2), Map.of());
  }

  private static List<Figure> beside(Map<Key, Double> generated, Map<Key, Double> real) {
    var figures = new ArrayList<Figure>();
    generated.forEach((key, value) -> {
      var beside = real.get(key);
      figures.add(
          new Figure(
              key.ticker(),
              key.what(),
              key.least(),
              key.most(),
              value,
              beside == null ? OptionalDouble.empty() : OptionalDouble.of(beside)));
    });
    return figures;
  }

  private record Key(String ticker, String what, double least, double most) {}

  /// @param sessions of which a ticker has more, or it is left out
  private static Map<Key, Double> measured(Closes closes, int sessions) {
    var measured = new LinkedHashMap<Key, Double>();
    for (var ticker : WITH_TAILS) {
      var own = closes.of(ticker);
      if (own.size() > sessions) {
        var returns = MarketStatistics.returns(own.values());
        var sizes = MarketStatistics.absolute(returns);
        measured.put(
            new Key(ticker, "excess kurtosis of daily returns", 5, 25),
            MarketStatistics.excessKurtosis(returns));
        measured.put(
            new Key(ticker, "autocorrelation of absolute returns, lag 1", 0.2, 0.45),
            MarketStatistics.autocorrelation(sizes, 1));
        measured.put(
            new Key(ticker, "autocorrelation of absolute returns, lag " + FAR, 0.1, 1),
            MarketStatistics.autocorrelation(sizes, FAR));
        measured.put(
            new Key(ticker, "autocorrelation of returns, lag 1", -0.2, 0.2),
            MarketStatistics.autocorrelation(returns, 1));
      }
    }
    BROAD.forEach(ticker -> correlation(measured, closes, ticker, sessions, 0.85, 1));
    SECTORS.forEach(ticker -> correlation(measured, closes, ticker, sessions, 0.55, 0.95));
    BONDS.forEach(ticker -> correlation(measured, closes, ticker, sessions, -0.2, 0.2));
    return measured;
  }

  private static void correlation(
      Map<Key, Double> measured,
      Closes closes,
      String ticker,
      int sessions,
      double least,
      double most) {
    var own = new TreeMap<>(closes.of(ticker));
    var market = new TreeMap<>(closes.of(MARKET));
    own.keySet().retainAll(market.keySet());
    market.keySet().retainAll(own.keySet());
    if (own.size() > Math.min(sessions, 250)) {
      measured.put(
          new Key(ticker, "correlation with " + MARKET, least, most),
          MarketStatistics.correlation(
              MarketStatistics.returns(own.values()), MarketStatistics.returns(market.values())));
    }
  }

  /// How much more is traded in the first and last half hour than in an hour around noon.
  private static List<Figure> smile(ScenarioMarket market) {
    double ends = 0;
    double noon = 0;
    var calendar = market.recorded().calendar();
    for (var day : market.days(0).subList(0, 10)) {
      var session = calendar.session(day.session()).orElseThrow();
      var rows = market.minutes(day.ticker(), day.session());
      for (int i = 0; i < rows.size(); i++) {
        int minute = minute(rows, i, session.open());
        int last = minute(session.close(), session.open());
        if (minute >= 0 && minute < 30 || minute >= last - 30 && minute < last) {
          ends += rows.volume(i);
        } else if (minute >= 150 && minute < 210) {
          noon += rows.volume(i);
        }
      }
    }
    return List.of(
        new Figure(
            MARKET,
            "volume of the first and last half hour over that of 12:00 to 13:00",
            1.5,
            5,
            ends / noon,
            OptionalDouble.empty()));
  }

  private static int minute(MinuteRows rows, int row, Instant open) {
    return minute(Instant.ofEpochMilli(rows.startMillis(row)), open);
  }

  private static int minute(Instant instant, Instant open) {
    return (int) Math.floorDiv(instant.toEpochMilli() - open.toEpochMilli(), 60_000L);
  }

  private static NavigableMap<LocalDate, Double> closes(ScenarioMarket market, String ticker) {
    var closes = new TreeMap<LocalDate, Double>();
    for (Bar bar : market.recorded().daily(Scenario.PREFIX + ticker)) {
      closes.put(bar.session(), bar.close());
    }
    return closes;
  }

  /// Twenty years without events of the funds that there are real prices of.
  private static ScenarioMarket market(long seed, TradingCalendar calendar) {
    var scenario =
        new Scenario(
            "statistics",
            "nothing happens",
            "Nothing happens.",
            ScenarioParameter.list("2004-01-02", SESSIONS, 6, 16),
            Optional.empty(),
            Realism::cast);
    return scenario.market(scenario.values(Map.of("seed", String.valueOf(seed))), calendar);
  }

  private static void cast(Plot plot) {
    plot.add(Role.market("TEST_SPY"));
    plot.add(Role.growthFund("TEST_QQQ"));
    plot.add(Role.fund("TEST_IWM", Sector.SMALL));
    plot.add(Role.fund("TEST_DIA", Sector.BROAD).alone(0.045));
    plot.add(Role.fund("TEST_XLK", Sector.TECH));
    plot.add(Role.fund("TEST_XLC", Sector.COMM));
    plot.add(Role.fund("TEST_XLY", Sector.DISC));
    plot.add(Role.fund("TEST_XLP", Sector.STAP));
    plot.add(Role.fund("TEST_XLE", Sector.ENER));
    plot.add(Role.fund("TEST_XLF", Sector.FINA));
    plot.add(Role.fund("TEST_XLV", Sector.HLTH));
    plot.add(Role.fund("TEST_XLI", Sector.INDU));
    plot.add(Role.fund("TEST_XLB", Sector.MATL));
    plot.add(Role.fund("TEST_XLU", Sector.UTIL));
    plot.add(Role.fund("TEST_AGG", Sector.BOND));
  }
}
