package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.List;

/// The sessions of a range with the instants between which minutes trade, for finding the session
/// of many starts at once. Immutable.
final class TradingDays {
  private static final long MINUTE = 60_000;

  private final List<Session> sessions;
  private final long[] firsts;
  private final long[] ends;

  private TradingDays(List<Session> sessions) {
    this.sessions = sessions;
    this.firsts = new long[sessions.size()];
    this.ends = new long[sessions.size()];
    for (int i = 0; i < firsts.length; i++) {
      var date = sessions.get(i).date();
      firsts[i] = date.atTime(ExtendedHours.BEGIN).atZone(Bar.NEW_YORK).toInstant().toEpochMilli();
      ends[i] = ExtendedHours.endOf(date).toEpochMilli();
    }
  }

  /// Those of the range that the calendar knows.
  static TradingDays of(TradingCalendar calendar, DateRange range) {
    return new TradingDays(
        range.overlap(calendar.known()).map(calendar::sessions).orElse(List.of()));
  }

  int size() {
    return sessions.size();
  }

  LocalDate date(int day) {
    return sessions.get(day).date();
  }

  /// The first session, at or after a place, whose extended hours end after a start; `size()` when
  /// there is none.
  int notEndedBefore(long start, int from) {
    int day = from;
    while (day < ends.length && ends[day] <= start) {
      day++;
    }
    return day;
  }

  /// Whether a start lies between 04:00 and 20:00 of a session.
  boolean holds(int day, long start) {
    return day < firsts.length && start >= firsts[day] && start < ends[day];
  }

  /// Regular minutes before a start; negative before the open.
  int minutesSinceOpen(int day, long start) {
    return (int) Math.floorDiv(start - open(day), MINUTE);
  }

  long open(int day) {
    return sessions.get(day).open().toEpochMilli();
  }

  /// Minutes from the open to the close.
  int regularMinutes(int day) {
    return (int) ((sessions.get(day).close().toEpochMilli() - open(day)) / MINUTE);
  }
}
