package ai.tickstock.cli;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPlan;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RefreshProfile;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tickstock dev refresh`: a small set of bars, brought up to date by loading what it lacks.
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "Brings a small set of bars up to date: asks only for what it lacks, holes included.",
      "Shows what share of a load into an empty database that spared."
    },
    footer = {"", "Example: tickstock dev refresh --profile patterns"})
final class DevRefreshCommand implements Callable<Integer> {
  /// What profiles were called before.
  private static final Map<String, String> OLD_NAMES =
      Map.of("ui_testing", "ui", "etf_analysis", "etf");

  private final Program program;

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME",
      description = "patterns, backtesting, ui or etf; what is in them are settings.")
  private String name = "";

  @Mixin private OutputOptions output = new OutputOptions();

  DevRefreshCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    var format = output.format();
    var profile = profile();
    program.err().println("profile " + name + ": " + profile);
    var finality = program.finality(program.databaseOfVendor());
    var last = finality.lastFinal(program.clock().instant());
    var range = new DateRange(last.minusDays(profile.days() - 1L), last);
    var table =
        Table.of(
            "interval",
            "from",
            "to",
            ">symbols",
            ">sessions",
            ">there_before",
            ">stored",
            ">bars_spared_percent",
            ">calls",
            ">calls_of_a_full_load",
            ">calls_spared_percent",
            ">seconds");
    int exitCode = ExitCode.DONE;
    for (var interval : profile.inOrder()) {
      int its = refresh(profile, interval, range, table);
      if (its == ExitCode.MISUSED || its == ExitCode.FAILED) {
        return its;
      }
      exitCode = Math.max(exitCode, its);
    }
    table.print(format, program.out());
    return exitCode;
  }

  private RefreshProfile profile() {
    var profiles = program.development().profiles();
    name = OLD_NAMES.getOrDefault(name, name);
    return Optional.ofNullable(profiles.get(name))
        .orElseThrow(() ->
            new Misuse(
                "there is no profile '"
                    + name
                    + "'; there are "
                    + String.join(", ", profiles.keySet())));
  }

  private int refresh(RefreshProfile profile, BarInterval interval, DateRange range, Table table)
      throws InterruptedException {
    var request =
        new LoadRequest(
            "dev refresh " + name + (interval == BarInterval.DAY ? "" : ", " + interval.word()),
            new LoadRequest.Target.Universe(profile.universes(), profile.symbols()),
            interval,
            range,
            LoadRequest.Priority.NORMAL,
            Optional.empty(),
            false);
    var loader = program.loader();
    if (!(loader.plan(request) instanceof Loader.Planned.Plan(var plan))) {
      return printed(loader.load(request, LoadObserver.SILENT));
    }
    LoadResult result;
    try (var display = ProgressObserver.of(program)) {
      result = loader.load(request, display);
    }
    int exitCode = printed(result);
    if (result instanceof LoadResult.Finished(var summary)) {
      program.noteLoaded(false);
      row(table, interval, range, plan, summary);
    }
    return exitCode;
  }

  private int printed(LoadResult result) {
    return LoadSummaryPrinter.print(result, Format.TABLE, program.err(), program.err());
  }

  private static void row(
      Table table, BarInterval interval, DateRange range, LoadPlan plan, LoadSummary summary) {
    int before = plan.present().stored();
    int expected = summary.total().expected();
    int calls = summary.cost().calls();
    table.row(
        interval.word(),
        range.first(),
        range.last(),
        summary.classes().values().stream().mapToInt(one -> one.instruments()).sum(),
        expected,
        before,
        summary.total().stored(),
        percent(before, expected),
        calls,
        plan.wholeCalls(),
        percent(plan.wholeCalls() - calls, plan.wholeCalls()),
        Math.round(summary.cost().took().toMillis() / 100.0) / 10.0);
  }

  private static double percent(int part, int whole) {
    return whole == 0 ? 0 : Math.max(0, Math.round(1000.0 * part / whole) / 10.0);
  }
}
