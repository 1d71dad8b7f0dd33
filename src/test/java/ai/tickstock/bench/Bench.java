package ai.tickstock.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `./tickstock bench NAME|all`: measures and says whether the claims hold.
@Command(
    name = "tickstock bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what the program claims about its speed, each claim beside something known.",
      "",
      "Exit code: 0 all goals are met, 3 a goal is missed, 1 nothing could be measured, 2 misused."
    })
final class Bench implements Callable<Integer> {
  private static final int MET = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int MISSED = 3;

  static final List<Benchmark> ALL =
      List.of(
          new LoadDaily(),
          new LoadFiles(),
          new LoadMinutes(),
          SmallLoad.DAYS,
          SmallLoad.MINUTES,
          new Decode(),
          new Staging(),
          new Growth(),
          new Peers(),
          new Startup(),
          new Calendars(),
          new ListingNights(),
          new Queue(),
          new SimulatorSpeed(),
          new Readers(),
          new FundCorrelations(),
          new RebalanceNight(),
          new Evenings(),
          new Quality(),
          new Resets(),
          new Refresh(),
          new AsOf(),
          new FaultyVendor(),
          new ReadersUnderLoad(),
          new Web());

  private final Path checkout;
  private final PrintStream out;
  private final PrintStream err;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      description = "Benchmarks, or all: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> names = List.of();

  @Option(names = "--json", description = "One JSON object a benchmark, a list for all.")
  private boolean json;

  @Option(
      names = "--scale",
      paramLabel = "PART",
      description =
          "Measure a part of the size, e.g. 0.1, for trying. Ratios of small sizes say little.")
  private double scale = 1;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each side; the median counts. Default 3.")
  private int runs = 3;

  /// @param checkout whose launcher is started
  Bench(Path checkout, PrintStream out, PrintStream err) {
    this.checkout = checkout;
    this.out = out;
    this.err = err;
  }

  /// The names on the command line, for its help.
  static final class Names extends ArrayList<String> {
    Names() {
      super(ALL.stream().map(Benchmark::name).toList());
    }
  }

  public static void main(String[] arguments) {
    var bench =
        new Bench(Path.of(System.getProperty("tickstock.checkout")), System.out, System.err);
    System.exit(bench.execute(arguments));
  }

  int execute(String... arguments) {
    return new CommandLine(this)
        .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((failure, _, _) -> failed(failure))
        .execute(arguments);
  }

  private int failed(Exception failure) throws Exception {
    if (failure instanceof BenchmarkFailed) {
      err.println("tickstock bench: " + failure.getMessage());
      return FAILED;
    }
    if (failure instanceof SQLException) {
      err.println("tickstock bench: the database says: " + failure.getMessage());
      return FAILED;
    }
    if (failure instanceof IllegalArgumentException) {
      err.println("tickstock bench: " + failure.getMessage());
      return MISUSED;
    }
    throw failure;
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    var size = new Size(scale, runs);
    var chosen = chosen();
    var reports = new ArrayList<Report>();
    try (var home = BenchHome.create(checkout, err)) {
      for (var benchmark : chosen) {
        home.say(benchmark.name() + ": " + benchmark.claim());
        var report = benchmark.run(home, size);
        reports.add(report);
        if (json) {
          err.println(report.text());
        } else {
          out.println(report.text());
          out.println();
        }
      }
    }
    if (json) {
      print(reports);
    }
    return reports.stream().allMatch(Report::pass) ? MET : MISSED;
  }

  private List<Benchmark> chosen() {
    var known = ALL.stream().collect(Collectors.toMap(Benchmark::name, b -> b));
    if (names.equals(List.of("all"))) {
      return ALL;
    }
    if (names.isEmpty() || !known.keySet().containsAll(names)) {
      var unknown = names.stream().filter(name -> !known.containsKey(name)).toList();
      throw new ParameterException(
          spec.commandLine(),
          (names.isEmpty() ? "say what to measure" : "no benchmark " + String.join(", ", unknown))
              + ": all, "
              + String.join(", ", ALL.stream().map(Benchmark::name).toList()));
    }
    return ALL.stream().filter(benchmark -> names.contains(benchmark.name())).toList();
  }

  private void print(List<Report> reports) {
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    var objects = reports.stream().map(Report::json).toList();
    boolean list = objects.size() != 1 || names.equals(List.of("all"));
    out.println(mapper.writeValueAsString(list ? objects : objects.getFirst()));
  }
}
