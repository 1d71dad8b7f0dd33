package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A calendar whose sessions are all worked out: a lookup is one or two array reads.
final class SessionTable implements TradingCalendar {
  private final Mic exchange;
  private final DateRange known;
  private final Instant end;
  private final List<Session> sessions;

  /// For each known date, and the one after them: how many sessions lie before it.
  private final int[] before;

  /// @param sessions ascending, all inside `known`, at least one
  SessionTable(Mic exchange, ZoneId zone, DateRange known, List<Session> sessions) {
    this.exchange = exchange;
    this.known = known;
    this.end = known.last().plusDays(1).atStartOfDay(zone).toInstant();
    this.sessions = List.copyOf(sessions);
    this.before = new int[known.days() + 1];
    for (var session : sessions) {
      before[day(session.date()) + 1] = 1;
    }
    for (int i = 1; i < before.length; i++) {
      before[i] += before[i - 1];
    }
  }

  @Override
  public Mic exchange() {
    return exchange;
  }

  @Override
  public DateRange known() {
    return known;
  }

  @Override
  public Optional<Session> session(LocalDate date) {
    int day = knownDay(date);
    return before[day + 1] > before[day]
        ? Optional.of(sessions.get(before[day]))
        : Optional.empty();
  }

  @Override
  public List<Session> sessions(DateRange range) {
    return sessions.subList(before[knownDay(range.first())], before[knownDay(range.last()) + 1]);
  }

  @Override
  public int countSessions(DateRange range) {
    return before[knownDay(range.last()) + 1] - before[knownDay(range.first())];
  }

  @Override
  public Session next(LocalDate date) {
    int index = before[knownDay(date) + 1];
    if (index == sessions.size()) {
      throw new IllegalArgumentException(
          exchange + ": the session after " + date + " is not known, the calendar ends " + known);
    }
    return sessions.get(index);
  }

  @Override
  public Session previous(LocalDate date) {
    int index = before[knownDay(date)] - 1;
    if (index < 0) {
      throw new IllegalArgumentException(
          exchange + ": the session before " + date + " is not known, the calendar is of " + known);
    }
    return sessions.get(index);
  }

  @Override
  public Session lastClosedBy(Instant instant) {
    if (instant.isBefore(sessions.getFirst().close()) || instant.isAfter(end)) {
      throw new IllegalArgumentException(
          exchange
              + ": no session closed by "
              + instant
              + " is known, the calendar is of "
              + known);
    }
    int low = 0;
    int high = sessions.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (sessions.get(middle).close().isAfter(instant)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return sessions.get(low);
  }

  private int knownDay(LocalDate date) {
    if (!known.contains(date)) {
      throw new IllegalArgumentException(
          exchange
              + ": nothing is known about "
              + date
              + ", the calendar is of "
              + known
              + "; ask inside it, or extend its data file");
    }
    return day(date);
  }

  private int day(LocalDate date) {
    return (int) (date.toEpochDay() - known.first().toEpochDay());
  }
}
