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
    return place < 0 || place >= DATES
        ? date.atStartOfDay(Bar.NEW_YORK).toInstant()
        : begin((int) place);
  }

  private static Instant begin(int place) {
    var begin = BEGINS[place];
    if (begin == null) {
      begin = named(place).atStartOfDay(Bar.NEW_YORK).toInstant();
      BEGINS[place] = begin;
    }
    return begin;
  }

  /// The date in New York at an instant.
  static LocalDate date(Instant instant) {
    int place = place(instant.getEpochSecond());
    return place < 0 ? LocalDate.ofInstant(instant, Bar.NEW_YORK) : named(place);
  }

  /// When the date in New York at an instant began.
  static Instant before(Instant instant) {
    int place = place(instant.getEpochSecond());
    return place < 0 ? of(LocalDate.ofInstant(instant, Bar.NEW_YORK)) : begin(place);
  }

  /// The place of the date at an instant; negative where it has none. Dates begin with whole
  /// seconds.
  private static int place(long second) {
    long place = Math.floorDiv(second - MOST_BEHIND_SECONDS, DAY_SECONDS) - FIRST;
    if (place < 0 || place >= DATES - 1) {
      return -1;
    }
    int date = (int) place;
    return second < begin(date + 1).getEpochSecond() ? date : date + 1;
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
