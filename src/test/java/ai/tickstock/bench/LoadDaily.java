package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// 500 symbols for five years, asked for symbol by symbol.
final class LoadDaily implements Benchmark {
  private static final long SEED = 42;
  private static final int SYMBOLS = 500;
  private static final double GOAL = 0.7;
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2020, 11, 23), LocalDate.of(2025, 11, 21));

  @Override
  public String name() {
    return "load-daily";
  }

  @Override
  public String claim() {
    return "500 symbols x 5 years of daily bars through HTTP, checks and ledger, against CSV COPY"
        + " of the same rows in the same order";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    var tickers = SteadyTickers.tradedThroughout(market, calendar, RANGE, size.of(SYMBOLS, 5));
    var folder = home.folder(name());
    var symbols = folder.resolve("symbols.txt");
    var csv = folder.resolve("rows.csv");
    home.say("writing the rows of " + tickers.size() + " symbols for COPY");
    CsvRows.symbols(symbols, tickers);
    try (var rows = new CsvRows(csv)) {
      for (var ticker : tickers) {
        for (var bar : market.history(ticker, RANGE)) {
          rows.add(
              ticker,
              bar.session().toString(),
              bar.open(),
              bar.high(),
              bar.low(),
              bar.close(),
              bar.volume());
        }
      }
    }
    var server = home.server();
    try (var simulator = Simulator.start(home, "0ms", List.of("--remember"))) {
      home.say("loading once, not counted: the simulator then gives the same answers again");
      new OurSide(home, simulator.variables(), OurSide.load(tickers, RANGE), false).rehearse();
      double atStart = simulator.processorSeconds();
      var ours = new OurSide(home, simulator.variables(), OurSide.load(tickers, RANGE), false);
      return new LoadRace(this, home, size, ours)
          .against(
              new OldSide("COPY, documented shape", server, OldTables.DAILY, csv, symbols), GOAL)
          .shownBeside(new OldSide("COPY, bare key", server, OldTables.DAILY_BARE, csv, symbols))
          .run(() ->
              List.of(
                  String.format(
                      Locale.ROOT,
                      "simulator, apart: %.2f s processor time a run; it made its answers before and only sends them",
                      (simulator.processorSeconds() - atStart) / size.runs())));
    }
  }
}
