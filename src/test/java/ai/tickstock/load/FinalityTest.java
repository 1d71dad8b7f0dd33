package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalityTest {
  private final Finality finality = new Finality(Workbench.CALENDAR, Duration.ofMinutes(15));

  @Test
  void valuesAreFinalAQuarterPastEightInNewYorkSummerAndWinter() {
    assertThat(finality.finalAfter(LocalDate.of(2026, 7, 1))).isEqualTo("2026-07-02T00:15:00Z");
    assertThat(finality.finalAfter(LocalDate.of(2026, 1, 5))).isEqualTo("2026-01-06T01:15:00Z");
    assertThat(finality.isFinal(LocalDate.of(2026, 1, 5), Instant.parse("2026-01-06T01:14:59Z")))
        .isFalse();
    assertThat(finality.isFinal(LocalDate.of(2026, 1, 5), Instant.parse("2026-01-06T01:15:00Z")))
        .isTrue();
  }

  @Test
  void manySessionsAreToldApartAsEachByItself() {
    for (var delay : List.of(Duration.ZERO, Duration.ofMinutes(15), Duration.ofDays(3))) {
      var other = new Finality(Workbench.CALENDAR, delay);
      for (int half = 0; half < 200; half++) {
        var received = Instant.parse("2026-10-30T00:00:00Z").plus(Duration.ofMinutes(30L * half));
        var provisional = other.provisionalAt(received);
        LocalDate.of(2026, 10, 20)
            .datesUntil(LocalDate.of(2026, 11, 10))
            .forEach(date ->
                assertThat(provisional.test(date)).isEqualTo(!other.isFinal(date, received)));
      }
    }
  }

  @Test
  void aHalfDayIsPublishedEarlier() {
    var half = Workbench.CALENDAR.session(LocalDate.of(2025, 11, 28)).orElseThrow();

    assertThat(finality.isPublished(half, Instant.parse("2025-11-28T18:14:59Z"))).isFalse();
    assertThat(finality.isPublished(half, Instant.parse("2025-11-28T18:15:00Z"))).isTrue();
  }

  @Test
  void theLastFinalSessionOfAMondayMorningIsFriday() {
    assertThat(finality.lastFinal(Workbench.MONDAY)).isEqualTo("2026-06-12");
    assertThat(finality.lastFinal(Instant.parse("2026-06-16T00:14:59Z"))).isEqualTo("2026-06-12");
    assertThat(finality.lastFinal(Instant.parse("2026-06-16T00:15:00Z"))).isEqualTo("2026-06-15");
  }

  @Test
  void aDayWithoutASessionIsNeverPending() {
    assertThat(finality.isPending(LocalDate.of(2026, 6, 14), Instant.EPOCH)).isFalse();
    assertThat(finality.isPending(LocalDate.of(2026, 6, 15), Workbench.MONDAY)).isTrue();
    assertThat(finality.isPending(LocalDate.of(2026, 6, 12), Workbench.MONDAY)).isFalse();
  }
}
