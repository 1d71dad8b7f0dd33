package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/// The sessions that a pass looks at, numbered; dates are days since 1970. Immutable.
final class Days {
  /// Not a session of the exchange.
  static final int CLOSED = Integer.MIN_VALUE;

  private final int firstDay;
  private final int[] place;
  private final int[] day;
  private final boolean[] early;

  private Days(int firstDay, int[] place, int[] day, boolean[] early) {
    this.firstDay = firstDay;
    this.place = place;
    this.day = day;
    this.early = early;
  }

  /// @param range what of it the calendar does not know is left out
  static Days of(TradingCalendar calendar, DateRange range) {
    List<Session> sessions =
        range.overlap(calendar.known()).map(calendar::sessions).orElse(List.of());
    if (sessions.isEmpty()) {
      return new Days(Integer.MAX_VALUE, new int[0], new int[0], new boolean[0]);
    }
    int first = (int) range.overlap(calendar.known()).orElseThrow().first().toEpochDay();
    int last = (int) range.overlap(calendar.known()).orElseThrow().last().toEpochDay();
    var place = new int[last - first + 1];
    Arrays.fill(place, CLOSED);
    var day = new int[sessions.size()];
    var early = new boolean[sessions.size()];
    for (int i = 0; i < day.length; i++) {
      day[i] = (int) sessions.get(i).date().toEpochDay();
      early[i] = sessions.get(i).early();
      place[day[i] - first] = i;
    }
    return new Days(first, place, day, early);
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
