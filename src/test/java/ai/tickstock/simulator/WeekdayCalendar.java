package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every weekday but the given holidays; closes at one on the given days.
record WeekdayCalendar(Set<LocalDate> holidays, Set<LocalDate> earlyCloses)
    implements TradingCalendar {

  static WeekdayCalendar plain() {
    return new WeekdayCalendar(
        Set.of(LocalDate.of(2026, 11, 26)), Set.of(LocalDate.of(2026, 11, 27)));
  }

  @Override
  public Mic exchange() {
    return Mic.XNYS;
  }

  @Override
  public ZoneId zone() {
    return Bar.NEW_YORK;
  }

  @Override
  public DateRange known() {
    return new DateRange(LocalDate.of(2000, 1, 1), LocalDate.of(2028, 12, 31));
  }

  @Override
  public Optional<Session> session(LocalDate date) {
    if (date.getDayOfWeek().getValue() > 5 || holidays.contains(date)) {
      return Optional.empty();
    }
    boolean early = earlyCloses.contains(date);
    var close = early ? LocalTime.of(13, 0) : LocalTime.of(16, 0);
    return Optional.of(
        new Session(
            Mic.XNYS,
            date,
            date.atTime(9, 30).atZone(Bar.NEW_YORK).toInstant(),
            date.atTime(close).atZone(Bar.NEW_YORK).toInstant(),
            early));
  }

  @Override
  public Session regular(LocalDate date) {
    return session(date).orElseThrow();
  }

  @Override
  public Optional<String> reason(LocalDate date) {
    return holidays.contains(date) || earlyCloses.contains(date)
        ? Optional.of("Holiday")
        : Optional.empty();
  }

  @Override
  public List<Session> sessions(DateRange range) {
    return range
        .first()
        .datesUntil(range.last().plusDays(1))
        .flatMap(d -> session(d).stream())
        .toList();
  }

  @Override
  public int countSessions(DateRange range) {
    return sessions(range).size();
  }

  @Override
  public Session next(LocalDate date) {
    return session(date.plusDays(1)).orElseGet(() -> next(date.plusDays(1)));
  }

  @Override
  public Session previous(LocalDate date) {
    return session(date.minusDays(1)).orElseGet(() -> previous(date.minusDays(1)));
  }

  @Override
  public Session lastClosedBy(Instant instant) {
    var date = LocalDate.ofInstant(instant, Bar.NEW_YORK);
    return session(date)
        .filter(today -> !today.close().isAfter(instant))
        .orElseGet(() -> previous(date));
  }
}
