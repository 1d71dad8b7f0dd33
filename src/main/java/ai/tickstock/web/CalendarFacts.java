package ai.tickstock.web;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The days of a year on which an exchange is closed or closes early.
///
/// @param zone of its clocks
/// @param sessions how many there are
/// @param decided what an operator or the vendor said about days, also of other years
record CalendarFacts(
    String exchange,
    int year,
    String zone,
    int sessions,
    Optional<Integer> yearBefore,
    Optional<Integer> yearAfter,
    List<Day> days,
    List<Decision> decided,
    List<String> exchanges) {

  /// @param kind `closed` or `early close`
  /// @param hours on the clocks of the exchange; empty when it is closed
  record Day(LocalDate date, String weekday, String kind, String hours, String reason) {}

  /// @param kind `closed`, `open` or `early close`
  /// @param opens at the exchange; empty: as usual
  /// @param canUndo whether a person decided it
  record Decision(
      LocalDate date,
      String kind,
      String opens,
      String closes,
      String reason,
      Instant at,
      String by,
      boolean canUndo) {}

  static CalendarFacts of(Asked asked, ConsoleProgram program) {
    var text = asked.text("exchange").orElse("XNYS");
    if (!Mic.isValid(text) || !TradingCalendar.exchanges().contains(new Mic(text))) {
      throw Misasked.wrong(
          "exchange: there is no calendar of it, only of " + TradingCalendar.exchanges());
    }
    var calendars = program.calendars();
    var calendar = calendars.of(new Mic(text));
    var known = calendar.known();
    var today = LocalDate.ofInstant(program.clock().instant(), calendar.zone());
    int year = year(asked.whole("year"), today);
    var whole = new DateRange(Year.of(year).atDay(1), LocalDate.of(year, 12, 31));
    var range =
        known.overlap(whole).orElseThrow(() -> Misasked.wrong("year: the calendar knows " + known));
    return new CalendarFacts(
        text,
        year,
        calendar.zone().getId(),
        calendar.countSessions(range),
        neighbour(known, year - 1),
        neighbour(known, year + 1),
        Stream.iterate(range.first(), date -> date.plusDays(1))
            .limit(range.days())
            .flatMap(date -> day(calendar, date).stream())
            .toList(),
        calendars.inForce().stream()
            .filter(kept -> kept.decision().exchange().equals(calendar.exchange()))
            .map(CalendarFacts::decision)
            .toList(),
        TradingCalendar.exchanges().stream().map(Mic::code).sorted().toList());
  }

  private static int year(OptionalInt asked, LocalDate today) {
    int year = asked.orElse(today.getYear());
    if (year < 1900 || year > 2200) {
      throw Misasked.wrong("year: such as 2026");
    }
    return year;
  }

  private static Optional<Integer> neighbour(DateRange known, int year) {
    return known
        .overlap(new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)))
        .map(_ -> year);
  }

  private static Optional<Day> day(TradingCalendar calendar, LocalDate date) {
    var session = calendar.session(date);
    var reason = calendar.reason(date).orElse("");
    if (session.filter(Session::early).isPresent()) {
      return Optional.of(
          new Day(
              date, weekday(date), "early close", session.get().hours(calendar.zone()), reason));
    }
    boolean isWeekend =
        date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    return session.isEmpty() && !isWeekend
        ? Optional.of(new Day(date, weekday(date), "closed", "", reason))
        : Optional.empty();
  }

  private static Decision decision(Calendars.Kept kept) {
    var said = kept.decision();
    return new Decision(
        said.date(),
        said.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        said.opens().map(LocalTime::toString).orElse(""),
        said.closes().map(LocalTime::toString).orElse(""),
        said.reason(),
        kept.at(),
        kept.by(),
        said.source() == DayOverride.Source.OPERATOR);
  }

  private static String weekday(LocalDate date) {
    var name = date.getDayOfWeek().name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
