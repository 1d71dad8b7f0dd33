package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import io.javalin.http.HttpStatus;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/// Decisions about an exchange's days.
final class CalendarDeeds {
  private final ConsoleProgram program;

  CalendarDeeds(ConsoleProgram program) {
    this.program = program;
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/calendar",
            Role.ADMIN,
            "Decides that an exchange is closed, open or closes early on a day, or takes that back.",
            "tickstock calendar override close MIC DATE --reason TEXT",
            List.of(
                Parameter.text("exchange", "its MIC").needed().like("XNYS"),
                Parameter.date("date", "at the exchange").needed(),
                Parameter.text("kind", "close, open, early-close or undo").needed().like("close"),
                Parameter.text("from", "local time such as 11:00, of an open day"),
                Parameter.text("to", "local time such as 13:00, of an open day or an early close"),
                Deed.WHY),
            CalendarFacts.class,
            this::override));
  }

  private Deed.Done override(Asked asked) {
    var mic = asked.shown("exchange");
    if (!Mic.isValid(mic) || !TradingCalendar.exchanges().contains(new Mic(mic))) {
      throw Misasked.wrong(
          "exchange: there is no calendar of it, only of " + TradingCalendar.exchanges());
    }
    var exchange = TradingCalendar.of(new Mic(mic)).exchange();
    var date = asked.date("date").orElseThrow();
    var calendars = program.calendars();
    var by = asked.visitor().actor();
    var outcome =
        switch (asked.word("kind", List.of("close", "open", "early-close", "undo"), "")) {
          case "undo" -> calendars.undo(exchange, date, asked.shown("reason"), by);
          case "close" -> calendars.decide(decision(asked, exchange, DayOverride.Kind.CLOSED), by);
          case "open" -> calendars.decide(decision(asked, exchange, DayOverride.Kind.OPEN), by);
          default -> calendars.decide(decision(asked, exchange, DayOverride.Kind.EARLY_CLOSE), by);
        };
    if (outcome instanceof Calendars.Outcome.Refused(var objection)) {
      throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, objection);
    }
    program.noteDecision();
    for (var run : program.loader().reexplain(date)) {
      calendars.noteReexplained(run.runId(), run.before(), run.after(), date, by);
    }
    var shown =
        asked.with("exchange", exchange.code()).with("year", String.valueOf(date.getYear()));
    return new Deed.Done(
        CalendarFacts.of(shown, program),
        "/calendar?exchange=" + exchange.code() + "&year=" + date.getYear());
  }

  private static DayOverride decision(Asked asked, Mic exchange, DayOverride.Kind kind) {
    try {
      return new DayOverride(
          exchange,
          asked.date("date").orElseThrow(),
          kind,
          time(asked, "from"),
          time(asked, "to"),
          asked.shown("reason"),
          DayOverride.Source.OPERATOR);
    } catch (IllegalArgumentException e) {
      throw Misasked.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<LocalTime> time(Asked asked, String name) {
    return asked
        .text(name)
        .map(text -> {
          try {
            return LocalTime.parse(text);
          } catch (DateTimeException e) {
            throw Misasked.wrong(name + ": a time such as 13:00 is expected");
          }
        });
  }
}
