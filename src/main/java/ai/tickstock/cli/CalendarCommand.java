package ai.tickstock.cli;

import ai.tickstock.listing.NearMatches;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers questions about the exchanges' trading days.
@Command(
    name = "calendar",
    mixinStandardHelpOptions = true,
    description = "Says when an exchange is open: XNYS, XNAS, ARCX, XASE or BATS.",
    footer = {"", "Example: tickstock calendar is-open XNYS"})
final class CalendarCommand {
  /// Who keeps the sessions of the New York Stock Exchange.
  private static final List<String> KNOWN = List.of("XNYS", "XNAS", "ARCX", "XASE", "BATS");

  private final Program program;

  CalendarCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "sessions",
      mixinStandardHelpOptions = true,
      description = "Lists the sessions of a range with their opening and closing instants.",
      footer = {
        "",
        "Example: tickstock calendar sessions XNYS --from 2024-11-25 --to 2024-11-29 --format csv"
      })
  int sessions(
      @Parameters(paramLabel = "MIC", description = "Market identifier code.") String mic,
      @Option(
              names = "--from",
              paramLabel = "DATE",
              required = true,
              description = "First date; can be in the future.")
          LocalDate from,
      @Option(
              names = "--to",
              paramLabel = "DATE",
              required = true,
              description = "Last date, included.")
          LocalDate to,
      @Mixin OutputOptions output) {
    var format = output.format();
    var calendar = calendar(mic);
    if (from.isAfter(to)) {
      throw new Misuse("--from " + from + " is after --to " + to);
    }
    var known = calendar.known();
    if (!known.contains(from) || !known.contains(to)) {
      throw new Misuse(
          from + ".." + to + " is not inside the years that the calendar knows, " + known);
    }
    var table = Table.of("date", "open_utc", "close_utc");
    calendar
        .sessions(new DateRange(from, to))
        .forEach(session -> table.row(session.date(), session.open(), session.close()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "is-open",
      mixinStandardHelpOptions = true,
      description = {
        "Says whether the exchange is in regular trading now, or was a while ago.",
        "Exit codes: 0 open, 1 closed, 2 misused, 4 cannot tell."
      },
      footer = {"", "Example: tickstock calendar is-open XNYS --ago 6h"})
  int isOpen(
      @Parameters(paramLabel = "MIC", description = "Market identifier code.") String mic,
      @Option(names = "--ago", paramLabel = "TIME", description = "So long ago, e.g. 6h or 90m.")
          Optional<Duration> ago) {
    var calendar = calendar(mic);
    var then = program.clock().instant().minus(ago.orElse(Duration.ZERO));
    var date = Bar.dateOf(then);
    if (!calendar.known().contains(date)) {
      program
          .err()
          .println(
              "tickstock: cannot tell about " + date + ": the calendar knows " + calendar.known());
      return ExitCode.CANNOT_TELL;
    }
    boolean isOpen =
        calendar
            .session(date)
            .filter(s -> !then.isBefore(s.open()) && then.isBefore(s.close()))
            .isPresent();
    program.out().println(isOpen ? "open" : "closed");
    program.out().flush();
    return isOpen ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static TradingCalendar calendar(String mic) {
    if (!KNOWN.contains(mic.toUpperCase(Locale.ROOT))) {
      throw new Misuse(
          "there is no calendar for '"
              + mic
              + "'"
              + Refusals.didYouMean(NearMatches.of(mic, KNOWN, 3))
              + " (known are "
              + String.join(", ", KNOWN)
              + ")");
    }
    return TradingCalendar.nyse();
  }
}
