package ai.tickstock.jobs;

import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// When the end of day of a session may run.
///
/// @param calendar of the exchange
public record EndOfDayTimes(TradingCalendar calendar, EndOfDayRules rules) {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  public Instant possibleFrom(Session session) {
    return session.close().plus(buffer(session));
  }

  private Duration buffer(Session session) {
    return session.early() ? rules.bufferAfterEarlyClose() : rules.buffer();
  }

  /// The last session whose end of day may run.
  ///
  /// @throws IllegalArgumentException if the calendar's known years do not reach that far
  public LocalDate last(Instant now) {
    var session = calendar.lastClosedBy(now);
    return possibleFrom(session).isAfter(now)
        ? calendar.previous(session.date()).date()
        : session.date();
  }

  /// Why the end of day of a date cannot run now; empty when it can.
  public Optional<EndOfDayRefused> refusal(LocalDate date, Instant now) {
    if (!calendar.known().contains(date)) {
      return Optional.of(
          new EndOfDayRefused(
              "the calendar of "
                  + calendar.exchange()
                  + " knows "
                  + calendar.known()
                  + ", not "
                  + date,
              Optional.empty()));
    }
    var session = calendar.session(date);
    if (session.isEmpty()) {
      var next = calendar.next(date);
      return Optional.of(
          new EndOfDayRefused(
              date
                  + " is no session of "
                  + calendar.exchange()
                  + " ("
                  + calendar.reason(date).orElse("a weekend")
                  + "): nothing to do; that of the next one, "
                  + next.date()
                  + ", can run from "
                  + words(possibleFrom(next)),
              Optional.empty()));
    }
    var from = possibleFrom(session.get());
    return now.isBefore(from)
        ? Optional.of(
            new EndOfDayRefused(
                "the end of day of "
                    + date
                    + " can run from "
                    + words(from)
                    + ": "
                    + buffer(session.get()).toMinutes()
                    + " min after the"
                    + (session.get().early() ? " early" : "")
                    + " close",
                Optional.of(from)))
        : Optional.empty();
  }

  /// On the clocks of the exchange.
  private String words(Instant instant) {
    return LOCAL.format(instant.atZone(calendar.zone())) + " " + calendar.zone();
  }
}
