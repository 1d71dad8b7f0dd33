package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Expectation;
import ai.tickstock.scenario.Expectation.Verdict;
import ai.tickstock.scenario.Scenario;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.scenario.ScenarioValues;
import ai.tickstock.scenario.Scenarios;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Markets in which known things happen, and whether what was loaded of them is what they say.
@Command(
    name = "scenario",
    mixinStandardHelpOptions = true,
    description = {
      "Markets in which known things happen: crashes, splits, gaps, halts, planted patterns.",
      "'tickstock load --scenario NAME' loads one, 'tickstock simulate --scenario NAME' serves one.",
      "",
      "  tickstock scenario list",
      "  tickstock scenario show crash_2020 --param drawdown=40%%",
      "  tickstock scenario verify crash_2020"
    })
final class ScenarioCommand {
  private final Program program;

  ScenarioCommand(Program program) {
    this.program = program;
  }

  private static ScenarioMarket market(Scenario scenario, ScenarioValues values) {
    return scenario.market(values, TradingCalendar.of(Mic.XNYS));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the scenarios, with their dates by default.")
  int list(@Mixin OutputOptions output) {
    var table = Table.of("name", "first", "last", ">sessions", "real_window", "what_happens");
    for (var scenario : Scenarios.all()) {
      var market = market(scenario, scenario.values(Map.of()));
      var windows = market.windows();
      table.row(
          scenario.name(),
          windows.getFirst().first(),
          windows.getLast().last(),
          windows.stream().mapToInt(TradingCalendar.of(Mic.XNYS)::countSessions).sum(),
          scenario.history().isPresent() ? "yes" : "no",
          scenario.title());
    }
    table.print(output.format(), program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a scenario: what happens, its parameters, its answer key.")
  int show(
      @Parameters(paramLabel = "NAME", description = "Which one.") String name,
      @Mixin ScenarioOptions options,
      @Mixin OutputOptions output) {
    var scenario = ScenarioOptions.named(name);
    var values = options.values(scenario);
    var market = market(scenario, values);
    var format = output.format();
    if (format == Format.TABLE) {
      var out = program.out();
      out.println(scenario.name() + ": " + scenario.about());
      out.println();
      out.println("windows      " + words(market.windows()));
      out.println("instruments  " + String.join(", ", market.tickers()));
      scenario
          .history()
          .ifPresent(
              history -> out.println("real         " + String.join(", ", history.symbols())));
      out.println();
      var parameters = Table.of("parameter", "value", "range", "means");
      for (var parameter : scenario.parameters()) {
        var value = values.text(parameter.name());
        parameters.row(
            parameter.name(),
            value.isEmpty() ? "(chosen)" : value,
            parameter.range(),
            parameter.meaning());
      }
      parameters.print(format, out);
      out.println();
    }
    var key = Table.of("data", "symbol", "what", "asked");
    market.answerKey().forEach(line -> key.row("twin", line.ticker(), line.what(), line.asked()));
    scenario
        .history()
        .ifPresent(history ->
            history
                .key()
                .forEach(line -> key.row("real", line.ticker(), line.what(), line.asked())));
    key.print(format, program.out());
    return ExitCode.DONE;
  }

  private static String words(List<DateRange> windows) {
    return windows.stream().map(DateRange::toString).collect(Collectors.joining(", "));
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Measures what is loaded of a scenario against its answer key, line by line.",
        "Exit code: 0 all is as asked, 1 something is not, 3 something is not loaded."
      },
      footer = {"", "Example: tickstock scenario verify crash_2020"})
  int verify(
      @Parameters(paramLabel = "NAME", description = "Which one.") String name,
      @Mixin ScenarioOptions options,
      @Option(
              names = "--real",
              description =
                  "The real window of a historic scenario, loaded with a key or from files.")
          boolean real,
      @Option(names = "--twin", description = "The synthetic twin, also where there is a key.")
          boolean twin,
      @Mixin OutputOptions output) {
    var scenario = ScenarioOptions.named(name);
    var format = output.format();
    boolean ofHistory = isReal(scenario, real, twin);
    if (ofHistory && options.areGiven()) {
      throw new Misuse("--param changes the twin of a scenario; what really happened it does not");
    }
    var values = options.values(scenario);
    return ofHistory ? verifyReal(scenario, format) : verifyTwin(scenario, values, format);
  }

  private boolean isReal(Scenario scenario, boolean real, boolean twin) {
    if (real && twin) {
      throw new Misuse("--real and --twin exclude each other");
    }
    if (real && scenario.history().isEmpty()) {
      throw new Misuse("the scenario " + scenario.name() + " has no real window");
    }
    return real || !twin && scenario.history().isPresent() && program.hasVendorKey();
  }

  private int verifyReal(Scenario scenario, Format format) {
    var history = scenario.history().orElseThrow();
    var database = program.databaseForFiles();
    var stored = stored(database, history.windows());
    return print(measured(history.key(), stored), scenario, format);
  }

  private int verifyTwin(Scenario scenario, ScenarioValues values, Format format) {
    var market = market(scenario, values);
    var database = program.databaseOfScenario(scenario.story(values));
    var stored = stored(database, market.windows());
    return print(measured(market.answerKey(), stored), scenario, format);
  }

  private StoredMarket stored(Database database, List<DateRange> windows) {
    return new StoredMarket(database, windows, program.finality(database).calendar());
  }

  private record Line(Expectation expectation, Expectation.Measured measured) {}

  private static List<Line> measured(List<Expectation> key, StoredMarket stored) {
    return key.stream().map(e -> new Line(e, e.measuredIn(stored))).toList();
  }

  private int print(List<Line> lines, Scenario scenario, Format format) {
    var table = Table.of("symbol", "what", "asked", "measured", "verdict");
    var counts = new EnumMap<Verdict, Integer>(Verdict.class);
    for (var line : lines) {
      var verdict = line.measured().verdict();
      counts.merge(verdict, 1, Integer::sum);
      table.row(
          line.expectation().ticker(),
          line.expectation().what(),
          line.expectation().asked(),
          line.measured().text(),
          verdict.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    table.print(format, program.out());
    int missed = counts.getOrDefault(Verdict.MISSED, 0);
    int absent = counts.getOrDefault(Verdict.NOT_LOADED, 0);
    program
        .err()
        .println(
            lines.size()
                + " lines of the answer key: "
                + counts.getOrDefault(Verdict.OK, 0)
                + " ok, "
                + missed
                + " missed, "
                + absent
                + " not loaded"
                + (absent > 0
                    ? "; 'tickstock load --scenario " + scenario.name() + "' loads them"
                    : ""));
    program.err().flush();
    return missed > 0 ? ExitCode.FAILED : absent > 0 ? ExitCode.DONE_IN_PART : ExitCode.DONE;
  }
}
