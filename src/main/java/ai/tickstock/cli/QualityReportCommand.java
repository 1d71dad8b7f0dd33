package ai.tickstock.cli;

import ai.tickstock.jobs.DailyReport;
import ai.tickstock.jobs.DailyReportPages;
import ai.tickstock.jobs.DailyReports;
import ai.tickstock.load.Finality;
import ai.tickstock.notify.NoticePreview;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The daily report.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the report of a session as the end of day made it: what is whole, what needs a person.",
      "And what was repaired, corrected and changed, and how well the promises are kept. A session without one gets it made now, from what is stored.",
      "Exits with 3 when something needs a person."
    },
    footer = {
      "",
      "Example: tickstock quality report",
      "         tickstock quality report --session 2026-11-20 --html > report.html"
    })
final class QualityReportCommand implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--session",
      paramLabel = "DATE",
      description = "Which; the last one that closed if left out.")
  private Optional<LocalDate> session = Optional.empty();

  @Option(names = "--again", description = "Make it from what is stored now; it is not kept.")
  private boolean again;

  @Option(names = "--html", description = "As the HTML of its mail.")
  private boolean html;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityReportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (format == Format.CSV) {
      throw new Misuse("a report has several tables, which one CSV cannot hold: use --format json");
    }
    if (html && format == Format.JSON) {
      throw new Misuse("--html and --json contradict each other: give one of them");
    }
    var now = program.clock().instant();
    var database = databases.database(program);
    var finality = program.finality(database);
    var day = session.orElseGet(() -> finality.calendar().lastClosedBy(now).date());
    requireClosedSession(finality, day, now);
    var reports = new DailyReports(database, finality, program.clock());
    var kept = again ? Optional.<DailyReport>empty() : reports.stored(day);
    if (kept.isEmpty()) {
      program
          .err()
          .println("made now from what is stored; the end of day of " + day + " keeps one");
      program.err().flush();
    }
    var report = kept.orElseGet(() -> reports.make(day));
    var notice = DailyReportPages.notice(report);
    if (format == Format.JSON) {
      JsonText.print(report, program.out());
    } else if (html) {
      program.out().println(NoticePreview.html(notice, report.madeAt()));
    } else {
      program.out().print(NoticePreview.text(notice, report.madeAt()));
    }
    program.out().flush();
    return report.standing().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private static void requireClosedSession(Finality finality, LocalDate day, Instant now) {
    var calendar = finality.calendar();
    if (!calendar.known().contains(day)) {
      throw new Misuse(day + " is outside the calendar, which knows " + calendar.known());
    }
    var found = calendar.session(day);
    if (found.isEmpty()) {
      throw new Misuse(
          day
              + " is no session"
              + calendar.reason(day).map(name -> " (" + name + ")").orElse("")
              + "; the one before is "
              + calendar.previous(day).date());
    }
    if (found.get().close().isAfter(now)) {
      throw new Misuse("the session of " + day + " closes at " + found.get().close());
    }
  }
}
