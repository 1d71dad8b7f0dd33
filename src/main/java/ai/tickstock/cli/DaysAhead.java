package ai.tickstock.cli;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MarketHours;
import ai.tickstock.market.ScheduleAdjustment;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What an exchange does now and next, as rows of facts; each instant in the exchange's time and in
/// UTC.
final class DaysAhead {
  private final TradingCalendar calendar;
  private final MarketHours hours;
  private final Instant now;
  private final LocalDate today;

  /// @param now of which `isKnown` holds
  DaysAhead(TradingCalendar calendar, Instant now) {
    this.calendar = calendar;
    this.hours = MarketHours.of(calendar);
    this.now = now;
    this.today = LocalDate.ofInstant(now, calendar.zone());
  }

  /// Whether the calendar knows all days that this view is about.
  static boolean isKnown(TradingCalendar calendar, Instant now) {
    var known = calendar.known();
    var today = LocalDate.ofInstant(now, calendar.zone());
    return known.contains(today.minusDays(1))
        && known.contains(today.plusDays(1))
        && calendar.countSessions(new DateRange(today.plusDays(1), known.last()))
            >= MarketHours.SESSIONS_AHEAD;
  }

  Table table() {
    var session =
        calendar
            .session(today)
            .filter(s -> s.open().isAfter(now))
            .orElseGet(() -> calendar.next(today));
    var job = hours.nextJobAfter(now);
    var table = Table.of("fact", "value").row("exchange", calendar.exchange());
    instant(table, "now", now);
    table
        .row("phase", Words.of(hours.phase(now)))
        .row("next_session", session.date())
        .row("early", session.early())
        .row("reason", calendar.reason(session.date()));
    instant(table, "open", session.open());
    session
        .lunch()
        .ifPresent(rest -> {
          instant(table, "lunch_start", rest.start());
          instant(table, "lunch_end", rest.end());
        });
    instant(table, "close", session.close());
    table.row("next_job_session", job.session().date());
    instant(table, "next_job", job.due());
    adjustments().forEach(fact -> table.row("ahead", fact.words()));
    return table;
  }

  /// From today on, or from tomorrow once today's session is over.
  private List<ScheduleAdjustment> adjustments() {
    boolean over = calendar.session(today).filter(s -> !s.close().isAfter(now)).isPresent();
    return hours.adjustmentsAfter(over ? today : today.minusDays(1));
  }

  private void instant(Table table, String fact, Instant instant) {
    var second = instant.truncatedTo(ChronoUnit.SECONDS);
    table.row(fact, second.atZone(calendar.zone()).toOffsetDateTime());
    table.row(fact + "_utc", second);
  }
}
