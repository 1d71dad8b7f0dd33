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
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One line of a calendar file that says something: fields between bars, and where it stands. Field
/// 0 is the keyword. What cannot be read is refused with file and line number.
record CalendarLine(String file, int number, List<String> fields) {
  private static final Pattern YEARS = Pattern.compile("(\\d{4})-(\\d{4})?");

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

  /// This line as if the fields before one (but the keyword) were not there.
  CalendarLine from(int field) {
    var shorter = new ArrayList<>(fields.subList(field, fields.size()));
    shorter.addFirst(keyword());
    return new CalendarLine(file, number, shorter);
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

  LocalTime time(int field) {
    return parse(field, LocalTime::parse);
  }

  DayRule day(int field) {
    return parse(field, DayRule::parse);
  }

  /// Names of days between blanks, such as `Monday Tuesday`.
  Set<DayOfWeek> daysOfWeek(int field) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    parse(field, text -> Arrays.stream(text.split(" +")).map(DayRule::dayOfWeek).toList())
        .forEach(days::add);
    return days;
  }

  /// January 1 of the first to December 31 of the last year of a span such as `1990-2028`.
  DateRange years(int field) {
    var years = YEARS.matcher(text(field));
    if (!years.matches() || years.group(2) == null) {
      throw wrong("'" + text(field) + "' is not a span of years such as 1990-2028");
    }
    return parse(
        field,
        text ->
            new DateRange(
                LocalDate.of(Integer.parseInt(years.group(1)), 1, 1),
                LocalDate.of(Integer.parseInt(years.group(2)), 12, 31)));
  }

  /// The years of a span inside known dates; a span without an end goes on to their end.
  List<Integer> yearsWithin(int field, DateRange known) {
    var years = YEARS.matcher(text(field));
    if (!years.matches()) {
      throw wrong("'" + text(field) + "' is not a span of years such as 1995-2012 or 1998-");
    }
    int first = Integer.parseInt(years.group(1));
    int last = years.group(2) == null ? known.last().getYear() : Integer.parseInt(years.group(2));
    if (first > last || first < known.first().getYear() || last > known.last().getYear()) {
      throw wrong("the years '" + text(field) + "' are not inside the known " + known);
    }
    return IntStream.rangeClosed(first, last).boxed().toList();
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
