package ai.tickstock.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// The data file of one exchange's sessions: recurring rules and dated exceptions, each with its
/// source. The head of `xnys.calendar` explains the format.
///
/// A line that cannot be read stops the reading with file, line number and reason; one that
/// contradicts another, or says what another says already, stops the resolving of its year with the
/// same.
final class CalendarFile {
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.complementOf(EnumSet.copyOf(WEEKEND));

  /// In force from a date on.
  private record Regular(LocalDate from, Hours hours) {}

  private record Holiday(IntPredicate years, DayRule day, WeekendRule onWeekend, String name) {}

  private record Close(
      CalendarLine line,
      IntPredicate years,
      SessionRule day,
      Set<DayOfWeek> onlyOn,
      LocalTime at,
      String name) {}

  /// What a `closed` or `hours` line says about one date; closed all day without hours.
  private record Exceptional(CalendarLine line, Optional<Hours> hours, String reason) {}

  private record Hours(LocalTime open, LocalTime close, Optional<Lunch> lunch) {
    private Hours(LocalTime open, LocalTime close) {
      this(open, close, Optional.empty());
    }

    /// These hours with the lunch break of others where it lies inside of them.
    private Hours withLunchOf(Hours other) {
      return new Hours(
          open,
          close,
          other.lunch.filter(rest -> open.isBefore(rest.start) && rest.end.isBefore(close)));
    }
  }

  private record Lunch(LocalTime start, LocalTime end) {}

  private final Mic exchange;
  private final ZoneId zone;
  private final DateRange known;

  /// Ascending, the first from the first known date on.
  private final List<Regular> regulars = new ArrayList<>();

  /// In the order of the file.
  private final List<Holiday> holidays = new ArrayList<>();

  private final List<Close> closes = new ArrayList<>();
  private final Map<LocalDate, Exceptional> exceptions = new HashMap<>();

  private CalendarFile(Mic exchange, ZoneId zone, DateRange known) {
    this.exchange = exchange;
    this.zone = zone;
    this.known = known;
  }

  /// The file of an exchange that ships beside this class.
  static CalendarFile bundled(Mic exchange) {
    var name = exchange.code().toLowerCase(ROOT) + ".calendar";
    try (var in = CalendarFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the calendar file " + name + " is not in the program");
      }
      return parse(name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the calendar file " + name, e);
    }
  }

  /// @param name of the file, for messages
  /// @throws IllegalArgumentException if a line is wrong, with the name and the line's number; its
  ///   calendar throws the same from the first question about a year in which two lines collide
  static TradingCalendar read(String name, String text) {
    return parse(name, text).calendar(Map.of());
  }

  private static CalendarFile parse(String name, String text) {
    var lines = CalendarLine.of(name, text);
    if (lines.size() < 4) {
      throw new IllegalArgumentException(
          name + " has no head: the lines exchange, zone, known and regular come first");
    }
    var file =
        new CalendarFile(
            lines.get(0).expect("exchange", 1).mic(1),
            lines.get(1).expect("zone", 1).zone(1),
            lines.get(2).expect("known", 1).knownYears(1));
    file.addRegular(lines.get(3));
    lines.subList(4, lines.size()).forEach(file::add);
    return file;
  }

  /// @param overrides of this exchange, by date
  TradingCalendar calendar(Map<LocalDate, DayOverride> overrides) {
    return new SessionTable(
        exchange,
        zone,
        known,
        year -> resolve(year, overrides),
        date -> {
          var hours = regular(date);
          return session(date, hours, hours);
        });
  }

  private void add(CalendarLine line) {
    switch (line.keyword()) {
      case "regular" -> addRegular(line);
      case "holiday" -> addHoliday(line.expect("holiday", 5));
      case "closes" -> addClose(line.expect("closes", 6));
      case "closed" -> addExceptions(line.expect("closed", 3), Optional.empty(), line.text(2));
      case "hours" -> {
        line.expect("hours", 5);
        addExceptions(line, Optional.of(hours(line, 2)), line.text(4));
      }
      default ->
          throw line.wrong(
              "'" + line.keyword() + "' is not one of regular, holiday, closes, closed and hours");
    }
  }

  private void addRegular(CalendarLine line) {
    line.expect("regular", 5);
    var from = line.date(1);
    if (regulars.isEmpty() && !from.equals(known.first())) {
      throw line.wrong("the first regular hours begin on " + known.first() + ", not on " + from);
    }
    if (!known.contains(from) || !regulars.isEmpty() && !from.isAfter(regulars.getLast().from())) {
      throw line.wrong(
          from + " is not after the regular hours above it, or outside the known " + known);
    }
    var hours = hours(line, 2);
    if (!line.text(4).equals("-")) {
      var times = line.times(4);
      var lunch = new Lunch(times.getFirst(), times.getLast());
      if (!hours.open.isBefore(lunch.start)
          || !lunch.start.isBefore(lunch.end)
          || !lunch.end.isBefore(hours.close)) {
        throw line.wrong("the lunch break does not lie inside of the session");
      }
      hours = new Hours(hours.open, hours.close, Optional.of(lunch));
    }
    regulars.add(new Regular(from, hours));
  }

  private void addHoliday(CalendarLine line) {
    holidays.add(new Holiday(line.years(1, known), line.day(2), line.weekendRule(3), line.text(4)));
  }

  private void addClose(CalendarLine line) {
    closes.add(
        new Close(
            line,
            line.years(1, known),
            line.sessionRule(2),
            line.text(3).equals("-") ? WEEKDAYS : line.daysOfWeek(3),
            line.time(4),
            line.text(5)));
  }

  private void addExceptions(CalendarLine line, Optional<Hours> hours, String reason) {
    for (var date : line.dates(1)) {
      if (!known.contains(date)) {
        throw line.wrong(date + " is outside the known " + known);
      }
      if (exceptions.put(date, new Exceptional(line, hours, reason)) != null) {
        throw line.wrong("another line is about " + date + " already");
      }
    }
  }

  private static Hours hours(CalendarLine line, int field) {
    var hours = new Hours(line.time(field), line.time(field + 1));
    if (!hours.open.isBefore(hours.close)) {
      throw line.wrong("the session closes before it opens");
    }
    return hours;
  }

  private SessionYear resolve(int year, Map<LocalDate, DayOverride> overrides) {
    var observed = holidaysAround(year);
    var early = closesOf(year, date -> isSession(date, observed));
    var sessions = new ArrayList<Session>();
    var reasons = new HashMap<LocalDate, String>();
    var end = LocalDate.of(year + 1, 1, 1);
    for (var date = LocalDate.of(year, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
      var regular = regular(date);
      var close = early.get(date);
      var holiday = observed.get(date);
      boolean weekend = WEEKEND.contains(date.getDayOfWeek());
      Optional<Hours> hours =
          weekend || holiday != null
              ? Optional.empty()
              : Optional.of(close == null ? regular : closingEarly(regular, close, date));
      var reason = holiday != null ? holiday : close != null ? close.name : null;
      var exception = exceptions.get(date);
      if (exception != null) {
        hours = exceptional(exception, date, hours, regular);
        reason = exception.reason;
      }
      var override = overrides.get(date);
      if (override != null) {
        hours = overridden(override, date, hours, regular);
        reason = override.reason();
      }
      if (hours.isPresent()) {
        sessions.add(session(date, hours.get(), regular));
      }
      if (reason != null && (!weekend || override != null)) {
        reasons.put(date, reason);
      }
    }
    return new SessionYear(sessions, reasons);
  }

  /// The holidays of a year with their names. Those of its neighbours too: some are observed across
  /// New Year.
  private Map<LocalDate, String> holidaysAround(int year) {
    var observed = new HashMap<LocalDate, String>();
    for (var holiday : holidays) {
      for (int near = year - 1; near <= year + 1; near++) {
        if (holiday.years.test(near)) {
          var date = holiday.onWeekend.observed(holiday.day.in(near), observed::containsKey);
          observed.putIfAbsent(date, holiday.name);
        }
      }
    }
    return observed;
  }

  private Map<LocalDate, Close> closesOf(int year, Predicate<LocalDate> isSession) {
    var early = new HashMap<LocalDate, Close>();
    for (var close : closes) {
      for (int near = year - 1; near <= year + 1; near++) {
        if (!close.years.test(near)) {
          continue;
        }
        var date = close.day.in(near, isSession);
        if (date.getYear() == year
            && close.onlyOn.contains(date.getDayOfWeek())
            && isSession.test(date)
            && early.put(date, close) != null) {
          throw close.line.wrong("another line has a closing time for " + date + " already");
        }
      }
    }
    return early;
  }

  private boolean isSession(LocalDate date, Map<LocalDate, String> observed) {
    var exception = exceptions.get(date);
    return !WEEKEND.contains(date.getDayOfWeek())
        && !observed.containsKey(date)
        && (exception == null || exception.hours.isPresent());
  }

  private static Hours closingEarly(Hours regular, Close close, LocalDate date) {
    if (!regular.open.isBefore(close.at) || !close.at.isBefore(regular.close)) {
      throw close.line.wrong(
          close.at
              + " is no early close of "
              + date
              + ", whose regular hours are "
              + regular.open
              + "-"
              + regular.close);
    }
    return new Hours(regular.open, close.at).withLunchOf(regular);
  }

  /// Refuses a line that changes nothing: it would only look as if it did.
  private static Optional<Hours> exceptional(
      Exceptional exception, LocalDate date, Optional<Hours> byRule, Hours regular) {
    if (byRule.isEmpty()) {
      throw exception.line.wrong(date + " is no session anyway (weekend or holiday)");
    }
    var hours = exception.hours.map(h -> h.withLunchOf(regular));
    if (hours.equals(byRule)) {
      throw exception.line.wrong(date + " has these hours anyway");
    }
    return hours;
  }

  /// Hours that cannot be, which only somebody who writes into tables can say, change nothing.
  private Optional<Hours> overridden(
      DayOverride override, LocalDate date, Optional<Hours> byFile, Hours regular) {
    if (override.kind() == DayOverride.Kind.CLOSED) {
      return Optional.empty();
    }
    var open = override.opens().orElse(regular.open);
    var close = override.closes().orElse(regular.close);
    return date.atTime(open).atZone(zone).isBefore(date.atTime(close).atZone(zone))
        ? Optional.of(new Hours(open, close).withLunchOf(regular))
        : byFile;
  }

  private Hours regular(LocalDate date) {
    int index = regulars.size() - 1;
    while (regulars.get(index).from.isAfter(date)) {
      index--;
    }
    return regulars.get(index).hours;
  }

  private Session session(LocalDate date, Hours hours, Hours regular) {
    return new Session(
        exchange,
        date,
        date.atTime(hours.open).atZone(zone).toInstant(),
        date.atTime(hours.close).atZone(zone).toInstant(),
        hours.lunch.map(rest ->
            new Session.Break(
                date.atTime(rest.start).atZone(zone).toInstant(),
                date.atTime(rest.end).atZone(zone).toInstant())),
        hours.close.isBefore(regular.close));
  }
}
