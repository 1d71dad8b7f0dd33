package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// When dates begin in New York: the rules of the zone are asked once a date, since every daily bar
/// of a load has such a date. Safe for use by many threads.
final class Midnights {
  private static final long DAY_SECONDS = 86_400;

  /// New York is four or five hours behind UTC in the years that are kept.
  private static final long MOST_BEHIND_SECONDS = 5 * 3_600;

  private static final int FIRST = (int) LocalDate.of(1970, 1, 1).toEpochDay();
  private static final int DATES = (int) LocalDate.of(2070, 1, 1).toEpochDay() - FIRST;

  /// Threads may work the same one out at the same time: both are immutable, and equal.
  private static final @Nullable Instant[] BEGINS = new @Nullable Instant[DATES];

  private static final @Nullable LocalDate[] NAMES = new @Nullable LocalDate[DATES];

  private Midnights() {}

  static Instant of(LocalDate date) {
    long place = date.toEpochDay() - FIRST;
    if (place < 0 || place >= DATES) {
      return date.atStartOfDay(Bar.NEW_YORK).toInstant();
    }
    var begin = BEGINS[(int) place];
    if (begin == null) {
      begin = date.atStartOfDay(Bar.NEW_YORK).toInstant();
      BEGINS[(int) place] = begin;
    }
    return begin;
  }

  /// The date in New York at an instant.
  static LocalDate date(Instant instant) {
    long place = Math.floorDiv(instant.getEpochSecond() - MOST_BEHIND_SECONDS, DAY_SECONDS) - FIRST;
    if (place < 0 || place >= DATES - 1) {
      return LocalDate.ofInstant(instant, Bar.NEW_YORK);
    }
    var date = named((int) place);
    var next = named((int) place + 1);
    return instant.isBefore(of(next)) ? date : next;
  }

  private static LocalDate named(int place) {
    var name = NAMES[place];
    if (name == null) {
      name = LocalDate.ofEpochDay((long) FIRST + place);
      NAMES[place] = name;
    }
    return name;
  }
}
