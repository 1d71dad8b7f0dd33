package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/// The sessions that a pass looks at, numbered; dates are days since 1970. Immutable.
final class Days {
  /// Not a session of the exchange.
  static final int CLOSED = Integer.MIN_VALUE;

  /// Without any session.
  static final Days NONE = new Days(Integer.MAX_VALUE, new int[0], new int[0], new boolean[0], 0);

  private final int firstDay;
  private final int[] place;
  private final int[] day;
  private final boolean[] early;
  private final int over;

  private Days(int firstDay, int[] place, int[] day, boolean[] early, int over) {
    this.firstDay = firstDay;
    this.place = place;
    this.day = day;
    this.early = early;
    this.over = over;
  }

  /// @param range what of it the calendar does not know is left out
  /// @param now divides the sessions that are over from those that still run or are to come
  static Days of(TradingCalendar calendar, DateRange range, Instant now) {
    List<Session> sessions =
        range.overlap(calendar.known()).map(calendar::sessions).orElse(List.of());
    if (sessions.isEmpty()) {
      return NONE;
    }
    int first = (int) range.overlap(calendar.known()).orElseThrow().first().toEpochDay();
    int last = (int) range.overlap(calendar.known()).orElseThrow().last().toEpochDay();
    var place = new int[last - first + 1];
    Arrays.fill(place, CLOSED);
    var day = new int[sessions.size()];
    var early = new boolean[sessions.size()];
    int over = 0;
    for (int i = 0; i < day.length; i++) {
      day[i] = (int) sessions.get(i).date().toEpochDay();
      early[i] = sessions.get(i).early();
      place[day[i] - first] = i;
      over += sessions.get(i).close().isAfter(now) ? 0 : 1;
    }
    return new Days(first, place, day, early, over);
  }

  /// How many of the sessions, from the first on, are over: the others owe no bar yet.
  int over() {
    return over;
  }

  int size() {
    return day.length;
  }

  int day(int session) {
    return day[session];
  }

  LocalDate date(int session) {
    return LocalDate.ofEpochDay(day[session]);
  }

  boolean isEarly(int session) {
    return session >= 0 && session < early.length && early[session];
  }

  /// The number of a date's session; negative, by weekdays, before the first year that the calendar
  /// knows; CLOSED where there is none.
  int at(int epochDay) {
    if (epochDay < firstDay) {
      return -Math.max(1, (int) Math.ceil((firstDay - (double) epochDay) * 5 / 7));
    }
    return epochDay - firstDay < place.length ? place[epochDay - firstDay] : CLOSED;
  }

  /// The first session on or after a date; `size()` when there is none.
  int notBefore(int epochDay) {
    int found = Arrays.binarySearch(day, epochDay);
    return found >= 0 ? found : -found - 1;
  }
}
