package ai.tickstock.market;

import static java.util.Locale.ROOT;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.regex.Pattern;

/// The one day of each year that a phrase of a calendar file names: `July 4`, `3rd Monday of
/// January`, `last Monday of May`, `Monday on or before May 24`, `Good Friday`, `Easter Monday`,
/// `Ascension Day`, `Whit Monday`, `Corpus Christi`, `day after 4th Thursday of November`, `day
/// before January 1`.
interface DayRule {
  Pattern FIXED = Pattern.compile("([A-Z][a-z]+) (\\d{1,2})");
  Pattern WEEKDAY = Pattern.compile("(1st|2nd|3rd|4th|last) ([A-Z][a-z]+) of ([A-Z][a-z]+)");
  Pattern NEAR =
      Pattern.compile("(Monday|Tuesday|Wednesday|Thursday|Friday) on or (before|after) (.+)");
  String DAY_AFTER = "day after ";
  String DAY_BEFORE = "day before ";

  /// Days after Easter Sunday.
  Map<String, Integer> BY_EASTER =
      Map.of(
          "Good Friday", -2,
          "Easter Monday", 1,
          "Ascension Day", 39,
          "Whit Monday", 50,
          "Corpus Christi", 60);

  LocalDate in(int year);

  /// @throws IllegalArgumentException if the phrase is none of these forms
  static DayRule parse(String phrase) {
    if (phrase.startsWith(DAY_AFTER)) {
      var day = parse(phrase.substring(DAY_AFTER.length()));
      return year -> day.in(year).plusDays(1);
    }
    if (phrase.startsWith(DAY_BEFORE)) {
      var day = parse(phrase.substring(DAY_BEFORE.length()));
      return year -> day.in(year).minusDays(1);
    }
    var daysAfterEaster = BY_EASTER.get(phrase);
    if (daysAfterEaster != null) {
      return year -> easterSunday(year).plusDays(daysAfterEaster);
    }
    var near = NEAR.matcher(phrase);
    if (near.matches()) {
      var weekday = dayOfWeek(near.group(1));
      var day = parse(near.group(3));
      var adjuster =
          near.group(2).equals("before")
              ? TemporalAdjusters.previousOrSame(weekday)
              : TemporalAdjusters.nextOrSame(weekday);
      return year -> day.in(year).with(adjuster);
    }
    var fixed = FIXED.matcher(phrase);
    if (fixed.matches()) {
      var day = monthDay(phrase, month(fixed.group(1)), Integer.parseInt(fixed.group(2)));
      return day::atYear;
    }
    var weekday = WEEKDAY.matcher(phrase);
    if (weekday.matches()) {
      int ordinal = weekday.group(1).equals("last") ? -1 : weekday.group(1).charAt(0) - '0';
      var adjuster = TemporalAdjusters.dayOfWeekInMonth(ordinal, dayOfWeek(weekday.group(2)));
      var month = month(weekday.group(3));
      return year -> LocalDate.of(year, month, 1).with(adjuster);
    }
    throw new IllegalArgumentException(
        "'"
            + phrase
            + "' names no day; written are 'July 4', '3rd Monday of January', 'last Monday of May',"
            + " 'Good Friday', 'Easter Monday', 'Ascension Day', 'Whit Monday', 'Corpus Christi',"
            + " or one of them after 'day after ', 'day before ', 'Monday on or before '");
  }

  /// `MONDAY` of `Monday`.
  static DayOfWeek dayOfWeek(String name) {
    return named(DayOfWeek.class, name, "a day of the week");
  }

  /// `MAY` of `May`.
  static Month month(String name) {
    return named(Month.class, name, "a month");
  }

  private static <E extends Enum<E>> E named(Class<E> type, String name, String what) {
    for (var constant : type.getEnumConstants()) {
      var lower = constant.name().toLowerCase(ROOT);
      if (name.equals(Character.toUpperCase(lower.charAt(0)) + lower.substring(1))) {
        return constant;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is not " + what);
  }

  private static MonthDay monthDay(String phrase, Month month, int day) {
    try {
      return MonthDay.of(month, day);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + phrase + "' is no day of the year", e);
    }
  }

  /// By the Gregorian reckoning of Meeus, Jones and Butcher; for any year after 1582.
  private static LocalDate easterSunday(int year) {
    int moonCycle = year % 19;
    int century = year / 100;
    int inCentury = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * moonCycle + century - century / 4 - correction + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7;
    int late = (moonCycle + 11 * epact + 22 * weekday) / 451;
    int sum = epact + weekday - 7 * late + 114;
    return LocalDate.of(year, sum / 31, sum % 31 + 1);
  }
}
