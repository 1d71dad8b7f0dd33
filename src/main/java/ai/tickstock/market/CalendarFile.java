package ai.tickstock.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The data file of one exchange's sessions: recurring rules and dated exceptions, each with its
/// source. The head of `xnys.calendar` explains the format.
///
/// A line that cannot be right stops the reading with file, line number and reason.
final class CalendarFile {
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.complementOf(EnumSet.copyOf(WEEKEND));

  /// What a `closed` or `hours` line says about one date; closed all day without hours.
  private record Exceptional(CalendarLine line, Optional<Hours> hours) {}

  private record Hours(LocalTime open, LocalTime close) {}

  private final Mic exchange;
  private final ZoneId zone;
  private final DateRange known;
  private final Hours regular;
  private final Set<LocalDate> holidays = new HashSet<>();
  private final Map<LocalDate, LocalTime> closes = new HashMap<>();
  private final Map<LocalDate, Exceptional> exceptions = new HashMap<>();

  private CalendarFile(Mic exchange, ZoneId zone, DateRange known, Hours regular) {
    this.exchange = exchange;
    this.zone = zone;
    this.known = known;
    this.regular = regular;
  }

  /// The calendar of a file that ships beside this class.
  static TradingCalendar bundled(String name) {
    try (var in = CalendarFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the calendar file " + name + " is not in the program");
      }
      return read(name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the calendar file " + name, e);
    }
  }

  /// @param name of the file, for messages
  /// @throws IllegalArgumentException if a line is wrong, with the name and the line's number
  static TradingCalendar read(String name, String text) {
    var lines = CalendarLine.of(name, text);
    if (lines.size() < 4) {
      throw new IllegalArgumentException(
          name + " has no head: the lines exchange, zone, known and regular come first");
    }
    var file =
        new CalendarFile(
            lines.get(0).expect("exchange", 1).mic(1),
            lines.get(1).expect("zone", 1).zone(1),
            lines.get(2).expect("known", 1).years(1),
            hours(lines.get(3).expect("regular", 2)));
    lines.subList(4, lines.size()).forEach(file::add);
    return new SessionTable(file.exchange, file.zone, file.known, file.sessions());
  }

  private void add(CalendarLine line) {
    switch (line.keyword()) {
      case "holiday" -> addHoliday(line.expect("holiday", 5));
      case "closes" -> addCloses(line.expect("closes", 6));
      case "closed" -> addException(line.expect("closed", 3), Optional.empty());
      case "hours" -> {
        line.expect("hours", 5);
        addException(line, Optional.of(hours(line.from(2))));
      }
      default ->
          throw line.wrong(
              "'" + line.keyword() + "' is not one of holiday, closes, closed and hours");
    }
  }

  private void addHoliday(CalendarLine line) {
    var rule = line.day(2);
    for (int year : line.yearsWithin(1, known)) {
      holidays.add(observed(rule.in(year), line));
    }
  }

  private static LocalDate observed(LocalDate day, CalendarLine line) {
    int shift =
        switch (line.text(3)) {
          case "-" -> 0;
          case "Sunday to Monday" -> day.getDayOfWeek() == DayOfWeek.SUNDAY ? 1 : 0;
          case "nearest weekday" ->
              switch (day.getDayOfWeek()) {
                case SATURDAY -> -1;
                case SUNDAY -> 1;
                default -> 0;
              };
          default ->
              throw line.wrong(
                  "'" + line.text(3) + "' is not one of -, 'Sunday to Monday', 'nearest weekday'");
        };
    return day.plusDays(shift);
  }

  private void addCloses(CalendarLine line) {
    var rule = line.day(2);
    var onlyOn = line.text(3).equals("-") ? WEEKDAYS : line.daysOfWeek(3);
    var at = line.time(4);
    for (int year : line.yearsWithin(1, known)) {
      var date = rule.in(year);
      if (onlyOn.contains(date.getDayOfWeek()) && closes.put(date, at) != null) {
        throw line.wrong("another line has a closing time for " + date + " already");
      }
    }
  }

  private void addException(CalendarLine line, Optional<Hours> hours) {
    var date = line.date(1);
    if (!known.contains(date)) {
      throw line.wrong(date + " is outside the known " + known);
    }
    if (exceptions.put(date, new Exceptional(line, hours)) != null) {
      throw line.wrong("another line is about " + date + " already");
    }
  }

  private static Hours hours(CalendarLine line) {
    var hours = new Hours(line.time(1), line.time(2));
    if (!hours.open.isBefore(hours.close)) {
      throw line.wrong("the session closes before it opens");
    }
    return hours;
  }

  private List<Session> sessions() {
    var sessions = new ArrayList<Session>();
    for (var date = known.first(); !date.isAfter(known.last()); date = date.plusDays(1)) {
      var byRule =
          WEEKEND.contains(date.getDayOfWeek()) || holidays.contains(date)
              ? Optional.<Hours>empty()
              : Optional.of(new Hours(regular.open, closes.getOrDefault(date, regular.close)));
      var exception = exceptions.get(date);
      if (exception != null && byRule.isEmpty()) {
        throw exception.line.wrong(date + " is no session anyway (weekend or holiday)");
      }
      var hours = exception == null ? byRule : exception.hours;
      if (hours.isPresent()) {
        sessions.add(session(date, hours.get()));
      }
    }
    return sessions;
  }

  private Session session(LocalDate date, Hours hours) {
    return new Session(
        exchange,
        date,
        date.atTime(hours.open).atZone(zone).toInstant(),
        date.atTime(hours.close).atZone(zone).toInstant(),
        hours.close.isBefore(regular.close));
  }
}
