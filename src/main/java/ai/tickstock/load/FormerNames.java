package ai.tickstock.load;

import ai.tickstock.load.DatedLists.NotAnswered;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.TickerChange;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what has become of tickers that stand in no list of today: who typed FB for 2021 means
/// the company that is META now. The list of a day of the range tells whose the ticker was, the
/// vendor's history of that instrument which one it has now.
final class FormerNames {
  private final MarketDataProvider provider;
  private final TradingCalendar calendar;
  private final InstantSource clock;

  FormerNames(MarketDataProvider provider, TradingCalendar calendar, InstantSource clock) {
    this.provider = provider;
    this.calendar = calendar;
    this.clock = clock;
  }

  /// Who had a ticker.
  ///
  /// @param on the day of which a list says so
  /// @param now its ticker of today; empty when the vendor does not tell
  record Former(ListingRow listed, LocalDate on, Optional<Symbol> now) {
    /// Why the ticker cannot be loaded when nobody knows what it is now.
    String untold(Symbol typed) {
      return "%s was the ticker of %s on %s; the vendor does not tell what it is now: 'tickstock load --symbols' with its ticker of today finds the bars of that time"
          .formatted(typed, listed.name().orElse("somebody"), on);
    }
  }

  /// Those of the tickers that somebody had on the first or the last session of the range; none
  /// where the vendor gives no list of these days.
  Answer<Map<Symbol, Former>> of(Collection<Symbol> typed, DateRange range) {
    var found = new LinkedHashMap<Symbol, Former>();
    var lists = new DatedLists(provider);
    for (var symbol : typed) {
      try {
        former(lists, symbol, ends(range)).ifPresent(one -> found.put(symbol, one));
      } catch (NotAnswered e) {
        if (!FormerTickers.isLasting(e.failure())) {
          return new Answer.Failed<>(e.failure(), lists.cost());
        }
      }
    }
    return new Answer.Given<>(found, lists.cost(), clock.instant());
  }

  private Optional<Former> former(DatedLists lists, Symbol symbol, List<LocalDate> dates)
      throws NotAnswered {
    for (var date : dates) {
      var rows = lists.listed(symbol, date);
      if (!rows.isEmpty()) {
        return Optional.of(new Former(rows.getFirst(), date, now(lists, rows.getFirst())));
      }
    }
    return Optional.empty();
  }

  private Optional<Symbol> now(DatedLists lists, ListingRow listed) throws NotAnswered {
    if (listed.compositeFigi().isEmpty()) {
      return Optional.empty();
    }
    try {
      return lists.paid(provider.tickerChangesOf(listed.compositeFigi().get())).stream()
          .findFirst()
          .map(TickerChange::symbol)
          .filter(symbol -> !symbol.equals(listed.symbol()));
    } catch (NotAnswered e) {
      if (FormerTickers.isLasting(e.failure())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Sessions before today; one when both ends are the same.
  private List<LocalDate> ends(DateRange range) {
    var today = Bar.dateOf(clock.instant());
    var sessions =
        range
            .overlap(calendar.known())
            .map(known -> calendar.sessions(known).stream().map(Session::date))
            .stream()
            .flatMap(dates -> dates)
            .filter(today::isAfter)
            .toList();
    var ends = new ArrayList<LocalDate>();
    if (!sessions.isEmpty()) {
      ends.add(sessions.getFirst());
      if (sessions.size() > 1) {
        ends.add(sessions.getLast());
      }
    }
    return ends;
  }
}
