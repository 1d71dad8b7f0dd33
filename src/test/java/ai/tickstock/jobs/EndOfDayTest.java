package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.FRIDAY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// An evening, step by step.
class EndOfDayTest {
  @Test
  void anOrdinaryEveningStoresTheSessionAndSaysWhatItCost() throws Exception {
    try (var evening = Evening.ordinary()) {
      var report = evening.run(FRIDAY);
      report.steps().forEach(System.out::println);
      System.out.println(report.state());
      System.out.println(evening.rows("SELECT event, subject, payload FROM outbox_event"));
      assertThat(report.state()).isEqualTo(EndOfDayReport.State.COMPLETE);
    }
  }
}
