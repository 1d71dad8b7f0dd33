package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// The admin console of a `serve` that also takes loads: each page and each call of the API that
/// shows something, and loads while many look at them.
final class Web implements Benchmark {
  private static final String DATABASE = "bench_web";
  private static final long SEED = 42;
  private static final int ASKS = 60;
  private static final int ROUNDS = 5;
  private static final int VIEWERS = 50;
  private static final int SYMBOLS = 200;
  private static final double GOAL = 0.3;
  private static final double GOAL_MAP = 1;
  private static final double GOAL_VIEWERS = 1.1;
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2020, 11, 23), LocalDate.of(2025, 11, 21));

  /// What stands for the places of paths and for what a page needs to be told.
  private static final Map<String, String> TOLD =
      Map.of(
          "/symbols", "?q=bench",
          "/symbols/AAPL/minutes", "?session=2025-11-21&hours=extended",
          "/coverage", "?universe=dev_etfs&months=60",
          "/loads/new", "?symbols=AAPL,MSFT&months=12",
          "/listings/join", "?earlier=AAPL&later=MSFT",
          "/listings/part", "?symbol=AAPL&from=2025-06-02",
          "/universes/all_stocks/rule", "?rule=stocks%3B%20in%20dev_top_10");

  private static final String MAP = "/api/v1/coverage?universe=all_stocks,all_etfs&months=60";

  @Override
  public String name() {
    return "web";
  }

  @Override
  public String claim() {
    return "95th percentile of each page and each call of the API with 12,000 instruments x 5 years of daily bars, the map"
        + " of the whole market, and loads of "
        + SYMBOLS
        + " symbols x 5 years while "
        + VIEWERS
        + " look at them, against alone";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    try (var simulator = Simulator.start(home, "5ms")) {
      var server = home.server();
      var variables = home.migrated(DATABASE, simulator.variables());
      var full = ReaderDatabase.full();
      var data = new ReaderDatabase(size.of(full.instruments(), 100), full.sessions(), 8, 25);
      home.say(
          "filling " + data.instruments() + " instruments of " + data.sessions() + " sessions");
      data.fill(server.address(DATABASE));
      home.tickstock(variables, List.of("universe", "refresh")).requireExit(0, 3);
      server.checkpoint();
      Set<String> theirs;
      try (var connection = server.connect(DATABASE)) {
        theirs =
            Set.of(
                BenchServer.text(
                        connection,
                        "SELECT string_agg(DISTINCT ticker, ',') AS tickers FROM tickstock.instrument_symbol")
                    .split(","));
      }
      try (var console = WebVisitor.start(home, variables)) {
        var report = measure(home, size, console, theirs);
        server.drop(DATABASE);
        return report;
      }
    }
  }

  private Report measure(BenchHome home, Size size, WebVisitor console, Set<String> theirs)
      throws IOException, InterruptedException {
    home.say("loads, alone and with viewers");
    var alone = new ArrayList<Double>();
    var viewed = new ArrayList<Double>();
    int each = size.of(SYMBOLS, 10);
    var tickers = tickers(theirs, each * 2 * ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
      var first = tickers.subList(2 * round * each, (2 * round + 1) * each);
      var second = tickers.subList((2 * round + 1) * each, (2 * round + 2) * each);
      alone.add(console.load(first, RANGE, 0));
      viewed.add(console.load(second, RANGE, VIEWERS));
    }
    home.say("pages and calls");
    var p95 = new TreeMap<String, Double>();
    var left = new ArrayList<String>();
    for (var path : paths(console, left)) {
      p95.put(path, p95(console, path, size.of(ASKS, 20)));
    }
    double first = console.ask(MAP);
    double map = p95(console, MAP, 5);
    var slowest = p95.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    double ratio = Race.median(viewed) / Race.median(alone);
    var details = new ArrayList<String>();
    p95.forEach((path, seconds) -> details.add(milliseconds(path, seconds)));
    details.add("not asked for, nothing of that kind is there: " + String.join(", ", left));
    details.add(
        String.format(
            Locale.ROOT,
            "loads alone %s s, with %d viewers %s s",
            rounded(alone),
            VIEWERS,
            rounded(viewed)));
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds(
                "slowest of " + p95.size() + " pages and calls, p95",
                slowest.getValue(),
                GOAL,
                slowest.getKey()),
            Measure.seconds("map of the whole market, p95", map, GOAL_MAP, MAP),
            new Measure(
                "the same, first look after something was written",
                first,
                OptionalDouble.empty(),
                Measure.Unit.SECONDS,
                MAP),
            Measure.ratio(
                "load with viewers / alone, median of " + ROUNDS,
                ratio,
                OptionalDouble.of(GOAL_VIEWERS),
                String.format(Locale.ROOT, "alone %.2f s", Race.median(alone)))),
        details,
        List.of());
  }

  private static List<String> tickers(Set<String> theirs, int count) {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    var found =
        SteadyTickers.tradedThroughout(market, calendar, RANGE, count + 40).stream()
            .filter(ticker -> !theirs.contains(ticker))
            .limit(count)
            .toList();
    if (found.size() < count) {
      throw new BenchmarkFailed("only " + found.size() + " tickers for " + count);
    }
    return found;
  }

  /// Of what the console itself says that it has: each as a page and as a call.
  ///
  /// @param left takes what cannot be asked for
  private static List<String> paths(WebVisitor console, List<String> left)
      throws IOException, InterruptedException {
    var places = new LinkedHashMap<String, String>();
    places.put("{symbol}", "AAPL");
    places.put("{key}", "all_stocks");
    places.put("/loads/{id}", "/loads/" + console.lastLoad());
    var paths = new ArrayList<>(List.of("/login"));
    for (var described : console.described()) {
      var path = described;
      for (var place : places.entrySet()) {
        path = path.replace(place.getKey(), place.getValue());
      }
      if (path.contains("{") || path.endsWith("/events")) {
        left.add(path);
        continue;
      }
      var page = path.substring("/api/v1".length());
      paths.add(path + TOLD.getOrDefault(page, ""));
      paths.add(page + TOLD.getOrDefault(page, ""));
    }
    return paths;
  }

  private static double p95(WebVisitor console, String path, int asks)
      throws IOException, InterruptedException {
    console.ask(path);
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < asks; i++) {
      seconds.add(console.ask(path));
    }
    return Race.p95(seconds);
  }

  private static String milliseconds(String path, double seconds) {
    return String.format(Locale.ROOT, "%7.1f ms  %s", 1000 * seconds, path);
  }

  private static String rounded(List<Double> seconds) {
    return seconds.stream().map(s -> String.format(Locale.ROOT, "%.2f", s)).toList().toString();
  }
}
