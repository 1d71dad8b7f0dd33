package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What becomes of loads that were accepted and are still being prepared when their process stops.
class LoadsAtStopTest {
  private static final String LOAD = "{\"symbols\": \"SPY\", \"months\": 1}";

  @Test
  void aStopWaitsUntilWhatWasAcceptedIsARunAndAcceptsNoMore() throws Exception {
    try (var console = TestConsole.open(Duration.ZERO)) {
      var operator = console.person("operator", Role.OPERATOR);
      console.holdLoads();
      assertThat(accepted(operator, LOAD).body()).contains("\"state\":\"preparing\"");
      assertThat(operator.json("/api/v1/loads").get("loads")).isEmpty();

      var lost = inBackground(() -> console.finish(Duration.ofMinutes(1)));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> operator.tell("/api/v1/loads", LOAD).statusCode() == 503);
      assertThat(lost.isDone()).isFalse();
      console.releaseLoads();

      assertThat(lost.get()).isEmpty();
      var loads = operator.json("/api/v1/loads").get("loads");
      assertThat(loads).hasSize(1);
      assertThat(loads.get(0).get("asked").asString()).contains("SPY");
    }
  }

  @Test
  void whatCannotBePreparedInTimeIsToldWithItsCommand() throws Exception {
    try (var console = TestConsole.open(Duration.ZERO)) {
      var operator = console.person("operator", Role.OPERATOR);
      console.holdLoads();
      accepted(operator, LOAD);

      assertThat(console.finish(Duration.ZERO))
          .containsExactly("tickstock load --symbols SPY --months 1 --queue");
      assertThat(operator.json("/api/v1/loads").get("loads")).isEmpty();
    }
  }

  private static HttpResponse<String> accepted(Visit operator, String load) {
    var answer = operator.tell("/api/v1/loads", load);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static FutureTask<List<String>> inBackground(Callable<List<String>> work) {
    var task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task;
  }
}
