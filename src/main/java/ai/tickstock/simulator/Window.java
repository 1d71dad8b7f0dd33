package ai.tickstock.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/// Windows of several days, weeks, months, quarters or years, the first one starting where the
/// range starts.
///
/// @param origin first day of the first window
record Window(Unit unit, int multiplier, LocalDate origin) {
  enum Unit {
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  /// The unit in the vendor's word; empty for the ones within a day and for unknown words.
  static Optional<Unit> unit(String word) {
    return switch (word) {
      case "day" -> Optional.of(Unit.DAY);
      case "week" -> Optional.of(Unit.WEEK);
      case "month" -> Optional.of(Unit.MONTH);
      case "quarter" -> Optional.of(Unit.QUARTER);
      case "year" -> Optional.of(Unit.YEAR);
      default -> Optional.empty();
    };
  }

  /// Windows that start with the whole unit in which a range starts.
  static Window from(Unit unit, int multiplier, LocalDate first) {
    return new Window(
        unit,
        multiplier,
        switch (unit) {
          case DAY -> first;
          case WEEK -> first.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
          case MONTH -> first.withDayOfMonth(1);
          case QUARTER -> LocalDate.of(first.getYear(), (first.getMonthValue() - 1) / 3 * 3 + 1, 1);
          case YEAR -> first.withDayOfYear(1);
        });
  }

  boolean isSingleDay() {
    return unit == Unit.DAY && multiplier == 1;
  }

  /// First day of the window that holds a date not before the origin.
  LocalDate start(LocalDate date) {
    return plus(number(date));
  }

  /// Last day of that window.
  LocalDate end(LocalDate date) {
    return plus(number(date) + 1).minusDays(1);
  }

  private long number(LocalDate date) {
    long days = date.toEpochDay() - origin.toEpochDay();
    long months =
        12L * (date.getYear() - origin.getYear()) + date.getMonthValue() - origin.getMonthValue();
    long units =
        switch (unit) {
          case DAY -> days;
          case WEEK -> days / 7;
          case MONTH -> months;
          case QUARTER -> months / 3;
          case YEAR -> months / 12;
        };
    return units / multiplier;
  }

  private LocalDate plus(long windows) {
    long units = windows * multiplier;
    return switch (unit) {
      case DAY -> origin.plusDays(units);
      case WEEK -> origin.plusWeeks(units);
      case MONTH -> origin.plusMonths(units);
      case QUARTER -> origin.plusMonths(3 * units);
      case YEAR -> origin.plusYears(units);
    };
  }
}
