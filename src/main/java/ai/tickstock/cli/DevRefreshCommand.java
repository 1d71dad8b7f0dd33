package ai.tickstock.cli;

import ai.tickstock.bars.FairValues;
import ai.tickstock.bars.Feed;
import ai.tickstock.database.Database;
import ai.tickstock.load.FairPrices;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPlan;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RefreshProfile;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.SnapshotRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
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
      "Shows what share of a load into an empty database that spared.",
      "A profile with the feed delayed or full also loads what there is of the running session."
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
    var database = program.databaseOfVendor();
    var last = last(profile, program.finality(database), program.clock().instant());
    var range = new DateRange(last.minusDays(profile.days() - 1L), last);
    var table =
        Table.of(
            "interval",
            "feed",
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
    if (profile.feed() == Feed.DELAYED && exitCode != ExitCode.FAILED) {
      fairValues(profile, database, last);
    }
    table.print(format, program.out());
    return exitCode;
  }

  private LocalDate last(RefreshProfile profile, Finality finality, Instant now) {
    return profile.feed() == Feed.EOD
        ? finality.lastFinal(now)
        : new Finality(
                finality.calendar(),
                program.development().delay(profile.feed()),
                true,
                finality.calendars())
            .lastBegun(now);
  }

  /// Estimates in place of prices that a delayed plan does not have yet: beside the bars of today.
  private void fairValues(RefreshProfile profile, Database database, LocalDate session) {
    var now = program.clock().instant();
    if (!Bar.dateOf(now).equals(session)) {
      tell("no fair market values: the vendor has them on the session's own day only");
      return;
    }
    var symbols =
        AskedInstruments.stored(database, profile.universes(), now).found().values().stream()
            .sorted()
            .toList();
    switch (program.marketInformation().snapshots(symbols)) {
      case Answer.Failed<List<SnapshotRow>>(var failure, _) ->
          tell("no fair market values: " + failure);
      case Answer.Given<List<SnapshotRow>>(var rows, _, var at) -> {
        var values = FairPrices.byInstrument(database, session, FairPrices.of(rows, session, at));
        int beside =
            database.inTransaction(
                transaction -> FairValues.keep(transaction, session, values).rows());
        tell(
            values.isEmpty()
                ? "no fair market values: the vendor's plan has none"
                : "fair market values of "
                    + Words.count(values.size(), "symbol")
                    + ", "
                    + beside
                    + " of them new beside bars of "
                    + session);
      }
    }
  }

  private void tell(String what) {
    program.err().println(what);
    program.err().flush();
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
    var loader =
        profile.feed() == Feed.EOD
            ? program.loader()
            : program.development().loader(profile.feed());
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
      row(table, profile, interval, range, plan, summary);
    }
    return exitCode;
  }

  private int printed(LoadResult result) {
    return LoadSummaryPrinter.print(result, Format.TABLE, program.err(), program.err());
  }

  private static void row(
      Table table,
      RefreshProfile profile,
      BarInterval interval,
      DateRange range,
      LoadPlan plan,
      LoadSummary summary) {
    int before = plan.present().stored();
    int expected = summary.total().expected();
    int calls = summary.cost().calls();
    table.row(
        interval.word(),
        profile.feed().name().toLowerCase(Locale.ROOT),
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
