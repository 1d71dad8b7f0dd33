package ai.tickstock.market;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// One line of a calendar file that says something: fields between bars, and where it stands. Field
/// 0 is the keyword. What cannot be read is refused with file and line number.
record CalendarLine(String file, int number, List<String> fields) {
  private static final Pattern YEARS = Pattern.compile("(\\d{4})(-(\\d{4})?)?");

  /// The lines of a text but the empty ones and the comments (`#`).
  static List<CalendarLine> of(String file, String text) {
    var lines = new ArrayList<CalendarLine>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        var fields = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        lines.add(new CalendarLine(file, number, fields));
      }
    }
    return lines;
  }

  String keyword() {
    return text(0);
  }

  /// This line, if it starts with the keyword and has that many fields after it, none empty.
  CalendarLine expect(String keyword, int count) {
    if (!keyword().equals(keyword)) {
      throw wrong("'" + keyword + "' must stand here, not '" + keyword() + "'");
    }
    if (fields.size() != count + 1) {
      throw wrong(
          "'" + keyword + "' has " + count + " fields after it, not " + (fields.size() - 1));
    }
    if (fields.contains("")) {
      throw wrong("field " + fields.indexOf("") + " after '" + keyword + "' is empty");
    }
    return this;
  }

  String text(int field) {
    return fields.get(field);
  }

  Mic mic(int field) {
    return parse(field, Mic::new);
  }

  ZoneId zone(int field) {
    return parse(field, ZoneId::of);
  }

  LocalDate date(int field) {
    return parse(field, LocalDate::parse);
  }

  /// Dates between blanks.
  List<LocalDate> dates(int field) {
    return parse(field, text -> Arrays.stream(text.split(" +")).map(LocalDate::parse).toList());
  }

  LocalTime time(int field) {
    return parse(field, LocalTime::parse);
  }

  /// Two times with a hyphen between them.
  List<LocalTime> times(int field) {
    var times = text(field).split("-", -1);
    if (times.length != 2) {
      throw wrong("'" + text(field) + "' is not a span of time such as 12:00-13:00");
    }
    return parse(field, text -> Arrays.stream(times).map(LocalTime::parse).toList());
  }

  DayRule day(int field) {
    return parse(field, DayRule::parse);
  }

  SessionRule sessionRule(int field) {
    return parse(field, SessionRule::parse);
  }

  WeekendRule weekendRule(int field) {
    return parse(field, WeekendRule::parse);
  }

  /// Names of days between blanks, such as `Monday Tuesday`.
  Set<DayOfWeek> daysOfWeek(int field) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    parse(field, text -> Arrays.stream(text.split(" +")).map(DayRule::dayOfWeek).toList())
        .forEach(days::add);
    return days;
  }

  /// January 1 of the first to December 31 of the last year of a span such as `1990-2028`.
  DateRange knownYears(int field) {
    var years = YEARS.matcher(text(field));
    if (!years.matches() || years.group(3) == null) {
      throw wrong("'" + text(field) + "' is not a span of years such as 1990-2028");
    }
    return parse(
        field,
        text ->
            new DateRange(
                LocalDate.of(Integer.parseInt(years.group(1)), 1, 1),
                LocalDate.of(Integer.parseInt(years.group(3)), 12, 31)));
  }

  /// Whether a year is in one of the spans, which stand between commas. They lie inside the known
  /// dates; one without an end goes on for ever, so that a holiday after the known dates can be
  /// observed on one of them.
  IntPredicate years(int field, DateRange known) {
    IntPredicate years = year -> false;
    int before = known.first().getYear() - 1;
    for (var text : text(field).split(",", -1)) {
      var span = YEARS.matcher(text.strip());
      if (!span.matches()) {
        throw wrong(
            "'" + text.strip() + "' is not a span of years such as 1995-2012, 1998- or 2020");
      }
      int first = Integer.parseInt(span.group(1));
      int last = first;
      if (span.group(3) != null) {
        last = Integer.parseInt(span.group(3));
      } else if (span.group(2) != null) {
        last = Integer.MAX_VALUE;
      }
      boolean endsKnown = last == Integer.MAX_VALUE || last <= known.last().getYear();
      if (first > last || first <= before || first > known.last().getYear() || !endsKnown) {
        throw wrong(
            "the years '" + text(field) + "' are not ascending and inside the known " + known);
      }
      int end = last;
      years = years.or(year -> year >= first && year <= end);
      before = last;
    }
    return years;
  }

  IllegalArgumentException wrong(String reason) {
    return new IllegalArgumentException(file + ", line " + number + ": " + reason);
  }

  private <T> T parse(int field, Function<String, T> parser) {
    try {
      return parser.apply(text(field));
    } catch (IllegalArgumentException | DateTimeException e) {
      var wrong = wrong(String.valueOf(e.getMessage()));
      wrong.initCause(e);
      throw wrong;
    }
  }
}
