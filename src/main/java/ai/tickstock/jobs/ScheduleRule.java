package ai.tickstock.jobs;

import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.stream.Stream;

/// When a schedule is due, over the calendar of an exchange. Local times follow the clocks of the
/// exchange, or of a zone that the rule names: a time that the clocks leave out in spring is due
/// that much later, one that they show twice in autumn is due the first time.
///
/// @see RuleText the language that people write
public sealed interface ScheduleRule {
  /// Due for each session, so long after its close.
  ///
  /// @param regular after a close at the regular time; empty: such sessions are not due
  /// @param early after an early close; empty: as `regular`
  record AfterClose(Optional<Duration> regular, Optional<Duration> early) implements ScheduleRule {}

  /// Due for each session, on the calendar day after it.
  record MorningAfter(LocalTime at, Optional<ZoneId> zone) implements ScheduleRule {}

  record Daily(LocalTime at, Optional<ZoneId> zone) implements ScheduleRule {}

  record Weekly(DayOfWeek day, LocalTime at, Optional<ZoneId> zone) implements ScheduleRule {}

  /// @param week 1 to 4, or -1 for the last one of the month
  record Monthly(int week, DayOfWeek day, LocalTime at, Optional<ZoneId> zone)
      implements ScheduleRule {}

  /// @throws ScheduleRefused saying what is wrong and where
  static ScheduleRule of(String text) {
    return new RuleText(text).rule();
  }

  /// Whether it is due once for each session, as opposed to by the clock alone.
  default boolean isOfSessions() {
    return this instanceof AfterClose || this instanceof MorningAfter;
  }

  /// When it is due from there on, ascending, as far as the calendar knows. Days on which the
  /// exchange is closed by name are told with the reason; weekends are not.
  ///
  /// @param session rules of sessions: later ones only
  /// @param until others: later instants only
  default Stream<Firing> firings(TradingCalendar calendar, LocalDate session, Instant until) {
    if (isOfSessions()) {
      return dates(calendar, session.plusDays(1))
          .flatMap(date -> ofSession(calendar, date).stream());
    }
    // A zone of the rule's own may be a day ahead or behind.
    var from = LocalDate.ofInstant(until, calendar.zone()).minusDays(1);
    return dates(calendar, from)
        .flatMap(date -> onDay(calendar, date).stream())
        .filter(due -> due.isAfter(until))
        .flatMap(due -> lastClosed(calendar, due).map(s -> Firing.at(s, due)).stream());
  }

  private static Stream<LocalDate> dates(TradingCalendar calendar, LocalDate from) {
    var known = calendar.known();
    var first = from.isBefore(known.first()) ? known.first() : from;
    return first.isAfter(known.last())
        ? Stream.empty()
        : first.datesUntil(known.last().plusDays(1));
  }

  private static Optional<LocalDate> lastClosed(TradingCalendar calendar, Instant due) {
    var date = LocalDate.ofInstant(due, calendar.zone());
    return calendar.known().contains(date)
        ? Optional.of(calendar.lastClosedBy(due).date())
        : Optional.empty();
  }

  private Optional<Firing> ofSession(TradingCalendar calendar, LocalDate date) {
    var regular = calendar.regular(date);
    var session = calendar.session(date);
    var usually = due(calendar, regular);
    if (session.isPresent()) {
      return due(calendar, session.get())
          .map(due -> new Firing(date, due, Optional.empty(), usually.orElse(due)));
    }
    return usually.flatMap(due ->
        calendar.reason(date).map(reason -> new Firing(date, due, Optional.of(reason), due)));
  }

  private Optional<Instant> due(TradingCalendar calendar, Session session) {
    return switch (this) {
      case AfterClose(var regular, var early) ->
          (session.early() ? early.or(() -> regular) : regular).map(session.close()::plus);
      case MorningAfter(var at, var zone) ->
          Optional.of(instant(session.date().plusDays(1), at, zone, calendar));
      case Daily _, Weekly _, Monthly _ -> Optional.empty();
    };
  }

  private Optional<Instant> onDay(TradingCalendar calendar, LocalDate date) {
    return switch (this) {
      case Daily(var at, var zone) -> Optional.of(instant(date, at, zone, calendar));
      case Weekly(var day, var at, var zone) ->
          Optional.of(date)
              .filter(d -> d.getDayOfWeek() == day)
              .map(d -> instant(d, at, zone, calendar));
      case Monthly(var week, var day, var at, var zone) ->
          Optional.of(date)
              .filter(d -> d.with(TemporalAdjusters.dayOfWeekInMonth(week, day)).equals(d))
              .map(d -> instant(d, at, zone, calendar));
      case AfterClose _, MorningAfter _ -> Optional.empty();
    };
  }

  private static Instant instant(
      LocalDate date, LocalTime at, Optional<ZoneId> zone, TradingCalendar calendar) {
    return date.atTime(at).atZone(zone.orElse(calendar.zone())).toInstant();
  }
}
