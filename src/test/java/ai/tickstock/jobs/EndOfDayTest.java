package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.FRIDAY;
import static ai.tickstock.jobs.Evening.NAMES;
import static ai.tickstock.jobs.Evening.WHOLE;
import static ai.tickstock.jobs.Evening.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.listing.CorporateActions;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An evening, step by step.
class EndOfDayTest {
  private static final LocalDate THURSDAY = LocalDate.parse("2026-06-11");

  /// What stays the same however often an evening was interrupted.
  private static final List<String> STORED =
      List.of(
          "SELECT s.ticker, b.session, b.close, b.volume, b.provisional FROM bar_daily b"
              + " JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2",
          "SELECT s.ticker, c.first_session, c.state, c.reason, c.evidence FROM coverage_range c"
              + " JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2, 3",
          "SELECT s.ticker, a.kind, a.ex_date FROM corporate_action a"
              + " JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2, 3",
          "SELECT s.ticker, i.market_cap, i.details_at IS NULL FROM instrument i"
              + " JOIN instrument_symbol s ON s.instrument_id = i.id ORDER BY 1",
          "SELECT u.key, m.ticker, m.valid_from, m.valid_to FROM universe_member m"
              + " JOIN universe u ON u.id = m.universe_id ORDER BY 1, 2, 3",
          "SELECT count(*) FROM bar_revision",
          "SELECT exchange, session, step, state FROM eod_step WHERE state <> 'running'"
              + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3");

  @Test
  void anOrdinaryEveningStoresTheSessionForAFewCallsAndAgainForNone() throws Exception {
    try (var evening = Evening.ordinary()) {
      var planned = evening.endOfDay().plan(FRIDAY, Optional.empty());
      var report = evening.run(FRIDAY);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(report.steps()).extracting(StepReport::step).isEqualTo(EndOfDay.steps(Mic.XNYS));
      assertThat(planned).extracting(EndOfDay.Planned::step).isEqualTo(EndOfDay.steps(Mic.XNYS));
      assertThat(report.calls())
          .isLessThanOrEqualTo(planned.stream().mapToInt(EndOfDay.Planned::most).sum())
          .isLessThanOrEqualTo(60);
      var bars = report.step("bars").orElseThrow();
      assertThat(bars.number("calls")).isEqualTo(1);
      assertThat(bars.number("not_stored")).isEqualTo(3);
      assertThat(bars.facts()).containsEntry("plausible", true);
      var told = report.step("report").orElseThrow();
      assertThat(told.fraction("symbols_percent")).contains(100.0);
      assertThat(told.fraction("dollar_volume_percent")).contains(100.0);
      assertThat(told.number("provisional")).isEqualTo(bars.number("rows"));
      assertThat(told.facts()).containsEntry("reached_by_18_00", true);
      assertThat(completions(evening)).hasSize(1).first().asString().contains("\"COMPLETE\"");

      long calls = evening.vendor().calls();
      var again = evening.run(FRIDAY);
      assertThat(again.done()).isZero();
      assertThat(evening.vendor().calls()).isEqualTo(calls);

      var stored = stored(evening);
      var barsAgain = evening.endOfDay().run(FRIDAY, Optional.of("bars"), EndOfDayObserver.SILENT);
      assertThat(barsAgain.step("bars").orElseThrow().attempt()).isEqualTo(2);
      assertThat(evening.vendor().calls()).isEqualTo(calls + 1);
      assertThat(stored(evening)).isEqualTo(stored);
    }
  }

  @Test
  void anEveningThatIsKilledAtEveryStepEndsLikeOneThatIsNot() throws Exception {
    List<List<String>> undisturbed;
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      undisturbed = stored(evening);
    }
    try (var evening = Evening.ordinary()) {
      for (var step : EndOfDay.steps(Mic.XNYS)) {
        assertThatThrownBy(() -> evening.endOfDay().run(FRIDAY, new Killed(step, true)))
            .isInstanceOf(Killed.Kill.class);
        var broken =
            EndOfDayHistory.postgres(evening.database()).of(Mic.XNYS, FRIDAY).orElseThrow();
        assertThat(broken.state()).isEqualTo(EndOfDayReport.State.BROKEN_OFF);
        assertThat(broken.step(step).orElseThrow().state()).isEqualTo(StepState.KILLED);
        assertThatThrownBy(() -> evening.endOfDay().run(FRIDAY, new Killed(step, false)))
            .isInstanceOf(Killed.Kill.class);
        // As if it had been killed after its work and before that was written down.
        if (!step.equals("report")) {
          assertThatThrownBy(
                  () -> evening.endOfDay().run(FRIDAY, Optional.of(step), new Killed(step, false)))
              .isInstanceOf(Killed.Kill.class);
        }
      }
      var report = evening.run(FRIDAY);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(stored(evening)).isEqualTo(undisturbed);
    }
  }

  /// Ends the run as a kill does: without another word in the tables.
  private record Killed(String step, boolean atTheBegin) implements EndOfDayObserver {
    static final class Kill extends RuntimeException {}

    @Override
    public void began(String name) {
      if (atTheBegin && name.equals(step)) {
        throw new Kill();
      }
    }

    @Override
    public void ended(StepReport ended) {
      if (!atTheBegin && ended.step().equals(step)) {
        throw new Kill();
      }
    }

    @Override
    public void note(String message) {}

    @Override
    public void progress(Progress progress) {}
  }

  @Test
  void aSecondOneIsToldWhoRunsIt() throws Exception {
    try (var evening = Evening.ordinary()) {
      var heard = new ArrayList<String>();
      evening
          .endOfDay()
          .run(
              FRIDAY,
              new EndOfDayObserver() {
                @Override
                public void began(String step) {
                  if (step.equals("live")) {
                    assertThatThrownBy(() -> evening.run(FRIDAY))
                        .isInstanceOf(EndOfDayRefused.class)
                        .satisfies(refused -> heard.add(String.valueOf(refused.getMessage())));
                  }
                }

                @Override
                public void ended(StepReport step) {}

                @Override
                public void note(String message) {}

                @Override
                public void progress(Progress progress) {}
              });
      assertThat(heard)
          .containsExactly(
              "the end of day of 2026-06-12 is being run: tester, pid 7 is at its step live since"
                  + " 2026-06-12T20:45:00Z");
    }
  }

  // ---- days

  @Test
  void daysWithoutASessionAndSessionsThatAreNotOverAreRefusedWithTheTime() throws Exception {
    var halfDay = LocalDate.parse("2025-11-28");
    try (var evening = Evening.before(Evening.market(), halfDay, PlanProfile.ADVANCED)) {
      var endOfDay = evening.endOfDay();
      evening.setTime(at(halfDay, "13:59"));
      assertThat(endOfDay.lastSession()).isEqualTo(LocalDate.parse("2025-11-26"));
      assertThat(refusal(endOfDay, "2025-11-28"))
          .isEqualTo(
              "the end of day of 2025-11-28 can run from 2025-11-28 14:00 America/New_York: 60 min"
                  + " after the early close");
      assertThat(endOfDay.refusal(halfDay).orElseThrow().possibleFrom())
          .contains(at(halfDay, "14:00"));
      assertThat(refusal(endOfDay, "2025-11-27"))
          .isEqualTo(
              "2025-11-27 is no session of XNYS (Thanksgiving Day): nothing to do; that of the next"
                  + " one, 2025-11-28, can run from 2025-11-28 14:00 America/New_York");
      assertThat(refusal(endOfDay, "2025-11-29")).contains("(a weekend)");
      assertThat(refusal(endOfDay, "2025-12-01")).contains("2025-12-01 16:45 America/New_York");
      assertThat(refusal(endOfDay, "2041-12-02")).contains("the calendar of XNYS knows");
      assertThat(evening.vendor().calls()).isPositive();

      evening.setTime(at(halfDay, "14:00"));
      assertThat(endOfDay.lastSession()).isEqualTo(halfDay);
      var report = evening.run(halfDay);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(report.step("bars").orElseThrow().number("provisional")).isPositive();
    }
  }

  private static String refusal(EndOfDay endOfDay, String date) {
    return String.valueOf(endOfDay.refusal(LocalDate.parse(date)).orElseThrow().getMessage());
  }

  // ---- plans and faults

  @Test
  void aPlanWithoutTheDaysDataWaitsUntilTheyAreDueAndNothingFails() throws Exception {
    var basic =
        new PlanProfile(
            "basic",
            OptionalInt.empty(),
            OptionalInt.of(2),
            OptionalInt.empty(),
            true,
            Duration.ZERO,
            false,
            false,
            false,
            false,
            false);
    try (var evening = Evening.before(Evening.market(), FRIDAY, basic)) {
      var due = at(FRIDAY, "20:15");
      var report = evening.run(FRIDAY);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.WAITING);
      assertThat(report.again()).contains(due);
      var bars = report.step("bars").orElseThrow();
      assertThat(bars.message())
          .isEqualTo(NAMES + " refused by the vendor's plan, due 2026-06-13T00:15:00Z");
      assertThat(evening.number("SELECT count(*) FROM coverage_range WHERE state = 'refused'"))
          .isEqualTo(NAMES);
      assertThat(report.step("fair-values").orElseThrow().message())
          .startsWith(FairValuesStep.NOT_ENTITLED);
      assertThat(completions(evening)).hasSize(1).first().asString().contains("\"WAITING\"");

      evening.setTime(at(FRIDAY, "19:00"));
      assertThat(evening.run(FRIDAY).done()).isZero();

      evening.setTime(due);
      var later = evening.run(FRIDAY);

      assertThat(later.done()).isEqualTo(2);
      assertThat(later.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(evening.run(FRIDAY).done()).isZero();
      assertThat(later.step("report").orElseThrow().number("provisional")).isZero();
      assertThat(completions(evening)).hasSize(2);
    }
  }

  @Test
  void aVendorThatFailsInOneStepCostsNothingElse() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening
          .vendor()
          .faults(List.of(FaultRule.of(FaultKind.STATUS).withEndpoint("/v3/reference/tickers")));
      var report = evening.run(FRIDAY);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.ERROR);
      assertThat(report.steps())
          .filteredOn(step -> !step.state().isDone())
          .extracting(StepReport::step)
          .containsExactly("listings");
      assertThat(report.step("listings").orElseThrow().message()).contains("/v3/reference/tickers");
      assertThat(report.step("report").orElseThrow().fraction("symbols_percent")).contains(100.0);

      evening.vendor().faults(List.of());
      var mended = evening.run(FRIDAY);

      assertThat(mended.done()).isEqualTo(2);
      assertThat(mended.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
    }
  }

  @Test
  void stepsThatAllDidTheirWorkAreNoWholeSession() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      evening
          .database()
          .useTransaction(h ->
              h.execute(
                  "DELETE FROM bar_daily WHERE session = ? AND instrument_id % 2 = 0", FRIDAY));

      var report = evening.endOfDay().run(FRIDAY, Optional.of("report"), EndOfDayObserver.SILENT);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.PARTIAL);
      assertThat(report.step("report").orElseThrow().message())
          .contains("tracked symbols are open (", " % are complete, below the goal of 95 %)")
          .contains("'tickstock coverage --from 2026-06-12 --to 2026-06-12 --explain'")
          .contains("'tickstock load --all --from 2026-06-12 --to 2026-06-12' asks again");
    }
  }

  @Test
  void oneOpenSymbolIsNoCompleteSessionAndOnceItsBarIsThereTheReportAloneIsDoneAgain()
      throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      evening
          .database()
          .useTransaction(h ->
              h.execute(
                  "DELETE FROM bar_daily WHERE session = ? AND instrument_id = (SELECT"
                      + " min(instrument_id) FROM bar_daily WHERE session = ?)",
                  FRIDAY,
                  FRIDAY));
      evening.endOfDay().run(FRIDAY, Optional.of("report"), EndOfDayObserver.SILENT);
      var outcome = byJob(evening);

      var partial = EndOfDayHistory.postgres(evening.database()).of(Mic.XNYS, FRIDAY).orElseThrow();
      assertThat(partial.state()).isEqualTo(EndOfDayReport.State.PARTIAL);
      var told = partial.step("report").orElseThrow();
      long expected = told.number("expected");
      assertThat(told.state()).isEqualTo(StepState.PART);
      assertThat(told.message())
          .startsWith("1 of " + expected + " tracked symbols is open (")
          .contains(" % are complete, above the goal of 95 %)")
          .containsPattern(
              "'tickstock load --symbols [A-Z]+ --from 2026-06-12 --to 2026-06-12' asks again");
      assertThat(told.facts()).containsEntry("reached_by_18_00", true);
      assertThat(outcome.state()).isEqualTo(JobOutcome.State.PART);
      assertThat(outcome.again()).as("it does not run for ever").isEmpty();
      assertThat(outcome.message())
          .startsWith("end of day of 2026-06-12: partial; report: 1 of " + expected);
      assertThat(completions(evening))
          .last()
          .asString()
          .contains("\"PARTIAL\"", "\"completion_rate\": 0.98");
      assertThat(
              evening.rows(
                  "SELECT report ->> 'status' FROM quality_report WHERE session = '2026-06-12'"))
          .containsExactly("(partial)");

      evening.fill(new LoadRequest.Target.Everything(), DateRange.of(FRIDAY));
      var mended = evening.run(FRIDAY);

      assertThat(mended.done()).isEqualTo(1);
      assertThat(mended.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(completions(evening)).last().asString().contains("\"COMPLETE\"");
      assertThat(evening.run(FRIDAY).done()).isZero();
    }
  }

  private static JobOutcome byJob(Evening evening) throws InterruptedException {
    return new EndOfDayJob(exchange -> evening.endOfDay(EndOfDayRules.DEFAULT, exchange))
        .run(new JobCall(Mic.XNYS, FRIDAY, evening.now(), _ -> {}));
  }

  /// Of a report that was done with up to a twentieth of the symbols open.
  @Test
  void anEveningThatWasCalledCompleteWithOpenSymbolsIsPartialAndItsReportIsDoneAgain()
      throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      evening
          .database()
          .useTransaction(h ->
              h.execute(
                  "UPDATE eod_step SET facts = facts || '{\"missing_count\": 2}' WHERE step = 'report'"));

      var history = EndOfDayHistory.postgres(evening.database());
      assertThat(history.of(Mic.XNYS, FRIDAY).orElseThrow().state())
          .isEqualTo(EndOfDayReport.State.PARTIAL);
      var again = evening.run(FRIDAY);

      assertThat(again.done()).isEqualTo(1);
      assertThat(again.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
    }
  }

  @Test
  void anEveningOfWhichOneStepWasRunIsCompleteForNobody() throws Exception {
    try (var evening = Evening.ordinary()) {
      var report = evening.endOfDay().run(FRIDAY, Optional.of("bars"), EndOfDayObserver.SILENT);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.BROKEN_OFF);
      assertThat(completions(evening)).hasSize(1).first().asString().contains("\"PARTIAL\"");
      assertThat(evening.rows("SELECT subject FROM notice WHERE kind = 'end_of_day_done'"))
          .singleElement()
          .asString()
          .contains("End of day 2026-06-12 broken off: ");
    }
  }

  @Test
  void nothingIsConcludedFromHalfAnAnswer() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening
          .vendor()
          .faults(
              List.of(
                  FaultRule.of(FaultKind.DROPPED_BAR)
                      .withProbability(0.5)
                      .withSessions(DateRange.of(FRIDAY))));
      var report = evening.endOfDay(asking(3)).run(FRIDAY, EndOfDayObserver.SILENT);

      assertThat(report.state()).isEqualTo(EndOfDayReport.State.PARTIAL);
      var bars = report.step("bars").orElseThrow();
      assertThat(bars.facts()).containsEntry("plausible", false);
      assertThat(bars.message()).startsWith("the vendor's answer is not believed: ");
      assertThat(bars.number("asked_by_symbol")).isEqualTo(3);
      assertThat(bars.number("calls")).isEqualTo(5);
      assertThat(
              evening.number(
                  "SELECT count(*) FROM coverage_range WHERE last_session = '" + FRIDAY + "'"))
          .isZero();

      evening.vendor().faults(List.of());
      var mended = evening.run(FRIDAY);

      assertThat(mended.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(mended.step("bars").orElseThrow().number("calls")).isEqualTo(1);
    }
  }

  @Test
  void aNameThatTradesEverySessionIsAskedForAndMissedUntilItsBarComes() throws Exception {
    try (var evening = Evening.ordinary()) {
      var spy = ticker("ETF");
      hide(evening, spy, THURSDAY.plusDays(1));
      var friday = evening.run(FRIDAY);

      assertThat(friday.state()).isEqualTo(EndOfDayReport.State.PARTIAL);
      assertThat(friday.step("bars").orElseThrow().number("asked_by_symbol")).isEqualTo(1);
      var told = friday.step("report").orElseThrow();
      assertThat(told.facts().get("missing").toString())
          .isEqualTo("[" + spy + " unexplained (left out by aggregates, grouped)]");
      assertThat(told.number("gaps")).isZero();

      var monday = LocalDate.parse("2026-06-15");
      evening.setTime(at(monday, "16:45"));
      hide(evening, spy, FRIDAY, monday);
      evening
          .database()
          .useTransaction(h -> {
            h.execute(
                "INSERT INTO universe (key, name, cache_name, category, kind) VALUES ('few', 'Few', 'Few', 'test', 'list')");
            h.execute(
                """
                INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
                SELECT u.id, s.ticker, s.instrument_id, DATE '2026-01-01', 'test', 'test'
                FROM universe u CROSS JOIN instrument_symbol s WHERE u.key = 'few' AND s.ticker = ?
                """,
                spy);
          });
      var gap = evening.run(monday);

      assertThat(gap.step("report").orElseThrow().number("gaps")).isEqualTo(1);
      assertThat(events(evening, "quality.data_gap"))
          .hasSize(1)
          .first()
          .asString()
          .contains("\"symbols\": [\"" + spy + "\"]");
      assertThat(
              evening.rows(
                  "SELECT subject, facts ->> 'first', facts ->> 'sessions' FROM notice WHERE kind = 'gap_found'"))
          .containsExactly("(\"Gap of 2 sessions: " + spy + "\",2026-06-12,2)");
      assertThat(
              evening.rows(
                  "SELECT facts #>> '{smallest,universe}', facts #>> '{smallest,members}' FROM notice WHERE kind = 'gap_found'"))
          .containsExactly("(few,1)");
      assertThat(gap.step("revisions").orElseThrow().facts().get("2026-06-12").toString())
          .contains("became_final=");

      evening.vendor().faults(List.of());
      var tuesday = LocalDate.parse("2026-06-16");
      evening.setTime(at(tuesday, "16:45"));
      evening.run(tuesday);
      assertThat(evening.rows("SELECT state FROM notice WHERE kind = 'gap_found'"))
          .containsExactly("(resolved)");
    }
  }

  @Test
  void namesThatNobodyEverAskedForAreOneNoticeAndNoGap() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      evening
          .database()
          .useTransaction(h -> {
            h.execute(
                "DELETE FROM bar_daily WHERE session >= ? AND instrument_id % 2 = 0", THURSDAY);
            h.execute("DELETE FROM coverage_omission");
            h.execute("DELETE FROM coverage_range");
          });

      var report = evening.endOfDay().run(FRIDAY, Optional.of("report"), EndOfDayObserver.SILENT);

      var told = report.step("report").orElseThrow();
      assertThat(told.number("gaps")).isZero();
      assertThat(told.number("never_asked_for")).isGreaterThan(20);
      assertThat(evening.rows("SELECT subject FROM notice WHERE subject LIKE 'Never asked for%'"))
          .hasSize(1)
          .first()
          .asString()
          .contains("more than one session of " + told.number("never_asked_for") + " names");
      assertThat(evening.number("SELECT count(*) FROM notice WHERE kind = 'gap_found'")).isZero();
    }
  }

  private static void hide(Evening evening, String ticker, LocalDate... sessions) {
    var rules = new ArrayList<FaultRule>();
    for (var session : sessions) {
      rules.add(
          FaultRule.of(FaultKind.DROPPED_BAR)
              .withTickers(Set.of(ticker))
              .withSessions(DateRange.of(session)));
    }
    evening.vendor().faults(rules);
  }

  private static EndOfDayRules asking(int symbols) {
    return new EndOfDayRules(
        Duration.ofMinutes(45), Duration.ofMinutes(60), symbols, 20, 60, 300, 5, List.of());
  }

  // ---- what changes later

  @Test
  void aCorrectionOfTheSessionBeforeBecomesARevisionWithStatistics() throws Exception {
    try (var evening = Evening.ordinary()) {
      var spy = ticker("ETF");
      evening
          .vendor()
          .faults(
              List.of(
                  FaultRule.of(FaultKind.REVISED_BARS)
                      .withAnswers(Set.of(BarAnswer.GROUPED))
                      .withTickers(Set.of(spy))
                      .withSessions(DateRange.of(THURSDAY))
                      .withAfter(new CorrectionTime.Later(Duration.ofHours(12)))));
      var report = evening.run(FRIDAY);

      var facts = report.step("revisions").orElseThrow().facts();
      assertThat(facts).containsEntry("calls", 2).containsEntry("rows", 1);
      assertThat(facts.get(THURSDAY.toString()).toString())
          .contains("revised=1", "material=1", "added=0", spy + " close ");
      assertThat(evening.number("SELECT count(*) FROM bar_revision")).isEqualTo(1);

      evening.endOfDay().run(FRIDAY, Optional.of("revisions"), EndOfDayObserver.SILENT);
      assertThat(evening.number("SELECT count(*) FROM bar_revision")).isEqualTo(1);
    }
  }

  @Test
  void liveMinutesAreSupersededByTheFinalOnesAndNotStoredTwice() throws Exception {
    try (var evening = Evening.ordinary()) {
      var spy = ticker("ETF");
      var traded = WHOLE.minutes(spy, FRIDAY);
      var missed = List.of(100, 200);
      var wrong = List.of(50, 150, 250);
      for (int row = 0; row < traded.size(); row++) {
        if (!missed.contains(row)) {
          live(evening, spy, traded, row, wrong.contains(row) ? 0.25 : 0);
        }
      }
      var report = evening.run(FRIDAY);
      assertThat(report.state()).isEqualTo(EndOfDayReport.State.WAITING);
      assertThat(report.step("live").orElseThrow().again()).contains(at(FRIDAY, "20:15"));

      evening.setTime(at(FRIDAY, "20:15"));
      var later = evening.run(FRIDAY);

      assertThat(later.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(later.step("live").orElseThrow().facts())
          .containsEntry("symbols", 1)
          .containsEntry("validated", traded.size() - 5)
          .containsEntry("corrected", 3)
          .containsEntry("added", 2)
          .containsEntry("withdrawn", 0);
      assertThat(evening.number("SELECT count(*) FROM bar_minute")).isEqualTo(traded.size());
      assertThat(evening.number("SELECT count(*) FROM bar_minute_revision")).isEqualTo(3);
      assertThat(completions(evening)).last().asString().contains("\"CORRECTED\"");
    }
  }

  private static void live(Evening evening, String ticker, MinuteRows rows, int row, double off) {
    evening
        .database()
        .useTransaction(h ->
            h.createUpdate(
                    """
                    INSERT INTO ohlcv_1min (symbol, "timestamp", open, high, low, close, volume)
                    VALUES (:ticker, CAST(:start AS timestamptz), :open, :high, :low, :close, :volume)
                    """)
                .bind("ticker", ticker)
                .bind("start", Instant.ofEpochMilli(rows.startMillis(row)).toString())
                .bind("open", rows.open(row))
                .bind("high", rows.high(row) + off)
                .bind("low", rows.low(row))
                .bind("close", rows.close(row))
                .bind("volume", Math.round(rows.volume(row)))
                .execute());
  }

  @Test
  void aNewSplitChangesNothingStoredButWhatAdjustedReadsSay() throws Exception {
    var market = Evening.market();
    var ticker = ticker("CS");
    try (var evening = Evening.before(market, FRIDAY, PlanProfile.ADVANCED)) {
      market.split(ticker, new Split(FRIDAY, BigDecimal.ONE, new BigDecimal("4")));
      var raw =
          "SELECT close FROM bar_daily JOIN instrument_symbol s USING (instrument_id)"
              + " WHERE s.ticker = '"
              + ticker
              + "' AND session = '"
              + THURSDAY
              + "'";
      var adjusted =
          "SELECT close * 4 = ("
              + raw
              + ") FROM ohlcv_daily WHERE symbol = '"
              + ticker
              + "' AND date = '"
              + THURSDAY
              + "'";
      var before = evening.rows(raw);
      assertThat(evening.rows(adjusted)).containsExactly("(f)");

      var report = evening.run(FRIDAY);

      assertThat(report.step("actions").orElseThrow().number("splits_new")).isEqualTo(1);
      assertThat(evening.rows(raw)).isEqualTo(before);
      assertThat(evening.rows(adjusted)).containsExactly("(t)");
      assertThat(events(evening, "corporate_action.split"))
          .hasSize(1)
          .first()
          .asString()
          .contains("\"symbol\": \"" + ticker + "\"", "\"split_to\": 4");
    }
  }

  @Test
  void aSplitThatALoadStoredBeforeIsToldOnceInTheEvening() throws Exception {
    var market = Evening.market();
    var ticker = ticker("CS");
    var split = new Split(FRIDAY, BigDecimal.ONE, new BigDecimal("4"));
    try (var evening = Evening.before(market, FRIDAY, PlanProfile.ADVANCED)) {
      market.split(ticker, split);
      evening
          .database()
          .useTransaction(h ->
              CorporateActions.postgres(evening.database())
                  .splits(
                      h,
                      List.of(
                          new SplitRow(
                              new Symbol(ticker),
                              FRIDAY,
                              split.from(),
                              split.to(),
                              Optional.empty())),
                      "simulator"));

      var report = evening.run(FRIDAY);
      evening.endOfDay().run(FRIDAY, Optional.of("actions"), EndOfDayObserver.SILENT);

      assertThat(report.step("actions").orElseThrow().number("splits_new")).isZero();
      assertThat(report.step("actions").orElseThrow().number("splits_told")).isEqualTo(1);
      assertThat(events(evening, "corporate_action.split"))
          .hasSize(1)
          .first()
          .asString()
          .contains("\"symbol\": \"" + ticker + "\"");
    }
  }

  @Test
  void fairMarketValuesStandBesideTheBarsOfTheDayWhereThePlanHasThem() throws Exception {
    try (var evening = Evening.before(Evening.market(), FRIDAY, PlanProfile.BUSINESS)) {
      var report = evening.run(FRIDAY);

      var step = report.step("fair-values").orElseThrow();
      assertThat(step.state()).isEqualTo(StepState.DONE);
      assertThat(step.number("calls")).isEqualTo(1);
      assertThat(step.number("rows"))
          .isEqualTo(evening.number("SELECT count(*) FROM bar_daily WHERE fmv IS NOT NULL"))
          .isPositive();
      assertThat(step.facts().get("cents_off_liquid").toString()).contains("median", "p90", "p99");
      assertThat(step.number("approximations"))
          .as("names without a print")
          .isEqualTo(evening.number("SELECT count(*) FROM fair_approximation"))
          .isPositive();
      assertThat(
              evening.number(
                  "SELECT count(*) FROM fair_approximation f JOIN bar_daily b"
                      + " USING (instrument_id, session)"))
          .isZero();
      assertThat(evening.number("SELECT count(*) FROM ohlcv_daily_approximations")).isPositive();
      assertThat(report.step("etf-facts").orElseThrow().state()).isEqualTo(StepState.DONE);
    }
  }

  // ---- elsewhere

  @Test
  void otherExchangesHaveTheirOwnEndOfDay() throws Exception {
    var market = Evening.market();
    var london = ticker("ADRC");
    market.move(london, "XLON");
    try (var evening = Evening.before(market, FRIDAY, PlanProfile.ADVANCED)) {
      var xlon = new Mic("XLON");
      var endOfDay = evening.endOfDay(EndOfDayRules.DEFAULT, xlon);
      var halfPastFour = Instant.parse("2026-06-12T15:30:00Z");
      evening.setTime(halfPastFour.plus(Duration.ofMinutes(44)));
      assertThat(endOfDay.lastSession()).isEqualTo(THURSDAY);
      evening.setTime(halfPastFour.plus(Duration.ofMinutes(45)));
      long calls = evening.vendor().calls();
      endOfDay.run(FRIDAY, EndOfDayObserver.SILENT);

      assertThat(evening.vendor().calls()).isEqualTo(calls + 1);
      assertThat(storedOn(evening, FRIDAY)).containsExactly(london);
      assertThat(refusal(endOfDay, "2026-08-31")).contains("is no session of XLON");
      assertThat(refusal(evening.endOfDay(EndOfDayRules.DEFAULT, new Mic("XTKS")), "2026-07-20"))
          .contains("is no session of XTKS");

      evening.setTime(at(FRIDAY, "16:45"));
      var report = evening.run(FRIDAY);
      assertThat(report.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
      assertThat(report.step("bars").orElseThrow().number("expected")).isEqualTo(NAMES - 1);
    }
  }

  // ---- what all share

  private static Set<String> storedOn(Evening evening, LocalDate session) {
    return new HashSet<>(
        evening
            .rows(
                "SELECT s.ticker FROM bar_daily JOIN instrument_symbol s USING (instrument_id)"
                    + " WHERE session = '"
                    + session
                    + "'")
            .stream()
            .map(row -> row.substring(1, row.length() - 1))
            .toList());
  }

  /// The first of a type in the market.
  private static String ticker(String type) {
    return Evening.market().instruments().stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow()
        .lastTicker();
  }

  private static List<List<String>> stored(Evening evening) {
    return STORED.stream().map(evening::rows).toList();
  }

  private static List<String> completions(Evening evening) {
    return events(evening, "eod.completion");
  }

  private static List<String> events(Evening evening, String name) {
    return evening
        .database()
        .read(h ->
            h.createQuery("SELECT payload::text FROM outbox_event WHERE event = :name ORDER BY id")
                .bind("name", name)
                .mapTo(String.class)
                .list());
  }
}
