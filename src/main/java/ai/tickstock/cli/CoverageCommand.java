package ai.tickstock.cli;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.jobs.GapCause;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.FairEstimates;
import ai.tickstock.market.BarInterval;
import ai.tickstock.quality.ImportedFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Compares what is stored with what the calendar expects.
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "Compares stored bars with the exchange calendar and the listings' lives, session by session.",
      "Exits with 3 when something is unexplained, partial, failed, rejected or refused."
    },
    footer = {"", "Example: tickstock coverage --universe dev_etfs --months 6 --explain"})
final class CoverageCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private InstrumentOptions instruments = new InstrumentOptions();

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "Which bars: day (the default) or minute.")
  private BarInterval interval = BarInterval.DAY;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Option(
      names = "--explain",
      description =
          "List what is not there, with state, evidence and cause; of --symbols also days on which nothing is expected.")
  private boolean explain;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  CoverageCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    instruments.requireOneWay();
    var now = program.clock().instant();
    dates.requireSensible(now);
    var database = databases.database(program);
    var finality = program.finality(database);
    var range = dates.range(finality, now, program.err());
    var reports = CoverageReports.postgres(database, finality, program.clock());
    boolean isNamed = instruments.areGiven();
    var asked =
        instruments
            .find(database, now)
            .orElseGet(() -> new AskedInstruments(reports.withBars(interval), List.of()));
    var measured = range.or(() -> reports.stored(interval, asked.found().keySet()));
    if (!asked.unknown().isEmpty()) {
      program.err().println("never loaded: " + String.join(", ", asked.unknown()));
    }
    if (measured.isEmpty() || asked.found().isEmpty()) {
      program
          .err()
          .println(
              isNamed
                  ? "no " + bars() + " of these are stored; 'tickstock load' loads them"
                  : "no " + bars() + " are stored yet; 'tickstock load' loads them");
      print(
          new CoverageReport(interval, measured.orElse(finality.calendar().known()), List.of()),
          format);
      return isNamed ? ExitCode.DONE_IN_PART : ExitCode.DONE;
    }
    var report =
        reports.report(
            interval,
            asked.found(),
            measured.get(),
            range.isPresent() && isNamed
                ? CoverageReports.Expect.WHOLE_RANGE
                : CoverageReports.Expect.FROM_FIRST_BAR);
    print(report, format);
    return report.isWhole() && asked.unknown().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private void print(CoverageReport report, Format format) {
    if (explain) {
      gaps(report).print(format, program.out());
    } else {
      lines(report).print(format, program.out());
    }
    if (!report.lines().isEmpty()) {
      program.err().println("sessions in " + report.range() + ":");
      report
          .classes()
          .forEach((category, count) ->
              program.err().println(total(category.word(), count.instruments(), count.sessions())));
      program.err().println(total("Total", report.lines().size(), report.total()));
    }
    program.err().flush();
  }

  private String bars() {
    return interval == BarInterval.DAY ? "daily bars" : "minute bars";
  }

  private static Table lines(CoverageReport report) {
    var table =
        Table.of(
            "symbol",
            "class",
            ">expected",
            ">present",
            ">provisional",
            ">partial",
            ">confirmed_empty",
            ">accepted",
            ">pending",
            ">refused",
            ">rejected",
            ">failed",
            ">unexplained",
            "first_bar",
            "last_bar");
    for (var line : report.lines()) {
      var count = line.sessions();
      table.row(
          line.symbol(),
          line.category().word(),
          count.expected(),
          count.of(CellState.PRESENT),
          count.of(CellState.PROVISIONAL),
          count.of(CellState.PARTIAL),
          count.of(CellState.CONFIRMED_EMPTY),
          count.of(CellState.ACCEPTED),
          count.of(CellState.PENDING),
          count.of(CellState.REFUSED),
          count.of(CellState.REJECTED),
          count.of(CellState.FAILED),
          count.of(CellState.UNEXPLAINED),
          line.firstBar(),
          line.lastBar());
    }
    return table;
  }

  private Table gaps(CoverageReport report) {
    var table =
        Table.of("symbol", "first", "last", ">sessions", "state", "reason", "evidence", "cause");
    if (report.lines().isEmpty()) {
      return table;
    }
    var database = databases.database(program);
    var finality = program.finality(database);
    var halts =
        ImportedFacts.halts(
            database,
            report.lines().stream().map(line -> line.instrument().id()).toList(),
            report.range());
    var estimates = FairEstimates.of(database, report);
    boolean isNamed = instruments.areTickers();
    for (var line : report.lines()) {
      var ours = halts.getOrDefault(line.instrument().id(), List.of());
      var calendar = finality.at(line.instrument().follows()).calendar();
      var rows = new ArrayList<GapCause.Row>();
      line.holes().forEach(hole -> rows.add(GapCause.of(hole, calendar, ours)));
      if (isNamed && interval == BarInterval.DAY) {
        rows.addAll(GapCause.notExpected(line.instrument(), report.range(), calendar));
      }
      rows.sort(Comparator.comparing(row -> row.sessions().first()));
      for (var row : rows) {
        table.row(
            line.symbol(),
            row.sessions().first(),
            row.sessions().last(),
            row.count(),
            row.state(),
            row.reason(),
            estimates.beside(line.instrument().id(), row.sessions(), row.evidence()),
            row.cause().map(GapCause::word));
      }
    }
    return table;
  }

  /// `Stocks: 10 instruments, 1,260 sessions expected, 1,259 stored, …`.
  static String total(String name, int instruments, CoverageCount count) {
    var text = new StringBuilder(name);
    text.append(": ")
        .append(Words.count(instruments, "instrument"))
        .append(", ")
        .append(Words.count(count.expected(), "session"))
        .append(String.format(Locale.ROOT, " expected, %,d stored", count.stored()))
        .append(
            String.format(
                Locale.ROOT,
                ", %,d confirmed empty, %,d unexplained",
                count.of(CellState.CONFIRMED_EMPTY),
                count.of(CellState.UNEXPLAINED)));
    for (var state :
        List.of(
            CellState.PROVISIONAL,
            CellState.PARTIAL,
            CellState.PENDING,
            CellState.ACCEPTED,
            CellState.REFUSED,
            CellState.REJECTED,
            CellState.FAILED)) {
      if (count.of(state) > 0) {
        text.append(String.format(Locale.ROOT, ", %,d %s", count.of(state), Words.of(state)));
      }
    }
    return text.toString();
  }
}
