package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The vendor's answers with bars, in memory: read and checked as a load does it, beside a general
/// JSON library's tree of the same bytes.
final class Decode implements Benchmark {
  private static final double GOAL_PER_SECOND = 1_000_000;

  /// Bars of one measurement, roughly.
  private static final int BARS = 4_000_000;

  private static final DateRange YEARS =
      new DateRange(LocalDate.of(2020, 11, 23), LocalDate.of(2025, 11, 21));
  private static final DateRange QUARTER =
      new DateRange(LocalDate.of(2025, 7, 1), LocalDate.of(2025, 9, 30));

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public String claim() {
    return "bars a second of one processor from the bytes of the vendor's answers to checked"
        + " columns, beside Jackson's tree of the same bytes, unchecked";
  }

  @Override
  public Report run(BenchHome home, Size size) throws IOException, InterruptedException {
    var folder = home.folder(name());
    try (var simulator = Simulator.start(home, "0ms");
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (var ticker : Simulator.BUSY) {
        keep(client, simulator, folder, "day", ticker, YEARS);
        keep(client, simulator, folder, "minute", ticker, QUARTER);
      }
    }
    var measures = new ArrayList<Measure>();
    var details = new ArrayList<String>();
    home.say("with the compiler of a load");
    for (var rates : clock(home, size, folder, List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"))) {
      measures.add(measure(rates, "", OptionalDouble.of(GOAL_PER_SECOND)));
      details.add(line(rates));
    }
    home.say("with the compiler of serve");
    for (var rates : clock(home, size, folder, List.of("-Xmx512m"))) {
      measures.add(measure(rates, ", as serve compiles", OptionalDouble.empty()));
    }
    details.add("both hold the same numbers: compared bar by bar before the clock starts");
    return new Report(this, size, measures, details, List.of());
  }

  private static void keep(
      HttpClient client,
      Simulator simulator,
      Path folder,
      String timespan,
      String ticker,
      DateRange range)
      throws IOException, InterruptedException {
    Files.write(
        folder.resolve(String.join(" ", timespan, ticker, range.first() + " " + range.last())),
        simulator.get(
            client,
            "/v2/aggs/ticker/%s/range/1/%s/%s/%s?adjusted=false&sort=asc&limit=50000"
                .formatted(ticker, timespan, range.first(), range.last())));
  }

  private static List<DecodeClock.Rates> clock(
      BenchHome home, Size size, Path folder, List<String> options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DecodeClock.class.getName());
    command.add(folder.toString());
    command.add(Integer.toString(size.of(BARS, 1)));
    command.add(Integer.toString(size.runs()));
    return home.output(command).lines().map(DecodeClock.Rates::parse).toList();
  }

  private static Measure measure(DecodeClock.Rates rates, String compiler, OptionalDouble goal) {
    return new Measure(
        rates.interval() + " bars read and checked" + compiler,
        rates.ours(),
        goal,
        Measure.Unit.PER_SECOND,
        String.format(Locale.ROOT, "Jackson's tree, %,.0f bars a second", rates.tree()));
  }

  private static String line(DecodeClock.Rates rates) {
    return String.format(
        Locale.ROOT,
        "%,d %s bars of %d bytes: %.0f ns each, %.0f MB a second; Jackson's tree %.0f ns",
        rates.bars(),
        rates.interval(),
        rates.bytes() / rates.bars(),
        1e9 / rates.ours(),
        rates.ours() * rates.bytes() / rates.bars() / 1e6,
        1e9 / rates.tree());
  }
}
