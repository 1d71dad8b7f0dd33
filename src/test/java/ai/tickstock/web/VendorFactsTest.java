package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.BarInterval;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the page of the vendor says of its plan.
class VendorFactsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");
  private static final LocalDate LATELY = LocalDate.parse("2026-11-25");
  private static final HistoryEdge SERVED = HistoryEdge.servedFrom(BarInterval.DAY, LATELY, NOW);

  @Test
  void thatALoadMetNoLimitIsNoReachOfThePlanBeforeAProbe() {
    assertThat(VendorFacts.included(PlanFacts.NONE.with(SERVED), NOW)).isEmpty();
  }

  @Test
  void aRefusalThatALoadMetIsToldBeforeAProbe() {
    var edge = HistoryEdge.between(BarInterval.DAY, LATELY.minusDays(1), LATELY, NOW);

    assertThat(VendorFacts.included(PlanFacts.NONE.with(edge), NOW))
        .singleElement()
        .satisfies(one ->
            assertThat(one.evidence()).startsWith("the plan serves day bars from 2026-11-25 on"));
  }

  @Test
  void aProbeTellsHowFarItWasServed() {
    var probed =
        new PlanFacts(
            Optional.of(NOW),
            List.of(),
            Optional.empty(),
            "",
            List.of(SERVED),
            Optional.empty(),
            false,
            1);

    assertThat(VendorFacts.included(probed, NOW).getFirst())
        .isEqualTo(
            new VendorFacts.Included(
                "history of day bars",
                "no limit met",
                "day bars of 2026-11-25 were served and none before refused, learned"
                    + " 2026-11-27T20:00:00Z"));
  }
}
