package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.behind;
import static ai.tickstock.provider.massive.ScriptedVendor.file;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.ProviderFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CircuitTest extends VendorTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private MassiveProvider openingAfterThree(Duration openFor) {
    return provider(
        settings -> settings.withMaxAttempts(1),
        new Waits(Duration.ofNanos(1), Duration.ofNanos(1), 3, openFor));
  }

  private void fail(MassiveProvider provider, int times) {
    for (int i = 0; i < times; i++) {
      vendor.then(status(503, ""));
      assertThat(failure(provider.dailyBars(QQXA, MARCH)).attempts()).isEqualTo(1);
    }
  }

  @Test
  void opensAfterThreeUnreachableInARowAndThenFailsAtOnce() {
    var provider = openingAfterThree(HOUR);
    assertThat(provider.unreachableUntil()).isEmpty();
    fail(provider, 3);

    var answer = provider.dailyBars(QQXA, MARCH);

    assertThat(vendor.requests()).hasSize(3);
    assertThat(failure(answer).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(answer).attempts()).isZero();
    assertThat(failure(answer).retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(59), HOUR);
    assertThat(failure(answer).message()).contains("3 times in a row");
    assertThat(answer.cost()).isEqualTo(Answer.Cost.NONE);
    assertThat(provider.unreachableUntil().orElseThrow())
        .isBetween(NOW.plus(Duration.ofMinutes(59)), NOW.plus(HOUR));
  }

  @Test
  void staysClosedWhenTheVendorAnswersInBetweenEvenWithARefusal() {
    var provider = openingAfterThree(HOUR);
    fail(provider, 2);
    vendor.then(status(403, "{\"message\":\"You are not entitled to this data.\"}"));
    provider.dailyBars(QQXA, MARCH);
    fail(provider, 2);

    assertThat(provider.unreachableUntil()).isEmpty();
  }

  @Test
  void closesAfterAProbeThatIsAnswered() {
    var provider = openingAfterThree(Duration.ofNanos(1));
    fail(provider, 3);
    vendor.then(file("aggregates-two-days.json"));

    assertThat(given(provider.dailyBars(QQXA, MARCH))).hasSize(2);
    fail(provider, 2);
    vendor.then(file("aggregates-two-days.json"));
    assertThat(given(provider.dailyBars(QQXA, MARCH))).hasSize(2);
  }

  @Test
  void letsOnlyOneProbeThroughWhileHalfOpen() throws InterruptedException {
    var provider = openingAfterThree(Duration.ofNanos(1));
    fail(provider, 3);
    var gate = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    vendor.then(behind(gate, arrived, file("aggregates-two-days.json")));
    var probe = new AtomicReference<Answer<List<BarRow>>>();
    var probing = Thread.ofVirtual().start(() -> probe.set(provider.dailyBars(QQXA, MARCH)));
    arrived.await();

    var meanwhile = failure(provider.dailyBars(QQXA, MARCH));
    gate.countDown();
    probing.join();

    assertThat(meanwhile.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(meanwhile.attempts()).isZero();
    assertThat(given(probe.get())).hasSize(2);
    assertThat(vendor.requests()).hasSize(4);
  }

  @Test
  void opensAgainWhenTheProbeFailsOrIsInterrupted() {
    var provider = openingAfterThree(Duration.ofNanos(1));
    fail(provider, 3);
    fail(provider, 1);
    Thread.currentThread().interrupt();
    assertThat(failure(provider.dailyBars(QQXA, MARCH)).kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    vendor.then(file("aggregates-two-days.json"));

    assertThat(given(provider.dailyBars(QQXA, MARCH))).hasSize(2);
  }

  @Test
  void doesNotCountInterruptedCallsAsUnreachable() {
    var provider = openingAfterThree(HOUR);
    for (int i = 0; i < 5; i++) {
      Thread.currentThread().interrupt();
      provider.dailyBars(QQXA, MARCH);
    }
    assertThat(Thread.interrupted()).isTrue();

    assertThat(provider.unreachableUntil()).isEmpty();
  }
}
