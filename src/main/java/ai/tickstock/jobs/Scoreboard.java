package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.Comparison;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// How well the promises are kept, each figure with its definition.
final class Scoreboard {
  private static final double ENOUGH = 95;
  private static final LocalTime BARS_BY = LocalTime.of(18, 0);
  private static final LocalTime REPORT_BY = LocalTime.of(19, 0);

  private final Handle handle;
  private final TradingCalendar calendar;
  private final DailyReports.ScoreInputs in;

  Scoreboard(Handle handle, TradingCalendar calendar, DailyReports.ScoreInputs in) {
    this.handle = handle;
    this.calendar = calendar;
    this.in = in;
  }

  List<Score> scores() {
    var scores = new ArrayList<Score>();
    var window = in.window();
    var total = window.total();
    int expected = total.expected() - total.of(CellState.CONFIRMED_EMPTY);
    long open = openCells(window);
    int ofSession = in.coverage().expected() - in.coverage().of(CellState.CONFIRMED_EMPTY);
    scores.add(
        Score.atLeast(
            "completeness",
            "bars of the session that are stored",
            99,
            in.coverage().stored(),
            ofSession,
            "stored / (expected - confirmed empty) of tracked symbols; accepted, refused, failed and pending count as expected"));
    scores.add(
        Score.atLeast(
            "completeness-30",
            "the same over 30 sessions",
            99,
            total.stored(),
            expected,
            "stored / (expected - confirmed empty), sessions "
                + window.range()
                + ", each symbol from its first bar on"));
    scores.add(
        Score.below(
            "gaps",
            "cells over 30 sessions that are neither stored nor explained",
            0.1,
            total.of(CellState.UNEXPLAINED) + total.of(CellState.FAILED),
            total.expected(),
            "(unexplained + failed) / expected"));
    scores.add(found());
    scores.add(onAList(open));
    scores.add(
        Score.atLeast(
            "tracked",
            "tracked symbols of which something is known for the session",
            100,
            in.coverage().expected() - in.coverage().of(CellState.UNEXPLAINED),
            in.coverage().expected(),
            "tracked: types with frequency daily or realtime and members of any universe, that ever had a bar; known: stored, or a cause stands beside the hole"));
    addEvenings(scores);
    addWork(scores);
    scores.add(
        Score.of(
            "age",
            "age of the newest session here, for developers",
            Optional.of(
                (double)
                    Math.max(
                        0,
                        Duration.between(
                                calendar
                                    .session(in.session())
                                    .map(session -> session.close())
                                    .orElse(in.madeAt()),
                                in.madeAt())
                            .toDays())),
            "days",
            "< 7",
            days -> days < 7,
            "days from the close of the session until the report was made, in this database"));
    scores.add(discrepancies(BarInterval.DAY));
    scores.add(discrepancies(BarInterval.MINUTE));
    return scores;
  }

  /// Kept where the upper end of the interval is below the goal.
  private Score discrepancies(BarInterval interval) {
    boolean isDaily = interval == BarInterval.DAY;
    var compared =
        in.comparisons().stream()
            .filter(one -> one.interval() == interval && one.sampled().compared() > 0)
            .findFirst();
    return new Score(
        isDaily ? "discrepancies" : "discrepancies-minutes",
        (isDaily ? "daily bars" : "minute bars") + " that a second source has otherwise",
        compared.map(one -> 100.0 * one.sampled().disagreed() / one.sampled().compared()),
        "%",
        "< 0.01",
        compared.map(Comparison::isClaimShown),
        compared
            .map(one ->
                String.format(
                    Locale.ROOT,
                    "of %,d sampled %s bars of %s compared with %s on %s; with 95 %% confidence at most %.4f %%",
                    one.sampled().compared(),
                    isDaily ? "daily" : "minute",
                    one.range(),
                    one.source(),
                    one.at(),
                    100 * one.sampled().discrepancy().high()))
            .orElse(
                "not measured: no second source was compared; 'tickstock quality compare DIR%s' does"
                    .formatted(isDaily ? "" : " --interval minute")));
  }

  private static long openCells(CoverageReport window) {
    return window.lines().stream()
        .flatMap(line -> line.holes().stream())
        .filter(hole -> DailyReports.isOpen(hole.state()))
        .mapToLong(CoverageReport.Hole::count)
        .sum();
  }

  /// Holes of earlier sessions that stood in the report of that evening.
  private Score found() {
    var told = new HashMap<LocalDate, Set<String>>();
    in.earlier().forEach(report -> told.put(report.session(), new HashSet<>(report.missing())));
    long known = 0;
    long all = 0;
    for (var line : in.window().lines()) {
      for (var hole : line.holes()) {
        if (DailyReports.isOpen(hole.state())) {
          for (var day : DailyReports.sessions(calendar, hole.sessions())) {
            var ofDay = told.get(day);
            if (ofDay != null) {
              all++;
              known += ofDay.contains(line.symbol().ticker()) ? 1 : 0;
            }
          }
        }
      }
    }
    return Score.atLeast(
        "found",
        "holes that the end of day had found the same evening",
        99,
        known,
        all,
        all == 0
            ? "no hole in the last 30 sessions that have a report"
            : "holes open now, of sessions with a report: named in the report of that evening / all");
  }

  private Score onAList(long open) {
    var holes = new HashMap<InstrumentId, List<CoverageReport.Hole>>();
    for (var line : in.window().lines()) {
      var ofLine = line.holes().stream().filter(hole -> DailyReports.isOpen(hole.state())).toList();
      if (!ofLine.isEmpty()) {
        holes.put(line.instrument().id(), ofLine);
      }
    }
    long listed = 0;
    if (!holes.isEmpty()) {
      var findings = ReportQueries.onAList(handle, holes.keySet(), in.window().range().first());
      for (var entry : holes.entrySet()) {
        var ours =
            findings.stream().filter(one -> one.instrument().equals(entry.getKey())).toList();
        for (var hole : entry.getValue()) {
          boolean isListed =
              hole.state() != CellState.UNEXPLAINED
                  || ours.stream()
                      .anyMatch(one ->
                          !one.first().isAfter(hole.sessions().last())
                              && !one.last().isBefore(hole.sessions().first()));
          listed += isListed ? hole.count() : 0;
        }
      }
    }
    return Score.atLeast(
        "on-a-list",
        "open holes that have a cause or stand on somebody's list",
        99,
        listed,
        open,
        open == 0
            ? "no open hole in the last 30 sessions"
            : "failed, refused and rejected cells, and unexplained ones with a finding / all open cells of 30 sessions");
  }

  private void addEvenings(List<Score> scores) {
    var evenings =
        new ArrayList<>(
            ReportQueries.evenings(
                handle,
                calendar.exchange(),
                in.window().range().first().minusDays(1),
                in.session()));
    if (evenings.stream().noneMatch(one -> one.session().equals(in.session()))) {
      evenings.add(thisEvening());
    }
    scores.add(
        Score.atLeast(
            "by-18-00",
            "evenings with 95 % of the symbols by 18:00 at the exchange",
            99,
            evenings.stream().filter(ReportQueries.Evening::by18).count(),
            evenings.size(),
            "of the sessions of the last 30 that have a report; measured when the bars were in"));
    scores.add(
        Score.atLeast(
            "report-by-19-00",
            "evenings whose report was ready by 19:00 at the exchange",
            99,
            evenings.stream()
                .filter(one ->
                    !one.made()
                        .isAfter(
                            one.session().atTime(REPORT_BY).atZone(calendar.zone()).toInstant()))
                .count(),
            evenings.size(),
            "by the first report of each session of the last 30"));
    scores.add(
        Score.atLeast(
            "before-the-open",
            "sessions ready before the next one opened",
            100,
            evenings.stream().filter(this::isBeforeTheOpen).count(),
            evenings.size(),
            "95 % of the symbols were whole at the first report, made before the next open"));
  }

  private ReportQueries.Evening thisEvening() {
    var afterBars =
        in.evening()
            .step("bars")
            .filter(bars -> bars.fraction("symbols_percent").filter(p -> p >= ENOUGH).isPresent())
            .flatMap(StepReport::finished);
    boolean isReached = in.coverage().percent() >= ENOUGH;
    var goal = in.session().atTime(BARS_BY).atZone(calendar.zone()).toInstant();
    return new ReportQueries.Evening(
        in.session(),
        in.madeAt(),
        isReached && !afterBars.orElse(in.madeAt()).isAfter(goal),
        isReached);
  }

  private boolean isBeforeTheOpen(ReportQueries.Evening evening) {
    return evening.reached() && evening.made().isBefore(calendar.next(evening.session()).open());
  }

  private void addWork(List<Score> scores) {
    var until = in.madeAt();
    var after = until.minus(Duration.ofDays(30));
    var listings = ReportQueries.listings(handle, after, until);
    scores.add(
        Score.atLeast(
            "backfill",
            "new listings with all their bars",
            95,
            listings.part(),
            listings.whole(),
            "complete / (complete + partial + failed), found in the last 30 days"));
    var tasks = ReportQueries.failedTasks(handle, after, until);
    scores.add(
        Score.below(
            "failed-updates",
            "requests that failed for good",
            1,
            tasks.part(),
            tasks.whole(),
            "tasks of loads that failed after all attempts / all that ended, last 30 days"));
    scores.add(
        Score.of(
            "window",
            "time from the first step to the last",
            DailyReports.ScoreInputs.duration(in.evening())
                .map(time -> Math.rint(time.toSeconds() / 6.0) / 10),
            "min",
            "< 120",
            minutes -> minutes < 120,
            "of this session's end of day, without the report"));
  }
}
