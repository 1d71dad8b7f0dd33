package ai.tickstock.calendar;

import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.HolidayRow;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares the vendor's list of coming holidays with the calendars. It can confirm a closed or
/// short day and add one; its silence opens no holiday, and neither does its word.
public final class HolidayFeed {
  /// The vendor's names of exchanges that have a calendar here.
  private static final Map<String, Mic> EXCHANGES = Map.of("NYSE", Mic.XNYS, "NASDAQ", Mic.XNAS);

  /// No exchange: its lines are left out.
  private static final String ELSEWHERE = "OTC";

  private static final String BY = "the vendor's list of holidays";

  private final Calendars calendars;

  public HolidayFeed(Calendars calendars) {
    this.calendars = calendars;
  }

  /// What one line of the list came to.
  ///
  /// @param words for a notice: the day, what the vendor says, what holds
  public record Finding(Kind kind, LocalDate date, String words) {}

  public enum Kind {
    /// The calendar says the same.
    CONFIRMED,
    /// The calendar did not know it; it holds from now on.
    ADDED,
    /// Not taken: an operator decided otherwise, or it would open a closed day, or the vendor
    /// contradicts itself.
    CONTRADICTED,
    /// Not taken: of a day that the calendar does not know, or a line without a word or a time that
    /// it needs.
    NOT_UNDERSTOOD
  }

  /// Takes what the list adds. It is of coming days: what it says of past ones is not taken.
  ///
  /// @param today in New York
  /// @return one finding a day, in the order of the list, then one for each line that says nothing
  public List<Finding> take(List<HolidayRow> rows, LocalDate today) {
    var findings = new ArrayList<Finding>();
    for (var announced : announced(rows, today)) {
      findings.add(
          announced.size() > 1
              ? new Finding(
                  Kind.CONTRADICTED,
                  announced.getFirst().date(),
                  "the vendor says different things of its US exchanges: "
                      + String.join("; ", announced.stream().map(HolidayFeed::words).toList()))
              : take(announced.getFirst()));
    }
    for (var row : rows) {
      if (!row.exchange().equals(ELSEWHERE) && understood(row, today).isEmpty()) {
        findings.add(new Finding(Kind.NOT_UNDERSTOOD, row.date(), row.toString()));
      }
    }
    return findings;
  }

  private Finding take(DayOverride announced) {
    var decisions = calendars.inForce().stream().map(Calendars.Kept::decision).toList();
    var now = TradingCalendar.of(announced.exchange(), decisions);
    if (!now.known().contains(announced.date())) {
      return finding(Kind.NOT_UNDERSTOOD, announced, "the calendar knows " + now.known());
    }
    if (says(now, announced)) {
      return finding(Kind.CONFIRMED, announced, words(now, announced.date()));
    }
    var operator = decisions.stream().filter(o -> isOperators(o, announced)).findFirst();
    if (operator.isPresent()) {
      return finding(
          Kind.CONTRADICTED, announced, "an operator decided: " + operator.get().reason());
    }
    // What it said before gives way to what it says now.
    var before =
        TradingCalendar.of(
            announced.exchange(),
            decisions.stream().filter(o -> !o.date().equals(announced.date())).toList());
    if (before.session(announced.date()).isEmpty()) {
      return finding(
          Kind.CONTRADICTED,
          announced,
          words(before, announced.date()) + "; the vendor's word alone opens no closed day");
    }
    return switch (calendars.decide(announced, BY)) {
      case Calendars.Outcome.Done _ ->
          finding(Kind.ADDED, announced, "until now " + words(now, announced.date()));
      case Calendars.Outcome.Refused(var objection) ->
          finding(Kind.CONTRADICTED, announced, objection);
    };
  }

  private static boolean says(TradingCalendar calendar, DayOverride announced) {
    var closes =
        calendar
            .session(announced.date())
            .map(s -> s.close().atZone(calendar.zone()).toLocalTime());
    return closes.equals(announced.closes());
  }

  private static boolean isOperators(DayOverride decision, DayOverride announced) {
    return decision.source() == DayOverride.Source.OPERATOR
        && decision.exchange().equals(announced.exchange())
        && decision.date().equals(announced.date());
  }

  private static String words(TradingCalendar calendar, LocalDate date) {
    return calendar
            .session(date)
            .map(s -> "closes at " + s.close().atZone(calendar.zone()).toLocalTime())
            .orElse("closed")
        + calendar.reason(date).map(name -> " (" + name + ")").orElse("");
  }

  private static Finding finding(Kind kind, DayOverride announced, String here) {
    return new Finding(kind, announced.date(), words(announced) + "; " + here);
  }

  private static String words(DayOverride announced) {
    return announced.exchange()
        + " "
        + announced.date()
        + ": the vendor says "
        + announced.closes().map(at -> "closing at " + at).orElse("closed")
        + " ("
        + announced.reason()
        + ")";
  }

  /// By day of a calendar, what is said of it: one thing, unless the vendor contradicts itself.
  private static List<List<DayOverride>> announced(List<HolidayRow> rows, LocalDate today) {
    var byDay = new LinkedHashMap<String, List<DayOverride>>();
    for (var row : rows) {
      understood(row, today)
          .ifPresent(said -> {
            var ofDay =
                byDay.computeIfAbsent(said.exchange() + " " + said.date(), d -> new ArrayList<>());
            boolean again =
                ofDay.stream()
                    .anyMatch(o -> o.kind() == said.kind() && o.closes().equals(said.closes()));
            if (!again) {
              ofDay.add(said);
            }
          });
    }
    return List.copyOf(byDay.values());
  }

  /// What a line says, if it is about a coming day of an exchange with a calendar, closed or
  /// closing early at a time of that day.
  private static Optional<DayOverride> understood(HolidayRow row, LocalDate today) {
    var exchange = Optional.ofNullable(EXCHANGES.get(row.exchange()));
    if (exchange.isEmpty() || row.date().isBefore(today)) {
      return Optional.empty();
    }
    var calendar = TradingCalendar.of(exchange.get());
    var closes =
        row.close()
            .map(close -> close.atZone(calendar.zone()))
            .filter(close -> close.toLocalDate().equals(row.date()))
            .map(ZonedDateTime::toLocalTime);
    boolean closed = row.status().equals("closed");
    boolean early = row.status().equals("early-close") && closes.isPresent();
    if (!closed && !early) {
      return Optional.empty();
    }
    return Optional.of(
        new DayOverride(
            calendar.exchange(),
            row.date(),
            early ? DayOverride.Kind.EARLY_CLOSE : DayOverride.Kind.CLOSED,
            Optional.empty(),
            early ? closes : Optional.empty(),
            row.name().isBlank() ? "announced by the vendor" : row.name(),
            DayOverride.Source.VENDOR));
  }
}
