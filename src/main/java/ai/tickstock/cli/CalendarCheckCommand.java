package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.calendar.ClosureWatch;
import ai.tickstock.calendar.HolidayFeed;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.HolidayRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Compares the US calendar with what the vendor says, in the vendor's database.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the calendar with what the vendor says of the US market.",
      "Takes what the vendor's list of coming holidays adds; while the US market should trade, asks",
      "whether it does.",
      "Exit codes: 0 all agree, 3 something is for a person to look at."
    },
    footer = {"", "Example: tickstock calendar check"})
final class CalendarCheckCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private OutputOptions output = new OutputOptions();

  CalendarCheckCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var database = program.databaseOfVendor();
    var table = Table.of("what", "finding", "words");
    boolean agreed = holidays(database, table);
    boolean seen = trading(database, table);
    table.print(format, program.out());
    return agreed && seen ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  /// @return whether nothing is to be looked at
  private boolean holidays(Database database, Table table) {
    return switch (program.marketInformation().holidays()) {
      case Answer.Failed<List<HolidayRow>>(var failure, var _) -> {
        table.row("holidays", "unknown", "the vendor did not say: " + failure);
        yield false;
      }
      case Answer.Given<List<HolidayRow>>(var rows, var _, var _) -> {
        var calendars = Calendars.postgres(database);
        boolean agreed = true;
        if (rows.isEmpty()) { // there is always a coming holiday
          table.row("holidays", "unknown", "the vendor's list is empty");
          agreed = false;
        }
        var today = Bar.dateOf(program.clock().instant());
        for (var finding : new HolidayFeed(calendars).take(rows, today)) {
          table.row("holiday", Words.of(finding.kind()), finding.words());
          switch (finding.kind()) {
            case CONFIRMED -> {
              // Nothing to do.
            }
            case ADDED -> DecidedDay.tell(program, program.loader(), calendars, finding.date());
            case CONTRADICTED, NOT_UNDERSTOOD -> agreed = false;
          }
        }
        yield agreed;
      }
    };
  }

  /// @return whether nothing is to be looked at
  private boolean trading(Database database, Table table) {
    var look =
        new ClosureWatch(database)
            .look(
                program.clock().instant(),
                program.marketInformation(),
                program.vendor().provider(),
                program.finality(database).delay());
    return switch (look) {
      case ClosureWatch.Look.NotNow(var why) -> {
        table.row("trading", "not_now", why);
        yield true;
      }
      case ClosureWatch.Look.Trading(var evidence) -> {
        table.row("trading", "open", evidence);
        yield true;
      }
      case ClosureWatch.Look.Unknown(var why) -> {
        table.row("trading", "unknown", why);
        yield false;
      }
      case ClosureWatch.Look.Question(var day, var evidence, var first) -> {
        table.row(
            "trading",
            "unannounced_closure?",
            evidence
                + (first ? "" : " (raised before)")
                + "; if so: tickstock calendar override close XNYS "
                + day
                + " --reason …");
        yield false;
      }
    };
  }
}
