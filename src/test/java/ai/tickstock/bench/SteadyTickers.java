package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tickers of a synthetic market that mean one instrument for a whole range, so that both sides of
/// a comparison keep the same rows under the same names.
final class SteadyTickers {
  private SteadyTickers() {}

  /// Tickers of listed instruments that were never renamed and whose ticker nobody else used,
  /// whether they trade for the whole range or not; in the order of the market.
  static List<String> in(Market market) {
    Map<String, Integer> uses = new HashMap<>();
    for (var instrument : market.instruments()) {
      instrument.tickers().forEach(period -> uses.merge(period.ticker(), 1, Integer::sum));
    }
    return market.instruments().stream()
        .filter(i -> i.referenced() && !i.otc() && i.tickers().size() == 1)
        .map(Instrument::lastTicker)
        .filter(ticker -> uses.getOrDefault(ticker, 0) == 1)
        .toList();
  }

  /// The first so many common stocks and funds of the market that are listed since before the range
  /// and for good, and trade on each of its sessions, as large names do.
  static List<String> tradedThroughout(
      Market market, TradingCalendar calendar, DateRange range, int count) {
    Set<String> steady = new HashSet<>(in(market));
    int sessions = calendar.countSessions(range);
    var found = new ArrayList<String>();
    for (var instrument : market.instruments()) {
      boolean loaded = instrument.type().equals("CS") || instrument.type().equals("ETF");
      if (found.size() < count
          && loaded
          && steady.contains(instrument.lastTicker())
          && !instrument.name().contains("Test Stock")
          && instrument.isListedOn(range.first())
          && instrument.delisted().isEmpty()
          && market.history(instrument.lastTicker(), range).size() == sessions) {
        found.add(instrument.lastTicker());
      }
    }
    if (found.size() < count) {
      throw new BenchmarkFailed("the market has " + found.size() + " such tickers, not " + count);
    }
    return found;
  }
}
