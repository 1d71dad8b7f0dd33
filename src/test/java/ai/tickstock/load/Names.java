package ai.tickstock.load;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.util.List;
import java.util.function.Predicate;

/// Tickers of a market by how they trade.
public final class Names {
  private Names() {}

  /// Names with a bar on every session of the range and hundreds of trades.
  public static List<String> liquid(Market market, DateRange range, int count) {
    int sessions = Workbench.CALENDAR.sessions(range).size();
    return pick(market, range, count, bars -> bars.size() == sessions && medianTrades(bars) > 200);
  }

  /// Names with few trades that stay without one on at least a tenth of the sessions.
  static List<String> thin(Market market, DateRange range, int count) {
    int sessions = Workbench.CALENDAR.sessions(range).size();
    return pick(
        market,
        range,
        count,
        bars ->
            bars.size() > sessions / 2 && bars.size() < 0.9 * sessions && medianTrades(bars) < 45);
  }

  private static List<String> pick(
      Market market, DateRange range, int count, Predicate<List<Bar>> isWanted) {
    return market.instruments().stream()
        .filter(one -> isThroughout(one, range))
        .map(Instrument::lastTicker)
        .filter(ticker -> isWanted.test(market.bars(ticker, range)))
        .limit(count)
        .toList();
  }

  private static boolean isThroughout(Instrument one, DateRange range) {
    return one.tickers().size() == 1
        && !one.otc()
        && one.referenced()
        && one.isListedOn(range.first())
        && one.delisted().isEmpty();
  }

  private static double medianTrades(List<Bar> bars) {
    return bars.stream()
        .mapToLong(bar -> bar.trades().orElse(0))
        .sorted()
        .skip(bars.size() / 2)
        .findFirst()
        .orElse(0);
  }
}
