package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// A developer's bars after a week away, against the same bars into an empty database.
final class Refresh implements Benchmark {
  private static final int SYMBOLS = 50;
  private static final int DAYS_AWAY = 7;
  private static final double GOAL_SECONDS = 120;
  private static final String UNIVERSES =
      "dev_top_10,dev_sectors,dev_etfs,etf_sectors,etf_broad_market,semi,cloud,cybersecurity";
  private static final List<String> COMMAND =
      List.of("dev", "refresh", "--profile", "backtesting", "--format", "csv");

  @Override
  public String name() {
    return "refresh";
  }

  @Override
  public String claim() {
    return "dev refresh of "
        + SYMBOLS
        + " symbols x 1 year of daily bars after a week away, against the same into an empty"
        + " database, from a vendor with 50 ms latency";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    int symbols = size.of(SYMBOLS, 5);
    try (var simulator = Simulator.start(home, "50ms")) {
      var variables = new HashMap<>(simulator.variables());
      variables.put("TICKSTOCK_VENDOR_CACHE_ENABLED", "false"); // each run asks the vendor
      variables.put(
          "TICKSTOCK_DEV_PROFILES_BACKTESTING",
          "%d symbols of %s; 365 days; day".formatted(symbols, UNIVERSES));
      var full = new OurSide("into nothing", home, variables, List.of(), COMMAND, false);
      home.say("asking which days are wanted");
      full.prepare();
      full.fill();
      var wanted = row(full.executions().getLast());
      full.drop();
      var away = LocalDate.parse(wanted.getOrDefault("to", "")).minusDays(DAYS_AWAY).toString();
      var earlier =
          List.of(
              "load",
              "--universe",
              UNIVERSES,
              "--from",
              wanted.getOrDefault("from", ""),
              "--to",
              away);
      var refresh =
          new OurSide("after a week away", home, variables, List.of(earlier), COMMAND, false);
      var race = Race.run(home, size, List.of(refresh, full));
      var details = new ArrayList<>(race.table());
      details.add(calls(refresh));
      details.add(calls(full));
      details.add("equal on both sides: " + race.checksum());
      return new Report(
          this,
          size,
          List.of(
              Measure.seconds(
                  "after a week away",
                  race.seconds(refresh),
                  GOAL_SECONDS,
                  String.format(Locale.ROOT, "into nothing, %.2f s", race.seconds(full))),
              Measure.ratio(
                  "after a week away / into nothing",
                  race.seconds(refresh) / race.seconds(full),
                  OptionalDouble.empty(),
                  String.format(
                      Locale.ROOT,
                      "%.2f s; after a week %.2f s",
                      race.seconds(full),
                      race.seconds(refresh)))),
          details,
          List.of());
    }
  }

  private static String calls(OurSide side) {
    var row = row(side.executions().getLast());
    return side.name()
        + ": "
        + row.get("calls")
        + " calls, "
        + row.get("bars_spared_percent")
        + " % of the bars were there";
  }

  /// The row of daily bars that the command printed.
  private static Map<String, String> row(Execution execution) {
    var lines = execution.out().lines().toList();
    if (lines.size() != 2) {
      throw new BenchmarkFailed("dev refresh printed:\n" + execution.out() + execution.err());
    }
    var names = lines.getFirst().split(",");
    var values = lines.getLast().split(",");
    var row = new HashMap<String, String>();
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], values[i]);
    }
    return row;
  }
}
