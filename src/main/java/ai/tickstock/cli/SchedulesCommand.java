package ai.tickstock.cli;

import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.JobRun;
import ai.tickstock.jobs.Schedule;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows and changes what runs by itself, and when.
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what 'tickstock serve' runs and when, pauses, changes and runs it.",
      "A rule: 'close + 45m, early close + 60m', 'morning after 09:00', 'daily 03:00',",
      "'weekly saturday 06:00' or 'monthly first saturday 06:00', in the exchange's time."
    },
    footer = {"", "Example: tickstock schedules list"})
final class SchedulesCommand {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.US);
  private static final int MOST_SHOWN = 1_000;

  private final Program program;

  SchedulesCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the schedules with their next firing and how the last one ended.",
      footer = {"", "Example: tickstock schedules list --json"})
  int list(@Mixin OutputOptions output) {
    var format = output.format();
    print(program.schedules().list(), format);
    return ExitCode.DONE;
  }

  private void print(List<Schedules.Shown> all, Format format) {
    var table =
        Table.of(
            "schedule",
            "job",
            "exchange",
            "rule",
            "next_session",
            "next_new_york",
            "next_utc",
            "closed_before",
            "last_session",
            "last_state",
            "last_message",
            "paused",
            "source");
    for (var shown : all) {
      var schedule = shown.schedule();
      table.row(
          schedule.name(),
          schedule.job(),
          schedule.exchange(),
          schedule.rule(),
          shown.next().map(Schedule.Pending::session),
          shown.next().map(next -> LOCAL.format(next.due().atZone(NEW_YORK))),
          shown.next().map(Schedule.Pending::due),
          shown.closed(),
          shown.last().map(JobRun::session),
          shown.last().map(run -> run.state().word()),
          shown.last().map(JobRun::message),
          schedule.paused() ? "by " + schedule.changedBy() : Optional.empty(),
          schedule.source().word());
    }
    table.print(format, program.out());
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Lets no firing of a schedule run until it is resumed.",
        "Each is written down as skipped, and not caught up."
      },
      footer = {"", "Example: tickstock schedules pause listing-watch"})
  int pause(@Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    boolean changed = program.schedules().pause(name, program.operator());
    return told(name + (changed ? " is paused" : " was paused already"));
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a schedule fire again, from its next firing on.",
      footer = {"", "Example: tickstock schedules resume listing-watch"})
  int resume(@Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    boolean changed = program.schedules().resume(name, program.operator());
    return told(name + (changed ? " fires again" : " was not paused"));
  }

  private int told(String line) {
    program.out().println(line);
    program.out().flush();
    return ExitCode.DONE;
  }

  @Command(
      name = "run-now",
      mixinStandardHelpOptions = true,
      description = {
        "Runs a schedule's job at once, in this process, and waits for it.",
        "Its next firing stays as it is."
      },
      footer = {
        "",
        "Example: tickstock schedules run-now universe-refresh",
        "         tickstock schedules run-now listing-watch --session 2026-11-25"
      })
  int runNow(
      @Parameters(paramLabel = "NAME", description = "The schedule.") String name,
      @Option(
              names = "--session",
              paramLabel = "DATE",
              description = "For which session; the last one that closed if left out.")
          Optional<LocalDate> session,
      @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    var outcome = program.runJob(name, session, line -> program.err().println(line));
    Table.of("schedule", "state", "message", "again")
        .row(name, outcome.state().word(), outcome.message(), outcome.again())
        .print(format, program.out());
    return exitCode(outcome.state());
  }

  private static int exitCode(JobOutcome.State state) {
    return switch (state) {
      case DONE, SKIPPED -> ExitCode.DONE;
      case PART -> ExitCode.DONE_IN_PART;
      case FAILED -> ExitCode.FAILED;
    };
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Gives a schedule another rule; with --job enters a new one.",
        "It holds for all processes within seconds, and a firing that is waited for moves with it."
      },
      footer = {
        "",
        "Example: tickstock schedules set listing-watch \"close + 6h\"",
        "         tickstock schedules set universes-london \"morning after 07:00\" --job universe-refresh --exchange XLON"
      })
  int set(
      @Parameters(index = "0", paramLabel = "NAME", description = "The schedule.") String name,
      @Parameters(index = "1", paramLabel = "RULE", description = "When it is due.") String rule,
      @Option(names = "--job", paramLabel = "JOB", description = "What it runs, for a new one.")
          Optional<String> job,
      @Option(
              names = "--exchange",
              paramLabel = "MIC",
              description = "Whose calendar it follows; XNYS for a new one.")
          Optional<String> exchange,
      @Option(
              names = "--catch-up",
              paramLabel = "each|latest",
              description = "After a time without a process: each missed session, or the latest.")
          Optional<String> catchUp,
      @Mixin OutputOptions output) {
    var format = output.format();
    var shown =
        program
            .schedules()
            .set(
                new Schedules.Change(
                    name,
                    rule,
                    job,
                    exchange.map(SchedulesCommand::mic),
                    catchUp.map(SchedulesCommand::catchUp)),
                program.operator());
    print(List.of(shown), format);
    return ExitCode.DONE;
  }

  private static Mic mic(String text) {
    if (!Mic.isValid(text)) {
      throw new Misuse(
          "--exchange " + text + " is no market identifier code: four capital letters or digits");
    }
    return new Mic(text);
  }

  private static Schedule.CatchUp catchUp(String text) {
    try {
      return Schedule.CatchUp.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Misuse("--catch-up " + text + ": each or latest");
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a schedule away that somebody entered.",
      footer = {"", "Example: tickstock schedules remove universes-london"})
  int remove(@Parameters(paramLabel = "NAME", description = "The schedule.") String name) {
    program.schedules().remove(name, program.operator());
    return told(name + " is gone; what it ran stays in the history");
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Lists what became of firings, the newest first.",
      footer = {"", "Example: tickstock schedules history listing-watch --since 2026-11-01"})
  int history(
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "Of one schedule only.")
          Optional<String> name,
      @Option(
              names = "--since",
              paramLabel = "DATE",
              description = "Those that began on that date (UTC) or later.")
          Optional<LocalDate> since,
      @Mixin OutputOptions output) {
    var format = output.format();
    var from =
        since.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant()).orElse(Instant.EPOCH);
    var table =
        Table.of(
            "schedule",
            "exchange",
            "session",
            "due",
            "started",
            "finished",
            "state",
            ">attempt",
            "again",
            "message",
            "process");
    for (var run : program.schedules().history(name, from, MOST_SHOWN)) {
      table.row(
          run.schedule(),
          run.exchange(),
          run.session(),
          run.due(),
          run.started(),
          run.finished(),
          run.state().word(),
          run.attempt(),
          run.again(),
          run.message(),
          run.process());
    }
    table.print(format, program.out());
    if (table.size() == MOST_SHOWN) {
      program.err().println("these are the newest " + MOST_SHOWN + "; there may be older ones");
    }
    return ExitCode.DONE;
  }
}
