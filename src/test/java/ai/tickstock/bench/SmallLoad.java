package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a developer loads first: 10 stocks and 5 ETFs for half a year, from a vendor that takes 50
/// ms for an answer.
///
/// @param name as on the command line
/// @param interval `day` or `minute`
/// @param goalSeconds most that the whole command may take
record SmallLoad(String name, String interval, double goalSeconds) implements Benchmark {
  static final SmallLoad DAYS = new SmallLoad("load-small", "day", 5);
  static final SmallLoad MINUTES = new SmallLoad("load-minutes-http", "minute", 20);

  private static final int LATENCY_MILLIS = 50;
  private static final Pattern CALLS = Pattern.compile("([\\d,]+) calls?, ");

  @Override
  public String claim() {
    return "10 stocks + 5 ETFs x 6 months of %s bars from a vendor with 50 ms latency"
        .formatted(interval);
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var executions = new ArrayList<Execution>();
    double vendorSeconds;
    try (var simulator = Simulator.start(home, LATENCY_MILLIS + "ms")) {
      var ours =
          new OurSide(
              home,
              simulator.variables(),
              List.of(
                  "load",
                  "--no-cache", // each run asks the vendor
                  "--universe",
                  "dev_top_10,dev_etfs",
                  "--interval",
                  interval,
                  "--from",
                  size.scale() < 1 ? "2025-10-22" : "2025-05-22",
                  "--to",
                  "2025-11-21"),
              interval.equals("minute"));
      double atStart = simulator.processorSeconds();
      for (int run = 1; run <= size.runs(); run++) {
        ours.prepare();
        ours.fill();
        ours.drop();
        home.say(
            String.format(
                Locale.ROOT,
                "run %d of %d: %.2f s",
                run,
                size.runs(),
                ours.executions().getLast().seconds()));
      }
      executions.addAll(ours.executions());
      vendorSeconds = (simulator.processorSeconds() - atStart) / size.runs();
    }
    var said = CALLS.matcher(executions.getLast().out());
    int calls = said.find() ? Integer.parseInt(said.group(1).replace(",", "")) : 0;
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds(
                "whole command",
                Race.median(executions.stream().map(Execution::seconds).toList()),
                goalSeconds,
                String.format(
                    Locale.ROOT,
                    "its %d calls one after the other at %d ms: %.2f s",
                    calls,
                    LATENCY_MILLIS,
                    calls * LATENCY_MILLIS / 1000.0))),
        List.of(
            executions
                .getLast()
                .out()
                .lines()
                .filter(l -> l.contains("calls"))
                .findFirst()
                .orElse(""),
            String.format(
                Locale.ROOT,
                "ours: %.2f s processor time of the program, peak heap %d MB; simulator, apart: %.2f s",
                Race.median(executions.stream().map(Execution::processorSeconds).toList()),
                LoadRace.peakHeap(executions) >> 20,
                vendorSeconds)),
        LoadRace.heapBroken(executions));
  }
}
