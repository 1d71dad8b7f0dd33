package ai.tickstock.bench;

import ai.tickstock.bench.ReaderQueries.Reads;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/// What the older applications ask, alone and while a load writes into the same database.
final class ReadersUnderLoad implements Benchmark {
  private static final String DATABASE = "bench_readers_under_load";
  private static final long SEED = 42;
  private static final int SYMBOLS = 500;
  private static final int ROUNDS = 40;
  private static final double GOAL = 1.5;
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2020, 11, 23), LocalDate.of(2025, 11, 21));

  @Override
  public String name() {
    return "readers-under-load";
  }

  @Override
  public String claim() {
    return "95th percentile of the pages' queries of the older applications while a load of "
        + SYMBOLS
        + " symbols x 5 years at the pace of a vendor with 50 ms latency goes on, against alone";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    try (var simulator = Simulator.start(home, "50ms")) {
      var server = home.server();
      var variables = home.migrated(DATABASE, simulator.variables());
      home.say("filling the tables");
      new ReaderDatabase(size.of(12_000, 100), 1_250, 50, 60).fill(server.address(DATABASE));
      server.checkpoint();
      try (var connection = server.connect(DATABASE)) {
        BenchServer.execute(connection, List.of("SET search_path = tickstock, public"));
        var theirs =
            Set.of(
                BenchServer.text(
                        connection,
                        "SELECT string_agg(DISTINCT ticker, ',') AS tickers FROM instrument_symbol")
                    .split(","));
        var tickers =
            SteadyTickers.tradedThroughout(market, calendar, RANGE, 2 * size.of(SYMBOLS, 40))
                .stream()
                .filter(ticker -> !theirs.contains(ticker))
                .limit(size.of(SYMBOLS, 40))
                .toList();
        round(connection, new ArrayList<>());
        var alone = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
          round(connection, alone);
        }
        var loading = home.start(variables, OurSide.load(tickers, RANGE));
        var under = new ArrayList<Double>();
        while (loading.isAlive()) {
          round(connection, under);
        }
        if (loading.waitFor() != 0 || under.size() < alone.size() / 4) {
          throw new BenchmarkFailed(
              "the load ended with exit code "
                  + loading.waitFor()
                  + " after "
                  + under.size()
                  + " queries: too early to compare");
        }
        double ratio = Race.p95(under) / Race.p95(alone);
        return new Report(
            this,
            size,
            List.of(
                Measure.ratio(
                    "95th percentile under load / alone",
                    ratio,
                    OptionalDouble.of(GOAL),
                    String.format(Locale.ROOT, "alone %.2f ms", 1000 * Race.p95(alone)))),
            List.of(
                String.format(
                    Locale.ROOT,
                    "alone: %,d queries, median %.2f ms, 95th percentile %.2f ms",
                    alone.size(),
                    1000 * Race.median(alone),
                    1000 * Race.p95(alone)),
                String.format(
                    Locale.ROOT,
                    "under load: %,d queries, median %.2f ms, 95th percentile %.2f ms",
                    under.size(),
                    1000 * Race.median(under),
                    1000 * Race.p95(under))),
            List.of());
      } finally {
        server.drop(DATABASE);
      }
    }
  }

  /// Each page's query once, with all rows fetched.
  private static void round(Connection connection, List<Double> seconds) throws SQLException {
    for (var query : ReaderQueries.all()) {
      if (query.reads() == Reads.PAGE) {
        seconds.add(query.seconds(connection));
      }
    }
  }
}
