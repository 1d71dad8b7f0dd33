package ai.tickstock.bench;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Three million day rows in 250 day files of the whole market, and once more as CSV for COPY. Made
/// once.
///
/// @param sessions a file each, ascending
record DayFiles(Path folder, List<Session> sessions) {
  private static final long SEED = 42;
  private static final int FILES = 250;
  private static final int ROWS_A_FILE = 12_000;
  private static final DateRange YEAR =
      new DateRange(LocalDate.of(2024, 11, 18), LocalDate.of(2025, 11, 21));

  static DayFiles of(BenchHome home, Size size) throws IOException {
    var calendar = TradingCalendar.nyse();
    var all = calendar.sessions(YEAR);
    var sessions = all.subList(all.size() - size.of(FILES, 2), all.size());
    var market = new WholeMarket(calendar, sessions);
    var folder =
        KeptData.of(home, "load-files", market.key(sessions), to -> write(to, market, sessions));
    return new DayFiles(folder, sessions);
  }

  /// In the order of days.
  Path csv() {
    return folder.resolve("rows.csv");
  }

  /// A ticker a line.
  Path symbols() {
    return folder.resolve("symbols.txt");
  }

  Path flatFiles() {
    return folder.resolve("flatfiles");
  }

  /// Our load of the newest files.
  OurSide load(BenchHome home, int files) {
    return new OurSide(
        home,
        OurSide.REAL_DATA,
        List.of(
            "load",
            "--from-files",
            flatFiles().toString(),
            "--all",
            "--from",
            sessions.get(sessions.size() - files).date().toString(),
            "--to",
            sessions.getLast().date().toString()),
        false);
  }

  private static void write(Path folder, WholeMarket market, List<Session> sessions)
      throws IOException {
    var symbols = new TreeSet<String>();
    try (var csv = new CsvRows(folder.resolve("rows.csv"))) {
      for (var session : sessions) {
        var date = session.date();
        var path = "flatfiles/us_stocks_sip/day_aggs_v1/%tY/%<tm/%s.csv.gz".formatted(date, date);
        try (var file = new MarketFile(folder.resolve(path))) {
          var start = Bar.startOfSession(date);
          long nanos = start.getEpochSecond() * 1_000_000_000L;
          for (var bar : market.session(date)) {
            symbols.add(bar.ticker());
            file.add(
                bar.ticker(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                nanos,
                bar.trades());
            csv.add(
                bar.ticker(),
                date.toString(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume());
          }
        }
      }
    }
    CsvRows.symbols(folder.resolve("symbols.txt"), symbols);
  }

  /// About 12,000 tickers a session: those of one synthetic market, filled up from a second one.
  private static final class WholeMarket {
    private final SyntheticMarket first;
    private final SyntheticMarket second;
    private final Set<String> ofFirst;
    private final Set<String> ofSecond;

    WholeMarket(TradingCalendar calendar, List<Session> sessions) {
      first = new SyntheticMarket(SEED, calendar);
      second = new SyntheticMarket(SEED + 1, calendar);
      ofFirst = new HashSet<>(SteadyTickers.in(first));
      ofSecond = new HashSet<>();
      int missing = ROWS_A_FILE - taken(first, ofFirst, sessions.getFirst().date()).size();
      var taken = new HashSet<String>();
      first.instruments().forEach(i -> i.tickers().forEach(p -> taken.add(p.ticker())));
      var candidates = new HashSet<>(SteadyTickers.in(second));
      candidates.removeAll(taken);
      for (var bar : taken(second, candidates, sessions.getFirst().date())) {
        if (ofSecond.size() < missing) {
          ofSecond.add(bar.ticker());
        }
      }
    }

    private static List<DayBar> taken(SyntheticMarket market, Set<String> tickers, LocalDate date) {
      return market.session(date).stream().filter(bar -> tickers.contains(bar.ticker())).toList();
    }

    List<DayBar> session(LocalDate date) {
      var bars = new ArrayList<>(taken(first, ofFirst, date));
      bars.addAll(taken(second, ofSecond, date));
      bars.sort(Comparator.comparing(DayBar::ticker));
      return bars;
    }

    /// Changes when the market makes other rows.
    String key(List<Session> sessions) {
      return "%d-%08x".formatted(sessions.size(), session(sessions.getLast().date()).hashCode());
    }
  }
}
