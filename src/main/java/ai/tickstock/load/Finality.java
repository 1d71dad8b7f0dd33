package ai.tickstock.load;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.Predicate;

/// When the vendor's bar of a session exists and when it is final.
///
/// @param calendar whose sessions are meant where no instrument is
/// @param delay the plan's delay
/// @param whileRunning whether what there is of a session counts that is not over yet
/// @param calendars those of the exchanges that instruments follow
public record Finality(
    TradingCalendar calendar,
    Duration delay,
    boolean whileRunning,
    Function<Mic, TradingCalendar> calendars) {
  private static final Duration SURELY_AFTER = Duration.ofHours(21);

  /// Of whole sessions.
  public Finality(TradingCalendar calendar, Duration delay) {
    this(calendar, delay, false, TradingCalendar::of);
  }

  /// The calendar that an instrument follows.
  ///
  /// @param exchange see `Instrument.follows`
  TradingCalendar calendar(Mic exchange) {
    return exchange.equals(calendar.exchange()) ? calendar : calendars.apply(exchange);
  }

  /// The same where instruments of an exchange are meant.
  public Finality at(Mic exchange) {
    return new Finality(calendar(exchange), delay, whileRunning, calendars);
  }

  /// From then on a fetched bar counts as final: 20:00 New York time of the session plus the plan's
  /// delay.
  public Instant finalAfter(LocalDate session) {
    return ExtendedHours.endOf(session).plus(delay);
  }

  public boolean isFinal(LocalDate session, Instant fetchedAt) {
    // Without the zone's rules for the many sessions of the past: 20:00 is within 21 hours of
    // midnight.
    var surely = Bar.startOfSession(session).plus(SURELY_AFTER).plus(delay);
    return !fetchedAt.isBefore(surely) || !fetchedAt.isBefore(finalAfter(session));
  }

  /// Of which sessions an answer that came at an instant was not final: quick for the many sessions
  /// of the past.
  Predicate<LocalDate> provisionalAt(Instant receivedAt) {
    var surelyFinal = Bar.dateOf(receivedAt.minus(delay)).minusDays(2);
    return session -> session.isAfter(surelyFinal) && !isFinal(session, receivedAt);
  }

  /// Whether the vendor can have a bar of the whole session: it closed at least the delay ago.
  public boolean isPublished(Session session, Instant now) {
    return !now.isBefore(session.close().plus(delay));
  }

  /// The last session whose values are final.
  ///
  /// @throws IllegalArgumentException if the calendar's known years do not reach that far
  public LocalDate lastFinal(Instant now) {
    var date = Bar.dateOf(now).plusDays(1);
    var session = calendar.previous(date);
    while (!isFinal(session.date(), now)) {
      session = calendar.previous(session.date());
    }
    return session.date();
  }

  /// The last session of which the vendor has something.
  ///
  /// @throws IllegalArgumentException if the calendar's known years do not reach that far
  public LocalDate lastBegun(Instant now) {
    var session = calendar.previous(Bar.dateOf(now).plusDays(1));
    while (now.isBefore(session.open().plus(delay))) {
      session = calendar.previous(session.date());
    }
    return session.date();
  }

  /// Whether the date has a session that is not asked for yet: the vendor cannot have the whole
  /// bar, or, while the session is running, none.
  ///
  /// @throws IllegalArgumentException if the date is outside the calendar's known years
  boolean isPending(LocalDate session, Instant now) {
    return calendar
        .session(session)
        .map(s -> whileRunning ? now.isBefore(s.open().plus(delay)) : !isPublished(s, now))
        .orElse(false);
  }

  /// Whether a provisional bar is asked for again: the vendor has its final values by now, or later
  /// ones.
  boolean isDueAgain(LocalDate session, Instant now) {
    return whileRunning || isFinal(session, now);
  }
}
