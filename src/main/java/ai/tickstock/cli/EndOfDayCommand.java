package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayHistory;
import ai.tickstock.jobs.EndOfDayObserver;
import ai.tickstock.jobs.EndOfDayRefused;
import ai.tickstock.jobs.EndOfDayReport;
import ai.tickstock.jobs.StepReport;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the end of day of a session, and shows how ends of day went.
@Command(
    name = "eod",
    mixinStandardHelpOptions = true,
    description = "Runs the end of day of a session, and shows how ends of day went.",
    footer = {"", "Example: tickstock eod run"})
final class EndOfDayCommand {
  private final Program program;

  EndOfDayCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Runs the steps of a session's end of day, one after the other.",
        "Bars, splits and dividends, fair market values, live minutes, minutes, lists, details, facts and universes of ETFs, correlations, corrections of earlier sessions, report.",
        "Steps that are done are not done again; those that failed or were killed are."
      },
      footer = {
        "",
        "Example: tickstock eod run --plan",
        "         tickstock eod run",
        "         tickstock eod run --session 2026-06-12 --step listings",
        "",
        "Exit code: 0 all is there, 3 something is missing or comes later, 1 the bars could not be had, 2 it cannot run."
      })
  int run(
      @Option(
              names = "--session",
              paramLabel = "DATE",
              description =
                  "The session; the last one that closed 45 minutes ago, or an hour after an early close, if left out.")
          Optional<LocalDate> session,
      @Option(
              names = "--step",
              paramLabel = "NAME",
              description = "Do this step whether it is done or not, and the report.")
          Optional<String> step,
      @Option(names = "--plan", description = "Say what would be asked, and ask nobody.")
          boolean plan,
      @Option(
              names = "--exchange",
              paramLabel = "MIC",
              defaultValue = "XNYS",
              description = "Of the instruments listed there; XNYS, all of the US, if left out.")
          String exchange,
      @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    var mic = exchange(exchange);
    requireStep(mic, step);
    var endOfDay = program.endOfDay(mic);
    try {
      var day = session.orElseGet(endOfDay::lastSession);
      return plan ? planned(endOfDay, day, step, format) : ran(endOfDay, day, step, format);
    } catch (EndOfDayRefused refused) {
      throw new Misuse(String.valueOf(refused.getMessage()));
    }
  }

  private int planned(EndOfDay endOfDay, LocalDate day, Optional<String> step, Format format) {
    var table = Table.of("step", ">calls", ">at_most", "what");
    int calls = 0;
    int most = 0;
    for (var one : endOfDay.plan(day, step)) {
      table.row(one.step(), one.calls(), one.most(), one.why());
      calls += one.calls();
      most += one.most();
    }
    table.print(format, program.out());
    program
        .err()
        .println(
            "the end of day of "
                + day
                + " asks "
                + Words.count(calls, "call")
                + ", at most "
                + most
                + "; nothing was asked");
    return ExitCode.DONE;
  }

  private int ran(EndOfDay endOfDay, LocalDate day, Optional<String> step, Format format)
      throws InterruptedException {
    program.err().println("end of day of " + day);
    EndOfDayReport report;
    try (var display = ProgressObserver.of(program)) {
      report = endOfDay.run(day, step, observer(display));
    }
    program.noteLoaded(false);
    if (report.done() == 0) {
      program
          .err()
          .println(
              report
                  .again()
                  .filter(at -> program.clock().instant().isBefore(at))
                  .map(at -> "nothing to do before " + at)
                  .orElse("nothing to do: all steps are done; --step does one again"));
    }
    EndOfDayPrinter.print(report, format, program.out(), program.err());
    return exitCode(report);
  }

  private static EndOfDayObserver observer(ProgressObserver display) {
    return new EndOfDayObserver() {
      @Override
      public void began(String step) {}

      @Override
      public void ended(StepReport step) {
        display.note(EndOfDayPrinter.line(step));
      }

      @Override
      public void note(String message) {
        display.note(message);
      }

      @Override
      public void progress(Progress progress) {
        display.progress(progress);
      }
    };
  }

  private static int exitCode(EndOfDayReport report) {
    return switch (report.state()) {
      case COMPLETE -> ExitCode.DONE;
      case PARTIAL, WAITING, RUNNING, BROKEN_OFF -> ExitCode.DONE_IN_PART;
      case ERROR ->
          report.step("bars").filter(bars -> bars.number("symbols_percent") > 0).isPresent()
              ? ExitCode.DONE_IN_PART
              : ExitCode.FAILED;
    };
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = {
        "Shows how the last ends of day went, or one of them step by step.",
        "symbols, dollar volume: percent of the tracked symbols that are stored or explained, and of what usually changes hands in them."
      },
      footer = {
        "",
        "Example: tickstock eod status",
        "         tickstock eod status --session 2026-06-12",
        "",
        "Exit code: 0 whatever it shows, 3 when no end of day of the session was begun."
      })
  int status(
      @Option(names = "--session", paramLabel = "DATE", description = "One session, step by step.")
          Optional<LocalDate> session,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many sessions; 10 if left out.")
          int days,
      @Option(
              names = "--exchange",
              paramLabel = "MIC",
              defaultValue = "XNYS",
              description = "Of the instruments listed there; XNYS if left out.")
          String exchange,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    if (days < 1) {
      throw new Misuse("--days " + days + " is not a positive number");
    }
    var mic = exchange(exchange);
    var database = databases.database(program);
    var history = EndOfDayHistory.postgres(database);
    if (session.isPresent()) {
      var report = history.of(mic, session.get());
      if (report.isEmpty()) {
        program.err().println(notBegun(Calendars.postgres(database).of(mic), session.get()));
        return ExitCode.DONE_IN_PART;
      }
      EndOfDayPrinter.print(report.get(), format, program.out(), program.err());
      return ExitCode.DONE;
    }
    var reports =
        history.sessions(mic, days).stream().flatMap(day -> history.of(mic, day).stream()).toList();
    EndOfDayPrinter.print(reports, format, program.out());
    if (reports.isEmpty()) {
      program.err().println("no end of day was begun yet; 'tickstock eod run' does the last one");
    }
    return ExitCode.DONE;
  }

  private static String notBegun(TradingCalendar calendar, LocalDate day) {
    return calendar.known().contains(day) && calendar.session(day).isEmpty()
        ? day
            + " is no session of "
            + calendar.exchange()
            + " ("
            + calendar.reason(day).orElse("a weekend")
            + "): it has no end of day"
        : "no end of day of " + day + " was begun";
  }

  private static Mic exchange(String text) {
    if (!Mic.isValid(text) || !TradingCalendar.exchanges().contains(new Mic(text))) {
      throw new Misuse(
          "there is no calendar of '" + text + "', only of " + TradingCalendar.exchanges());
    }
    return TradingCalendar.of(new Mic(text)).exchange();
  }

  private static void requireStep(Mic exchange, Optional<String> step) {
    var names = EndOfDay.steps(exchange);
    if (step.isPresent() && !names.contains(step.get())) {
      throw new Misuse("there is no step '" + step.get() + "', only " + String.join(", ", names));
    }
  }
}
