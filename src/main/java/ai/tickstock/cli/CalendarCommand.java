package ai.tickstock.cli;

import ai.tickstock.listing.NearMatches;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
    description = {
      "Says when an exchange was, is and will be open, and decides about its days.",
      "New York (XNYS, XNAS, ARCX, XASE, BATS), London (XLON), Paris (XPAR), Xetra (XETR), Toronto",
      "(XTSE), Sydney (XASX), Hong Kong (XHKG) and Tokyo (XTKS)."
    },
    footer = {"", "Example: tickstock calendar is-open XNYS"})
final class CalendarCommand {
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
    var calendar = shown(mic(mic));
    if (from.isAfter(to)) {
      throw new Misuse("--from " + from + " is after --to " + to);
    }
    var known = calendar.known();
    if (!known.contains(from) || !known.contains(to)) {
      throw new Misuse(
          from + ".." + to + " is not inside the years that the calendar knows, " + known);
    }
    table(calendar, calendar.sessions(new DateRange(from, to)), format)
        .print(format, program.out());
    return ExitCode.DONE;
  }

  private static Table table(TradingCalendar calendar, List<Session> sessions, Format format) {
    if (format == Format.CSV) {
      var table = Table.of("date", "open_utc", "close_utc");
      sessions.forEach(session -> table.row(session.date(), session.open(), session.close()));
      return table;
    }
    boolean lunch = format == Format.JSON || sessions.stream().anyMatch(s -> s.lunch().isPresent());
    var table =
        lunch
            ? Table.of(
                "date",
                "open_utc",
                "close_utc",
                "lunch_start_utc",
                "lunch_end_utc",
                "early",
                "reason")
            : Table.of("date", "open_utc", "close_utc", "early", "reason");
    for (var session : sessions) {
      var row = new ArrayList<Object>(List.of(session.date(), session.open(), session.close()));
      if (lunch) {
        row.add(session.lunch().map(Session.Break::start));
        row.add(session.lunch().map(Session.Break::end));
      }
      row.add(session.early());
      row.add(calendar.reason(session.date()));
      table.row(row.toArray());
    }
    return table;
  }

  @Command(
      name = "is-open",
      mixinStandardHelpOptions = true,
      description = {
        "Says whether the exchange is in regular trading now, or was a while ago.",
        "A lunch break is closed.",
        "Exit codes: 0 open, 1 closed, 2 misused, 4 cannot tell."
      },
      footer = {"", "Example: tickstock calendar is-open XNYS --ago 6h"})
  int isOpen(
      @Parameters(paramLabel = "MIC", description = "Market identifier code.") String mic,
      @Option(names = "--ago", paramLabel = "TIME", description = "So long ago, e.g. 6h or 90m.")
          Optional<Duration> ago) {
    var exchange = mic(mic);
    TradingCalendar calendar;
    try {
      calendar = program.calendar(exchange);
    } catch (RuntimeException unread) { // whatever it was: a guard must not take it for "closed"
      return cannotTell("whether " + exchange + " is open: " + unread.getMessage());
    }
    var then = program.clock().instant().minus(ago.orElse(Duration.ZERO));
    var date = LocalDate.ofInstant(then, calendar.zone());
    if (!calendar.known().contains(date)) {
      return cannotTell("about " + date + ": the calendar knows " + calendar.known());
    }
    boolean isOpen = calendar.session(date).filter(s -> s.isOpenAt(then)).isPresent();
    program.out().println(isOpen ? "open" : "closed");
    program.out().flush();
    return isOpen ? ExitCode.DONE : ExitCode.FAILED;
  }

  @Command(
      name = "year",
      mixinStandardHelpOptions = true,
      description = {
        "Shows a year as twelve months.",
        "Holidays and half days are marked, and named below with their hours."
      },
      footer = {"", "Example: tickstock calendar year XNYS 2026"})
  int year(
      @Parameters(paramLabel = "MIC", description = "Market identifier code.") String mic,
      @Parameters(
              arity = "0..1",
              paramLabel = "YEAR",
              description = "This year at the exchange when left out.")
          Optional<Integer> asked) {
    var calendar = shown(mic(mic));
    int year =
        asked.orElseGet(
            () -> LocalDate.ofInstant(program.clock().instant(), calendar.zone()).getYear());
    int first = calendar.known().first().getYear();
    int last = calendar.known().last().getYear();
    if (year < first || year > last) {
      throw new Misuse(
          "the year " + year + " is not known, the calendar has " + first + " to " + last);
    }
    new YearView(calendar, year).print(program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "next",
      mixinStandardHelpOptions = true,
      description = {
        "Shows what goes on at the exchange now, and what comes next.",
        "The next session to open, when the job after the next close is due, and what is unusual",
        "until the close of the second session from now: closures, early closes, other hours, clock",
        "changes."
      },
      footer = {"", "Example: tickstock calendar next XNYS"})
  int next(
      @Parameters(paramLabel = "MIC", description = "Market identifier code.") String mic,
      @Mixin OutputOptions output) {
    var format = output.format();
    var calendar = shown(mic(mic));
    var now = program.clock().instant();
    if (!DaysAhead.isKnown(calendar, now)) {
      return cannotTell(
          "what comes after "
              + LocalDate.ofInstant(now, calendar.zone())
              + ": the calendar knows "
              + calendar.known());
    }
    new DaysAhead(calendar, now).table().print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "home",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the dates on which a US-listed fund's home market differs from the US.",
        "US sessions on which the home market, such as Japan, was closed or had a short session, so",
        "that the fund's net asset value is stale, and its sessions while the US was closed. The fund",
        "trades on every US session; nothing is skipped by this."
      },
      footer = {"", "Example: tickstock calendar home EWJ --from 2026-01-01 --to 2026-12-31"})
  int home(
      @Parameters(paramLabel = "SYMBOL", description = "Ticker of the fund.") String symbol,
      @Option(
              names = "--from",
              paramLabel = "DATE",
              description = "First date; twelve months ago if left out.")
          Optional<LocalDate> from,
      @Option(
              names = "--to",
              paramLabel = "DATE",
              description = "Last date, included; in three months if left out.")
          Optional<LocalDate> to,
      @Mixin OutputOptions output) {
    var format = output.format();
    var home = HomeMarketDays.home(symbol);
    var today = Bar.dateOf(program.clock().instant());
    var days =
        new HomeMarketDays(
            home,
            shown(Mic.XNYS),
            shown(home.exchange()),
            from.orElseGet(() -> today.minusMonths(12)),
            to.orElseGet(() -> today.plusMonths(3)));
    program.err().println(days.heading());
    days.table().print(format, program.out());
    return ExitCode.DONE;
  }

  /// The calendar with the decisions about its days; without them, and saying so, where they cannot
  /// be read: what ships with the program can be shown anyway.
  private TradingCalendar shown(Mic mic) {
    try {
      return program.calendar(mic);
    } catch (RuntimeException unread) {
      program
          .err()
          .println(
              "tickstock: overrides are not in this, they could not be read: "
                  + unread.getMessage());
      return TradingCalendar.of(mic);
    }
  }

  private int cannotTell(String what) {
    program.err().println("tickstock: cannot tell " + what);
    return ExitCode.CANNOT_TELL;
  }

  /// @throws Misuse if there is no calendar of it
  static Mic mic(String mic) {
    var known = TradingCalendar.exchanges().stream().map(Mic::code).toList();
    var code = mic.toUpperCase(Locale.ROOT);
    if (!known.contains(code)) {
      throw new Misuse(
          "there is no calendar for '"
              + mic
              + "'"
              + Refusals.didYouMean(NearMatches.of(mic, known, 3))
              + " (known are "
              + String.join(", ", known)
              + ")");
    }
    return new Mic(code);
  }
}
