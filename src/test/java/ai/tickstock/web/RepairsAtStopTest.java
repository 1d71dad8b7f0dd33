package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.access.Role;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What becomes of repairs that were begun on a page when their process stops.
class RepairsAtStopTest {
  private static final String HOLE =
      """
      INSERT INTO quality_finding (rule, instrument_id, subject, first_session, last_session, sessions, severity, summary, evidence)
      SELECT 'missing-session', instrument_id, ticker, '2026-06-03', '2026-06-03', 1, 'medium', 'a session is missing',
             '{"sessions": ["2026-06-03"]}'
      FROM instrument_symbol WHERE ticker = 'SPY' RETURNING id
      """;

  /// A console with a hole in stored bars that a repair is held up at.
  private static int begun(TestConsole console, Visit operator) {
    operator.load("{\"symbols\": \"SPY\", \"months\": 1}");
    int finding =
        console
            .database()
            .inTransaction(h -> {
              h.execute("DELETE FROM bar_daily WHERE session = '2026-06-03'");
              return h.createQuery(HOLE).mapTo(Integer.class).one();
            });
    console.holdLoads();
    assertThat(operator.tell(repair(finding), "").statusCode()).isEqualTo(200);
    return finding;
  }

  private static String repair(int finding) {
    return "/api/v1/quality/" + finding + "/repair";
  }

  private static String state(Visit operator, int finding) {
    return operator.json("/api/v1/quality/" + finding).at("/finding/state").asString();
  }

  @Test
  void aStopWaitsUntilARepairIsDoneAndBeginsNoMore() throws Exception {
    try (var console = TestConsole.open(Duration.ZERO)) {
      var operator = console.person("operator", Role.OPERATOR);
      int finding = begun(console, operator);

      var lost = new FutureTask<>(() -> console.finish(Duration.ofMinutes(1)));
      Thread.ofPlatform().start(lost);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> operator.tell(repair(finding), "").statusCode() == 503);
      assertThat(lost.isDone()).isFalse();
      assertThat(state(operator, finding)).isEqualTo("open");
      console.releaseLoads();

      assertThat(lost.get()).isEmpty();
      assertThat(state(operator, finding)).isEqualTo("repaired");
    }
  }

  @Test
  void whatCannotBeDoneInTimeIsToldWithItsCommand() throws Exception {
    try (var console = TestConsole.open(Duration.ZERO)) {
      var operator = console.person("operator", Role.OPERATOR);
      int finding = begun(console, operator);

      assertThat(console.finish(Duration.ZERO))
          .containsExactly("tickstock quality repair " + finding);
      assertThat(state(operator, finding)).isEqualTo("open");
    }
  }
}
