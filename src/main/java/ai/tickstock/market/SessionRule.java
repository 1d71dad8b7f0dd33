package ai.tickstock.market;

import java.time.LocalDate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The one day of each year that a phrase about sessions names: `first session of January`, `last
/// session of December`, `last session before December 25`; or a phrase about days, see `DayRule`.
interface SessionRule {
  Pattern OF_MONTH = Pattern.compile("(first|last) session of ([A-Z][a-z]+)");
  String BEFORE = "last session before ";

  /// @param isSession must answer for days of the year and a month around them
  LocalDate in(int year, Predicate<LocalDate> isSession);

  /// @throws IllegalArgumentException if the phrase is none of these forms
  static SessionRule parse(String phrase) {
    if (phrase.startsWith(BEFORE)) {
      var day = DayRule.parse(phrase.substring(BEFORE.length()));
      return (year, isSession) -> step(day.in(year).minusDays(1), -1, isSession);
    }
    var ofMonth = OF_MONTH.matcher(phrase);
    if (ofMonth.matches()) {
      var month = DayRule.month(ofMonth.group(2));
      return ofMonth.group(1).equals("first")
          ? (year, isSession) -> step(LocalDate.of(year, month, 1), 1, isSession)
          : (year, isSession) ->
              step(LocalDate.of(year, month, 1).plusMonths(1).minusDays(1), -1, isSession);
    }
    var day = DayRule.parse(phrase);
    return (year, isSession) -> day.in(year);
  }

  private static LocalDate step(LocalDate from, int days, Predicate<LocalDate> isSession) {
    var date = from;
    while (!isSession.test(date)) {
      date = date.plusDays(days);
    }
    return date;
  }
}
