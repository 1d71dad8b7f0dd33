package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Every weekday is a session.
final class Weekdays implements TradingCalendar {
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
    return date.getDayOfWeek().getValue() > 5
        ? Optional.empty()
        : Optional.of(
            new Session(
                Mic.XNYS,
                date,
                date.atTime(9, 30).atZone(Bar.NEW_YORK).toInstant(),
                date.atTime(16, 0).atZone(Bar.NEW_YORK).toInstant(),
                false));
  }

  @Override
  public Session regular(LocalDate date) {
    return session(date).orElseThrow();
  }

  @Override
  public Optional<String> reason(LocalDate date) {
    return Optional.empty();
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
  public Session lastClosedBy(Instant instant) {
    var session = previous(LocalDate.ofInstant(instant, Bar.NEW_YORK).plusDays(1));
    return session.close().isAfter(instant) ? previous(session.date()) : session;
  }

  @Override
  public Session next(LocalDate date) {
    return session(date.plusDays(1)).orElseGet(() -> next(date.plusDays(1)));
  }

  @Override
  public Session previous(LocalDate date) {
    return session(date.minusDays(1)).orElseGet(() -> previous(date.minusDays(1)));
  }
}
