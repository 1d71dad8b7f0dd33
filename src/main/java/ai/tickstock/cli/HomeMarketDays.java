package ai.tickstock.cli;

import ai.tickstock.listing.HomeMarket;
import ai.tickstock.listing.HomeMarkets;
import ai.tickstock.listing.NearMatches;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.SessionDifference;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.List;

/// The dates of a range on which a fund's home market and the US differ.
final class HomeMarketDays {
  private final HomeMarket home;
  private final DateRange range;
  private final List<SessionDifference> differences;

  /// @param us of the exchanges on which the fund trades
  /// @param there of its home market
  /// @throws Misuse when the dates are no range, or not inside the years that both calendars know
  HomeMarketDays(
      HomeMarket home, TradingCalendar us, TradingCalendar there, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new Misuse("--from " + from + " is after --to " + to);
    }
    var known = us.known().overlap(there.known()).orElseThrow();
    if (!known.contains(from) || !known.contains(to)) {
      throw new Misuse(
          from
              + ".."
              + to
              + " is not inside the years that the calendars of "
              + us.exchange()
              + " and "
              + there.exchange()
              + " know, "
              + known);
    }
    this.home = home;
    this.range = new DateRange(from, to);
    this.differences = SessionDifference.between(us, there, range);
  }

  /// @throws Misuse when no home market of the ticker is known
  static HomeMarket home(String symbol) {
    var homes = HomeMarkets.bundled();
    var known = homes.all().stream().map(HomeMarket::symbol).map(Symbol::ticker).toList();
    if (!known.contains(symbol)) {
      throw new Misuse(
          "no home market of '"
              + symbol
              + "' is known"
              + Refusals.didYouMean(NearMatches.of(symbol, known, 3))
              + " (known are "
              + String.join(", ", known)
              + ")");
    }
    return homes.of(new Symbol(symbol)).orElseThrow();
  }

  /// `EWJ: home market XTKS (Japan), 2026-01-01..2026-12-31: closed on 12 US sessions, …`.
  String heading() {
    return home.symbol()
        + ": home market "
        + home.exchange()
        + " ("
        + home.country()
        + "), "
        + range
        + ": closed on "
        + Words.count(homeOnUsSessions(SessionDifference.Trading.CLOSED), "US session")
        + ", short on "
        + homeOnUsSessions(SessionDifference.Trading.SHORT)
        + ", open on "
        + differences.stream().filter(HomeMarketDays::isUsClosed).count()
        + " while the US was closed";
  }

  Table table() {
    var table = Table.of("date", "us", "home", "us_reason", "home_reason");
    for (var day : differences) {
      table.row(
          day.date(),
          Words.of(day.here()),
          Words.of(day.there()),
          day.reasonHere(),
          day.reasonThere());
    }
    return table;
  }

  private long homeOnUsSessions(SessionDifference.Trading trading) {
    return differences.stream().filter(day -> !isUsClosed(day) && day.there() == trading).count();
  }

  private static boolean isUsClosed(SessionDifference day) {
    return day.here() == SessionDifference.Trading.CLOSED;
  }
}
