package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.listing.Instrument;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.ImportedFacts;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why something is not there, in one word for each hole, and the days on which nothing was to be
/// expected. Without evidence a hole stays unexplained.
public enum GapCause {
  CLOSED,
  NOT_LISTED_YET,
  DELISTED,
  HALTED,
  NO_ELIGIBLE_TRADE,
  VENDOR_PENDING,
  /// Left out by more than one way of asking, or a part of the minutes.
  VENDOR_MISSING,
  REFUSED_BY_PLAN,
  REFUSED_BY_CHECKS,
  FAILED_ON_OUR_SIDE,
  ACCEPTED,
  UNEXPLAINED;

  /// A row of `coverage --explain`.
  public record Row(
      DateRange sessions,
      int count,
      String state,
      String reason,
      String evidence,
      Optional<GapCause> cause) {}

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Without a cause where something is there.
  public static Row of(
      CoverageReport.Hole hole, TradingCalendar calendar, List<ImportedFacts.Halt> halts) {
    var halt = halts.stream().filter(one -> holds(one.days(), hole.sessions())).findFirst();
    boolean isOpen = hole.state() == CellState.UNEXPLAINED || hole.state() == CellState.PARTIAL;
    if (isOpen && halt.isPresent()) {
      var words =
          "halted "
              + halt.get().days()
              + ": "
              + halt.get().detail()
              + " ("
              + halt.get().source()
              + ")";
      return row(hole, "halt", words, Optional.of(HALTED));
    }
    return row(hole, hole.reason(), hole.evidence() + halfDay(hole, calendar), ofState(hole));
  }

  private static Optional<GapCause> ofState(CoverageReport.Hole hole) {
    return switch (hole.state()) {
      case PRESENT -> Optional.empty();
      case PROVISIONAL, PENDING -> Optional.of(VENDOR_PENDING);
      case PARTIAL -> Optional.of(VENDOR_MISSING);
      case CONFIRMED_EMPTY ->
          Optional.of(hole.reason().equals("not_listed") ? NOT_LISTED_YET : NO_ELIGIBLE_TRADE);
      case REFUSED -> Optional.of(REFUSED_BY_PLAN);
      case REJECTED -> Optional.of(REFUSED_BY_CHECKS);
      case ACCEPTED -> Optional.of(ACCEPTED);
      case FAILED -> Optional.of(FAILED_ON_OUR_SIDE);
      case UNEXPLAINED -> Optional.of(hole.leftOutBy().size() > 1 ? VENDOR_MISSING : UNEXPLAINED);
    };
  }

  private static Row row(
      CoverageReport.Hole hole, String reason, String evidence, Optional<GapCause> cause) {
    return new Row(
        hole.sessions(),
        hole.count(),
        hole.state().name().toLowerCase(Locale.ROOT),
        reason,
        evidence,
        cause);
  }

  private static boolean holds(DateRange outer, DateRange inner) {
    return outer.contains(inner.first()) && outer.contains(inner.last());
  }

  private static String halfDay(CoverageReport.Hole hole, TradingCalendar calendar) {
    return hole.count() == 1
            && calendar.known().contains(hole.sessions().first())
            && calendar.session(hole.sessions().first()).filter(s -> s.early()).isPresent()
        ? "; a half day"
        : "";
  }

  /// Weekdays of a range on which an instrument could have no bar: closed, not listed yet,
  /// delisted.
  public static List<Row> notExpected(
      Instrument instrument, DateRange range, TradingCalendar calendar) {
    var rows = new ArrayList<Row>();
    instrument
        .listDate()
        .filter(date -> date.isAfter(range.first()))
        .flatMap(date -> range.overlap(new DateRange(range.first(), date.minusDays(1))))
        .ifPresent(before ->
            rows.add(
                notExpected(
                    before, calendar, "listed on " + instrument.listDate().get(), NOT_LISTED_YET)));
    instrument
        .delistDate()
        .filter(date -> !date.isAfter(range.last()))
        .flatMap(date -> range.overlap(new DateRange(date, range.last())))
        .ifPresent(after ->
            rows.add(
                notExpected(
                    after, calendar, "delisted on " + instrument.delistDate().get(), DELISTED)));
    range
        .overlap(calendar.known())
        .ifPresent(known -> {
          for (var day = known.first(); !day.isAfter(known.last()); day = day.plusDays(1)) {
            if (isWeekday(day) && calendar.session(day).isEmpty()) {
              var why = calendar.reason(day).orElse("closed");
              rows.add(new Row(DateRange.of(day), 0, "not_expected", "", why, Optional.of(CLOSED)));
            }
          }
        });
    return rows;
  }

  private static Row notExpected(
      DateRange days, TradingCalendar calendar, String evidence, GapCause cause) {
    int sessions = days.overlap(calendar.known()).map(calendar::countSessions).orElse(0);
    return new Row(days, sessions, "not_expected", "", evidence, Optional.of(cause));
  }

  private static boolean isWeekday(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
