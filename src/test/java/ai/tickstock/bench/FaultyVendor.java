package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// 500 symbols for five years from a vendor of whose calls one in five fails.
final class FaultyVendor implements Benchmark {
  private static final long SEED = 42;
  private static final int SYMBOLS = 500;
  private static final double MOST_UNRESOLVED = 0.05;
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2020, 11, 23), LocalDate.of(2025, 11, 21));
  private static final String DATABASE = "bench_faulty";
  private static final Pattern ERRORS =
      Pattern.compile("errors: .* unresolved after retries \\(([\\d.]+) %\\)");

  /// One in five calls for bars in all. Refusals by a limit (429) are not among them: they slow
  /// down the asking on purpose.
  private static final String FAULTS =
      """
      {"seed": 7, "faults": [
        {"kind": "status", "probability": 0.14, "endpoint": "/v2/aggs/ticker/*", "status": 503, "body": "html"},
        {"kind": "cut-body", "probability": 0.06, "endpoint": "/v2/aggs/ticker/*"}]}
      """;

  @Override
  public String name() {
    return "faulty-vendor";
  }

  @Override
  public String claim() {
    return SYMBOLS
        + " symbols x 5 years of daily bars from a vendor of whose calls for bars 20 % fail:"
        + " requests unresolved after retries";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    var tickers = SteadyTickers.tradedThroughout(market, calendar, RANGE, size.of(SYMBOLS, 20));
    var faults = home.folder(name()).resolve("faults.json");
    Files.writeString(faults, FAULTS);
    var shares = new ArrayList<Double>();
    var details = new ArrayList<String>();
    try (var simulator = Simulator.start(home, "0ms", List.of("--faults", faults.toString()))) {
      for (int run = 0; run < size.runs(); run++) {
        var variables = home.migrated(DATABASE, simulator.variables());
        var load = home.tickstock(variables, OurSide.load(tickers, RANGE)).requireExit(0, 3);
        var again =
            home.tickstock(variables, OurSide.load(tickers, RANGE, "--json")).requireExit(0);
        var said = ERRORS.matcher(load.out());
        if (!said.find()) {
          throw new BenchmarkFailed("the load says nothing of errors:\n" + load.out());
        }
        details.add(said.group() + String.format(Locale.ROOT, ", %.1f s", load.seconds()));
        shares.add(Double.parseDouble(said.group(1)) / 100);
        if (!again.out().contains("\"whole\" : true")) {
          throw new BenchmarkFailed("the load is not whole in the end:\n" + again.out());
        }
        home.server().drop(DATABASE);
      }
    }
    return new Report(
        this,
        size,
        List.of(
            Measure.ratio(
                "unresolved requests / requests",
                Race.median(shares),
                OptionalDouble.of(MOST_UNRESOLVED),
                "20 % of the vendor's answers for bars fail; asked again once, all is stored")),
        details,
        List.of());
  }
}
