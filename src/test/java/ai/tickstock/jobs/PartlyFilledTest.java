package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.FRIDAY;
import static ai.tickstock.jobs.Evening.NAMES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.load.LoadRequest;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The first evening of a database in which the whole market was asked for two sessions, and a few
/// names for more.
class PartlyFilledTest {
  private static final LocalDate WEDNESDAY = LocalDate.parse("2026-06-10");
  private static final LocalDate THURSDAY = LocalDate.parse("2026-06-11");
  private static final LocalDate FIVE_BEFORE = LocalDate.parse("2026-06-05");
  private static final LoadRequest.Target EVERYTHING = new LoadRequest.Target.Everything();

  private static final List<String> FEW =
      Evening.market().instruments().stream()
          .filter(one -> one.type().equals("ETF"))
          .map(one -> one.lastTicker())
          .limit(5)
          .toList();

  /// Traded on Wednesday, and is left out since.
  private static final String RESTED =
      Evening.market().instruments().stream()
          .filter(one -> one.type().equals("CS"))
          .map(one -> one.lastTicker())
          .findFirst()
          .orElseThrow();

  @Test
  void nothingIsConfirmedEmptyBySessionsThatNobodyAskedFor() throws Exception {
    try (var evening = Evening.unfilled(Evening.market(), FRIDAY, PlanProfile.ADVANCED)) {
      fill(evening);
      var report = evening.run(FRIDAY);

      var bars = report.step("bars").orElseThrow();
      assertThat(bars.facts())
          .containsEntry("plausible", "unknown")
          .containsEntry("comparable_sessions", 2)
          .doesNotContainKey("usual_rows");
      assertThat(bars.message())
          .startsWith(
              "plausible unknown: too few sessions to compare the answer with (2 of the 20 before"
                  + " have about as many bars, it takes 5)");
      assertThat(evening.number("SELECT count(*) FROM bar_daily WHERE session = '" + FRIDAY + "'"))
          .isBetween(NAMES - 10L, NAMES - 1L);
      assertThat(
              evening.rows(
                  "SELECT evidence FROM coverage_range WHERE state = 'confirmed_empty' AND evidence"
                      + " LIKE 'left out by the market''s bars of the day, which have%'"))
          .isEmpty();
      assertThat(
              evening.rows(
                  "SELECT DISTINCT o.first_session FROM coverage_omission o JOIN instrument_symbol s"
                      + " USING (instrument_id) WHERE o.path = 'grouped' AND s.ticker = '"
                      + RESTED
                      + "' AND o.first_session = '"
                      + FRIDAY
                      + "'"))
          .containsExactly("(" + FRIDAY + ")");
    }
  }

  @Test
  void aSweepBringsDifferencesAndNoNamesThatNobodyAskedFor() throws Exception {
    try (var evening = Evening.unfilled(Evening.market(), FRIDAY, PlanProfile.ADVANCED)) {
      fill(evening);
      evening
          .vendor()
          .faults(
              List.of(
                  FaultRule.of(FaultKind.REVISED_BARS)
                      .withTickers(Set.of(FEW.getFirst(), RESTED))
                      .withSessions(DateRange.of(FIVE_BEFORE))
                      .withAfter(new CorrectionTime.Later(Duration.ofHours(12)))));
      var stored = "SELECT count(*) FROM bar_daily WHERE session = '" + FIVE_BEFORE + "'";
      assertThat(evening.number(stored)).isEqualTo(FEW.size());

      var facts = evening.run(FRIDAY).step("revisions").orElseThrow().facts();

      assertThat(evening.number(stored)).isEqualTo(FEW.size());
      assertThat(facts).containsEntry("calls", 2);
      assertThat(facts.get(FIVE_BEFORE.toString()).toString())
          .contains("added=0", "compared=" + FEW.size(), "revised=1");
      assertThat(facts.get(THURSDAY.toString()).toString())
          .as("asked for as a whole: what was left out comes")
          .contains("added=1");
    }
  }

  @Test
  void aSessionOfWhichNothingIsStoredIsNotAskedFor() throws Exception {
    try (var evening = Evening.unfilled(Evening.market(), FRIDAY, PlanProfile.ADVANCED)) {
      evening.fill(EVERYTHING, new DateRange(WEDNESDAY, THURSDAY));
      var planned = evening.endOfDay().plan(FRIDAY, Optional.of("revisions")).getFirst();
      assertThat(planned.calls()).isEqualTo(1);
      assertThat(planned.most()).isEqualTo(2);
      assertThat(planned.why())
          .isEqualTo(
              "earlier sessions again: [2026-06-11, 2026-06-05], of which something is stored or was"
                  + " asked for of [2026-06-11]");

      var facts = evening.run(FRIDAY).step("revisions").orElseThrow().facts();

      assertThat(facts).containsEntry("calls", 1);
      assertThat(facts.get(FIVE_BEFORE.toString()).toString()).isEqualTo("{compared=0}");
      assertThat(
              evening.number("SELECT count(*) FROM bar_daily WHERE session < '" + WEDNESDAY + "'"))
          .isZero();
    }
  }

  private static void fill(Evening evening) throws InterruptedException {
    evening
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.DROPPED_BAR)
                    .withTickers(Set.of(RESTED))
                    .withSessions(new DateRange(THURSDAY, FRIDAY))));
    evening.fill(
        new LoadRequest.Target.Symbols(FEW.stream().map(Symbol::new).toList()),
        new DateRange(FRIDAY.minusDays(35), THURSDAY));
    evening.fill(EVERYTHING, new DateRange(WEDNESDAY, THURSDAY));
  }
}
