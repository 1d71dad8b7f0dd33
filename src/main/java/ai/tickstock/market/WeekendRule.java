package ai.tickstock.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.function.Predicate;

/// When a holiday is observed that falls on a weekend.
enum WeekendRule {
  NOT_MOVED("-"),
  SUNDAY_TO_MONDAY("Sunday to Monday"),
  TO_MONDAY("to Monday"),
  NEAREST_WEEKDAY("nearest weekday"),
  TO_NEXT_WEEKDAY("to next weekday"),
  SUNDAY_TO_NEXT_WEEKDAY("Sunday to next weekday");

  private final String words;

  WeekendRule(String words) {
    this.words = words;
  }

  /// @throws IllegalArgumentException if the words are those of no rule
  static WeekendRule parse(String words) {
    for (var rule : values()) {
      if (rule.words.equals(words)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + words
            + "' is not one of -, 'Sunday to Monday', 'to Monday', 'nearest weekday',"
            + " 'to next weekday', 'Sunday to next weekday'");
  }

  /// @param taken whether another holiday is observed on a day; the rules that speak of the next
  ///   weekday pass over it
  LocalDate observed(LocalDate day, Predicate<LocalDate> taken) {
    boolean saturday = day.getDayOfWeek() == DayOfWeek.SATURDAY;
    boolean sunday = day.getDayOfWeek() == DayOfWeek.SUNDAY;
    return switch (this) {
      case NOT_MOVED -> day;
      case SUNDAY_TO_MONDAY -> sunday ? day.plusDays(1) : day;
      case TO_MONDAY -> saturday ? day.plusDays(2) : sunday ? day.plusDays(1) : day;
      case NEAREST_WEEKDAY -> saturday ? day.minusDays(1) : sunday ? day.plusDays(1) : day;
      case TO_NEXT_WEEKDAY -> freeWeekday(day, taken);
      case SUNDAY_TO_NEXT_WEEKDAY -> sunday ? freeWeekday(day, taken) : day;
    };
  }

  private static LocalDate freeWeekday(LocalDate from, Predicate<LocalDate> taken) {
    var day = from;
    while (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 || taken.test(day)) {
      day = day.plusDays(1);
    }
    return day;
  }
}
