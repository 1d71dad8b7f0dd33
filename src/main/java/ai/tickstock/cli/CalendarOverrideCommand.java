package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Decides about days of an exchange, over its calendar file.
@Command(
    name = "override",
    mixinStandardHelpOptions = true,
    description = {
      "Decides that an exchange is closed, open or closes early on a day.",
      "Goes before its calendar and the vendor's word, and holds at once for plans, coverage and",
      "reports; runs over the day are summed up anew. Bars that are stored stay."
    },
    footer = {
      "",
      "Example: tickstock calendar override close XNYS 2027-01-15 --reason \"day of mourning\""
    })
final class CalendarOverrideCommand {
  private final Program program;

  CalendarOverrideCommand(Program program) {
    this.program = program;
  }

  /// Which day, and why.
  static final class Day {
    @Parameters(index = "0", paramLabel = "MIC", description = "Market identifier code.")
    String mic = "";

    @Parameters(index = "1", paramLabel = "DATE", description = "Date at the exchange.")
    LocalDate date = LocalDate.MIN;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "What the day is called, shown wherever it matters.")
    String reason = "";
  }

  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description = "The exchange has no session on the day.",
      footer = {
        "",
        "Example: tickstock calendar override close XNYS 2027-01-15 --reason \"day of mourning\""
      })
  int close(@Mixin Day day) {
    return decide(day, DayOverride.Kind.CLOSED, Optional.empty(), Optional.empty());
  }

  @Command(
      name = "open",
      mixinStandardHelpOptions = true,
      description =
          "The exchange has a session on the day, at regular hours unless others are given.",
      footer = {
        "",
        "Example: tickstock calendar override open XNYS 2027-01-18 --from 11:00 --to 14:00 --reason test"
      })
  int open(
      @Mixin Day day,
      @Option(names = "--from", paramLabel = "TIME", description = "Local time, e.g. 11:00.")
          Optional<LocalTime> from,
      @Option(names = "--to", paramLabel = "TIME", description = "Local time, e.g. 14:00.")
          Optional<LocalTime> to) {
    return decide(day, DayOverride.Kind.OPEN, from, to);
  }

  @Command(
      name = "early-close",
      mixinStandardHelpOptions = true,
      description = "The exchange closes early on the day.",
      footer = {
        "",
        "Example: tickstock calendar override early-close XNYS 2027-07-02 13:00 --reason storm"
      })
  int earlyClose(
      @Mixin Day day,
      @Parameters(index = "2", paramLabel = "TIME", description = "Local time, e.g. 13:00.")
          LocalTime at) {
    return decide(day, DayOverride.Kind.EARLY_CLOSE, Optional.empty(), Optional.of(at));
  }

  @Command(
      name = "undo",
      mixinStandardHelpOptions = true,
      description = {
        "Takes back what an operator decided about the day.",
        "It stays in the list of all. What the vendor's list says is decided over with open."
      },
      footer = {
        "",
        "Example: tickstock calendar override undo XNYS 2027-01-15 --reason \"another day\""
      })
  int undo(@Mixin Day day) {
    var exchange = TradingCalendar.of(CalendarCommand.mic(day.mic)).exchange();
    requireReason(day);
    return tell(
        exchange,
        day.date,
        program.calendars().undo(exchange, day.date, day.reason.strip(), program.operator()));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the decisions that hold.",
      footer = {"", "Example: tickstock calendar override list --all"})
  int list(
      @Option(names = "--all", description = "Also those that were undone or replaced.")
          boolean all,
      @Mixin OutputOptions output) {
    var format = output.format();
    var table =
        Table.of(
            "exchange",
            "date",
            "decided",
            "from",
            "to",
            "reason",
            "source",
            "by",
            "at",
            "undone_by",
            "undone_at",
            "undone_reason");
    var calendars = program.calendars();
    for (var kept : all ? calendars.all() : calendars.inForce()) {
      var decision = kept.decision();
      table.row(
          decision.exchange(),
          decision.date(),
          Words.of(decision.kind()),
          decision.opens(),
          decision.closes(),
          decision.reason(),
          Words.of(decision.source()),
          kept.by(),
          kept.at(),
          kept.undone().map(Calendars.Undone::by),
          kept.undone().map(Calendars.Undone::at),
          kept.undone().map(Calendars.Undone::reason));
    }
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  private int decide(
      Day day, DayOverride.Kind kind, Optional<LocalTime> opens, Optional<LocalTime> closes) {
    var exchange = TradingCalendar.of(CalendarCommand.mic(day.mic)).exchange();
    requireReason(day);
    var decision =
        new DayOverride(
            exchange,
            day.date,
            kind,
            opens,
            closes,
            day.reason.strip(),
            DayOverride.Source.OPERATOR);
    return tell(exchange, day.date, program.calendars().decide(decision, program.operator()));
  }

  private static void requireReason(Day day) {
    if (day.reason.strip().isEmpty()) {
      throw new Misuse("--reason is empty: say why, it is shown wherever the day matters");
    }
  }

  private int tell(Mic exchange, LocalDate date, Calendars.Outcome outcome) {
    return switch (outcome) {
      case Calendars.Outcome.Refused(var objection) -> throw new Misuse(objection);
      case Calendars.Outcome.Done(var before, var after) -> {
        program
            .out()
            .println(
                exchange
                    + " "
                    + date
                    + ": "
                    + words(after, date)
                    + "; until now "
                    + words(before, date));
        program.out().flush();
        DecidedDay.tell(program, program.loaderOfStored(), program.calendars(), date);
        yield ExitCode.DONE;
      }
    };
  }

  /// The day in the exchange's own time.
  private static String words(TradingCalendar calendar, LocalDate date) {
    var named = calendar.reason(date).map(reason -> " (" + reason + ")").orElse("");
    return calendar
            .session(date)
            .map(s -> "open " + local(calendar, s.open()) + "-" + local(calendar, s.close()))
            .orElse("closed")
        + named;
  }

  private static LocalTime local(TradingCalendar calendar, Instant instant) {
    return instant.atZone(calendar.zone()).toLocalTime();
  }
}
