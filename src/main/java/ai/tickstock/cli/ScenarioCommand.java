package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Expectation;
import ai.tickstock.scenario.Expectation.Verdict;
import ai.tickstock.scenario.PatternCheck;
import ai.tickstock.scenario.Realism;
import ai.tickstock.scenario.Scenario;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.scenario.ScenarioValues;
import ai.tickstock.scenario.Scenarios;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
      "",
      "'tickstock load --scenario NAME' loads one by day and minute (--interval: only one of them)",
      "into a database of its own. Of a historic one it loads the real window, by day, where there is",
      "a key or --from-files; --twin loads its synthetic twin all the same.",
      "'tickstock simulate --scenario NAME' serves one like the vendor."
    },
    footer = {"", "Example: tickstock scenario verify crash_2020"})
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
      description =
          "Lists the scenarios, with their dates by default, and what was loaded of them here.",
      footer = {"", "Example: tickstock scenario list"})
  int list(@Mixin OutputOptions output) {
    var table =
        Table.of(
            "name",
            "first",
            "last",
            ">sessions",
            "real_window",
            ">megabytes",
            "loaded_ago",
            "what_happens");
    var loaded = program.loadedScenarios();
    var others = new ArrayList<>(loaded.orElse(List.of()));
    for (var scenario : Scenarios.all()) {
      var values = scenario.values(Map.of());
      var market = market(scenario, values);
      var its =
          others.stream().filter(one -> one.story().equals(scenario.story(values))).findFirst();
      its.ifPresent(others::remove);
      var windows = market.windows();
      table.row(
          scenario.name(),
          windows.getFirst().first(),
          windows.getLast().last(),
          windows.stream().mapToInt(TradingCalendar.of(Mic.XNYS)::countSessions).sum(),
          scenario.history().isPresent() ? "yes" : "no",
          its.map(ScenarioCommand::megabytes),
          its.map(one -> DevCommand.age(one.age())),
          scenario.title());
    }
    for (var one : others) {
      table.row(
          one.story(),
          "",
          "",
          "",
          "",
          megabytes(one),
          DevCommand.age(one.age()),
          "loaded with these parameters");
    }
    table.print(output.format(), program.out());
    if (loaded.isEmpty()) {
      program
          .err()
          .println(
              "what was loaded is not shown: the database server does not run ('tickstock db start')");
      program.err().flush();
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Shows a scenario: what happens, its parameters, its answer key, the planted patterns.",
      footer = {"", "Example: tickstock scenario show crash_2020 --param drawdown=40%%"})
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
    market
        .patterns()
        .forEach(pattern ->
            key.row("pattern", pattern.ticker(), pattern.kind().words(), pattern.when()));
    key.print(format, program.out());
    return ExitCode.DONE;
  }

  private static double megabytes(ScenarioDatabase loaded) {
    return Math.round(loaded.bytes() / 1e5) / 10.0;
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
      @Option(
              names = "--patterns",
              description = "Run TA-Lib's detectors over the bars in place of the answer key.")
          boolean patterns,
      @Mixin OutputOptions output) {
    var scenario = ScenarioOptions.named(name);
    var format = output.format();
    if (patterns && real) {
      throw new Misuse("--patterns are planted in twins; nobody knows those of real prices");
    }
    if (patterns) {
      return verifyPatterns(scenario, options.values(scenario), format);
    }
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

  private int verifyPatterns(Scenario scenario, ScenarioValues values, Format format) {
    var market = market(scenario, values);
    var database = program.databaseOfScenario(scenario.story(values));
    var rows = PatternCheck.of(stored(database, market.windows()), market.patterns());
    var table = Table.of("pattern", ">planted", ">found", ">elsewhere");
    int planted = 0;
    int found = 0;
    int elsewhere = 0;
    for (var row : rows) {
      table.row(row.pattern(), row.planted(), row.found(), row.others());
      planted += row.planted();
      found += row.found();
      elsewhere += row.others();
    }
    table.print(format, program.out());
    program
        .err()
        .println(
            planted == 0
                ? "no session with a planted pattern is loaded: 'tickstock load --scenario "
                    + scenario.name()
                    + "' loads them"
                : found
                    + " of "
                    + planted
                    + " planted patterns are found, "
                    + Words.count(elsewhere, "pattern")
                    + " where none was planted");
    program.err().flush();
    return planted == 0
        ? ExitCode.DONE_IN_PART
        : found < planted * PatternCheck.LEAST_FOUND ? ExitCode.FAILED : ExitCode.DONE;
  }

  @Command(
      name = "stats",
      mixinStandardHelpOptions = true,
      description = {
        "Measures twenty years of generated prices beside real ones: tails, clusters, correlations.",
        "Exit code: 0 all generated numbers lie in the bands of real funds, 1 some do not."
      },
      footer = {
        "",
        "Example: tickstock scenario stats --data DIR/daily/raw,DIR/daily/split_adjusted"
      })
  int statistics(
      @Option(names = "--seed", paramLabel = "N", description = "Another market; default 42.")
          Optional<Long> seed,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              split = ",",
              description = "Folders with per-ticker files of real daily bars, to put beside.")
          List<Path> data,
      @Option(
              names = "--from",
              paramLabel = "DATE",
              description = "First date of the real bars; default 2011-04-01.")
          Optional<LocalDate> from,
      @Mixin OutputOptions output) {
    var calendar = TradingCalendar.of(Mic.XNYS);
    var real =
        new RealCloses(data == null ? List.of() : data, from.orElse(LocalDate.of(2011, 4, 1)));
    var table =
        Table.of("symbol", "what", ">least", ">most", ">generated", ">real", "generated_is");
    int outside = 0;
    var figures = Realism.figures(seed.orElse(42L), calendar, real);
    for (var figure : figures) {
      table.row(
          figure.ticker(),
          figure.what(),
          figure.least(),
          figure.most(),
          rounded(figure.generated()),
          figure.real().isPresent()
              ? OptionalDouble.of(rounded(figure.real().getAsDouble()))
              : OptionalDouble.empty(),
          figure.generatedIsInBand() ? "in the band" : "outside");
      outside += figure.generatedIsInBand() ? 0 : 1;
    }
    table.print(output.format(), program.out());
    program.err().println(figures.size() - outside + " of " + figures.size() + " in their bands");
    program.err().flush();
    return outside == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static double rounded(double number) {
    return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_EVEN).doubleValue();
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
