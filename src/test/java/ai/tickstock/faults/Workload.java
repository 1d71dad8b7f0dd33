package ai.tickstock.faults;

import ai.tickstock.load.Names;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What is loaded while something goes wrong.
enum Workload {
  /// Half a year of daily bars of twelve names that trade every session: one call a name.
  DAYS("2026-01-02", "2026-06-12", BarInterval.DAY, 12),

  /// The same of a few names, among them ones that were split meanwhile.
  SPLITS("2024-01-02", "2026-06-12", BarInterval.DAY, -4),

  /// So many minutes of a busy name that they come in several pages.
  PAGES("2025-10-01", "2026-06-12", BarInterval.MINUTE, 0),

  /// Two weeks of minutes around the begin of summer time.
  SPRING("2026-03-02", "2026-03-13", BarInterval.MINUTE, 2),

  /// Two weeks of minutes around its end.
  AUTUMN("2025-10-27", "2025-11-07", BarInterval.MINUTE, 2),

  /// More minutes than a small memory holds at once.
  WIDE("2025-10-01", "2026-06-12", BarInterval.MINUTE, 3);

  static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  static final Market MARKET = new SyntheticMarket(20_251, CALENDAR);
  private static final DateRange LONGEST =
      new DateRange(LocalDate.parse("2025-10-01"), LocalDate.parse("2026-06-12"));
  private static final int MOST = 12;

  private final DateRange range;
  private final BarInterval interval;
  private final int names;

  /// @param names that trade every session; negative: so many that were split as well; 0: one that
  ///   trades every minute
  Workload(String first, String last, BarInterval interval, int names) {
    this.range = new DateRange(LocalDate.parse(first), LocalDate.parse(last));
    this.interval = interval;
    this.names = names;
  }

  private static final class Liquid {
    static final List<String> NAMES = Names.liquid(MARKET, LONGEST, MOST);
  }

  List<String> tickers() {
    if (names == 0) {
      return List.of("SPY");
    }
    return names > 0 ? Liquid.NAMES.subList(0, names) : split(-names);
  }

  private List<String> split(int most) {
    int sessions = CALENDAR.sessions(range).size();
    return MARKET.instruments().stream()
        .filter(one ->
            one.tickers().size() == 1
                && one.referenced()
                && !one.otc()
                && one.isListedOn(range.first())
                && one.delisted().isEmpty()
                && one.splits().stream().anyMatch(split -> range.contains(split.executionDate())))
        .map(Instrument::lastTicker)
        .filter(ticker -> MARKET.history(ticker, range).size() == sessions)
        .limit(most)
        .toList();
  }

  DateRange range() {
    return range;
  }

  /// The same up to another session.
  List<String> commandUntil(String last) {
    var command = new ArrayList<>(command());
    command.set(command.indexOf("--to") + 1, last);
    return command;
  }

  List<String> command() {
    var command = new ArrayList<>(List.of("load", "--symbols", String.join(",", tickers())));
    command.addAll(List.of("--from", range.first().toString(), "--to", range.last().toString()));
    command.addAll(List.of("--interval", interval.word()));
    return command;
  }
}
