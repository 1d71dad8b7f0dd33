package ai.tickstock.bench;

import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// More than eight million minute rows: five sessions of the whole market.
final class LoadMinutes implements Benchmark {
  private static final long SEED = 42;
  private static final int SESSIONS = 5;
  private static final double GOAL = 0.5;
  private static final LocalDate LAST = LocalDate.of(2025, 11, 21);

  @Override
  public String name() {
    return "load-minutes";
  }

  @Override
  public String claim() {
    return "8.4 million minute rows of 5 sessions of the whole market from minute files, checks and"
        + " ledger, against CSV COPY of the same rows in the same order";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    var sessions = new ArrayList<Session>();
    for (var session = calendar.session(LAST).orElseThrow();
        sessions.size() < size.of(SESSIONS, 1);
        session = calendar.previous(session.date())) {
      sessions.addFirst(session);
    }
    var tickers = new HashSet<>(SteadyTickers.in(market));
    // Below one session it is the width that is cut.
    double width = Math.min(1, size.scale() * SESSIONS);
    var first = tickers(market, tickers, LAST);
    tickers.retainAll(first.subList(0, Math.max(1, (int) (first.size() * width))));
    var key =
        "%d-%d-%s"
            .formatted(sessions.size(), tickers.size(), fingerprint(market, first.getFirst()));
    var data = KeptData.of(home, name(), key, folder -> write(folder, market, tickers, sessions));
    var ours =
        new OurSide(
            home,
            OurSide.REAL_DATA,
            List.of(
                "load",
                "--from-files",
                data.resolve("flatfiles").toString(),
                "--all",
                "--interval",
                "minute",
                "--from",
                sessions.getFirst().date().toString(),
                "--to",
                LAST.toString()),
            true);
    return new LoadRace(this, home, size, ours)
        .against(
            new OldSide(
                "COPY, documented shape",
                home.server(),
                OldTables.MINUTE,
                data.resolve("rows.csv"),
                data.resolve("symbols.txt")),
            GOAL)
        .run(List::of);
  }

  private static List<String> tickers(SyntheticMarket market, Set<String> among, LocalDate date) {
    return market.session(date).stream()
        .map(DayBar::ticker)
        .filter(among::contains)
        .sorted()
        .toList();
  }

  /// Changes when the market makes other minutes.
  private static String fingerprint(SyntheticMarket market, String ticker) {
    var rows = market.minutes(ticker, LAST);
    var values = new double[rows.size() * 3];
    for (int row = 0; row < rows.size(); row++) {
      values[3 * row] = rows.startMillis(row);
      values[3 * row + 1] = rows.close(row);
      values[3 * row + 2] = rows.volume(row);
    }
    return "%08x".formatted(Arrays.hashCode(values));
  }

  private static void write(
      Path folder, SyntheticMarket market, Set<String> tickers, List<Session> sessions)
      throws IOException {
    var symbols = new TreeSet<String>();
    try (var csv = new CsvRows(folder.resolve("rows.csv"))) {
      for (var session : sessions) {
        var date = session.date();
        var path =
            "flatfiles/us_stocks_sip/minute_aggs_v1/%tY/%<tm/%s.csv.gz".formatted(date, date);
        try (var file = new MarketFile(folder.resolve(path))) {
          for (var ticker : tickers(market, tickers, date)) {
            symbols.add(ticker);
            var rows = market.minutes(ticker, date);
            for (int row = 0; row < rows.size(); row++) {
              file.add(
                  ticker,
                  rows.open(row),
                  rows.high(row),
                  rows.low(row),
                  rows.close(row),
                  rows.volume(row),
                  rows.startMillis(row) * 1_000_000L,
                  rows.trades(row));
              csv.add(
                  ticker,
                  Instant.ofEpochMilli(rows.startMillis(row)).toString(),
                  rows.open(row),
                  rows.high(row),
                  rows.low(row),
                  rows.close(row),
                  rows.volume(row));
            }
          }
        }
      }
    }
    CsvRows.symbols(folder.resolve("symbols.txt"), symbols);
  }
}
