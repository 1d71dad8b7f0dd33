package ai.tickstock.calendar;

import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.HolidayRow;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares the vendor's list of coming holidays with the calendars. It can confirm a closed or
/// short day and add one; its silence opens no holiday, and neither does its word.
public final class HolidayFeed {
  /// The vendor's names of exchanges that have a calendar here; it also lists `OTC`.
  private static final Map<String, Mic> EXCHANGES = Map.of("NYSE", Mic.XNYS, "NASDAQ", Mic.XNAS);

  private static final String BY = "the vendor's list of holidays";

  private final Calendars calendars;

  public HolidayFeed(Calendars calendars) {
    this.calendars = calendars;
  }

  /// What one line of the list came to.
  ///
  /// @param words for a notice: the day, what the vendor says, what holds
  public record Finding(Kind kind, DayOverride announced, String words) {}

  public enum Kind {
    /// The calendar says the same.
    CONFIRMED,
    /// The calendar did not know it; it holds from now on.
    ADDED,
    /// Not taken: an operator decided otherwise, or it would open a closed day, or the vendor
    /// contradicts itself.
    CONTRADICTED
  }

  /// Takes what the list adds.
  ///
  /// @return one finding a day, in the order of the list
  public List<Finding> take(List<HolidayRow> rows) {
    var findings = new ArrayList<Finding>();
    for (var announced : announced(rows)) {
      findings.add(
          announced.size() > 1
              ? new Finding(
                  Kind.CONTRADICTED,
                  announced.getFirst(),
                  announced.getFirst().date()
                      + ": the vendor says different things of its US exchanges: "
                      + String.join("; ", announced.stream().map(HolidayFeed::words).toList()))
              : take(announced.getFirst()));
    }
    return findings;
  }

  private Finding take(DayOverride announced) {
    var decisions = calendars.list(false).stream().map(Calendars.Kept::decision).toList();
    var now = TradingCalendar.of(announced.exchange(), decisions);
    if (!now.known().contains(announced.date())) {
      return finding(Kind.CONTRADICTED, announced, "the calendar knows " + now.known());
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
    return new Finding(kind, announced, words(announced) + "; " + here);
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
  private static List<List<DayOverride>> announced(List<HolidayRow> rows) {
    var byDay = new LinkedHashMap<String, List<DayOverride>>();
    for (var row : rows) {
      var exchange = Optional.ofNullable(EXCHANGES.get(row.exchange()));
      if (exchange.isEmpty()) {
        continue;
      }
      var calendar = TradingCalendar.of(exchange.get());
      var closes =
          row.status().equals("closed")
              ? Optional.<LocalTime>empty()
              : row.close().map(close -> close.atZone(calendar.zone()).toLocalTime());
      boolean early = closes.isPresent();
      if (!early && !row.status().equals("closed")) {
        continue; // an early close without its time says nothing that can be kept
      }
      var override =
          new DayOverride(
              calendar.exchange(),
              row.date(),
              early ? DayOverride.Kind.EARLY_CLOSE : DayOverride.Kind.CLOSED,
              Optional.empty(),
              closes,
              row.name().isBlank() ? "announced by the vendor" : row.name(),
              DayOverride.Source.VENDOR);
      var same =
          byDay.computeIfAbsent(calendar.exchange() + " " + row.date(), d -> new ArrayList<>());
      boolean said =
          same.stream()
              .anyMatch(o -> o.kind() == override.kind() && o.closes().equals(override.closes()));
      if (!said) {
        same.add(override);
      }
    }
    return List.copyOf(byDay.values());
  }
}
