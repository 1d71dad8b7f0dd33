package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EarlyAnswerTest {
  private static final Answer.Cost ONE_CALL = new Answer.Cost(1, 100, 0);

  @Test
  void isAskedWhileItsAskerDoesSomethingElse() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var early =
        EarlyAnswer.to(() -> {
          asked.countDown();
          return awaited(goOn);
        })) {
      asked.await();
      goOn.countDown();

      assertThat(early.answer()).isEqualTo(new Answer.Given<>("answer", ONE_CALL, Instant.EPOCH));
      assertThat(early.answer()).isInstanceOf(Answer.Given.class);
    }
  }

  @Test
  void endsWhenNobodyWantsItAnyMoreAndSaysWhatItCost() {
    var early = EarlyAnswer.to(() -> awaited(new CountDownLatch(1)));

    early.close();

    assertThat(early.answer().cost()).isEqualTo(ONE_CALL);
    assertThat(early.answer()).isInstanceOf(Answer.Failed.class);
  }

  @Test
  void anInterruptOfWhoWaitsEndsItAndStays() {
    try (var early = EarlyAnswer.to(() -> awaited(new CountDownLatch(1)))) {
      Thread.currentThread().interrupt();

      assertThat(early.answer()).isInstanceOf(Answer.Failed.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFaultOfOursComesOutWhereItIsWaitedFor() {
    try (var early =
        EarlyAnswer.<String>to(() -> {
          throw new IllegalStateException("ours");
        })) {
      assertThatThrownBy(early::answer)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("ours");
    }
  }

  /// As an adapter answers: promptly also where its thread is interrupted.
  private static Answer<String> awaited(CountDownLatch latch) {
    try {
      latch.await();
      return new Answer.Given<>("answer", ONE_CALL, Instant.EPOCH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed<>(
          new ProviderFailure(
              ProviderFailure.Kind.INTERRUPTED, "GET /", 0, 1, "interrupted", Optional.empty()),
          ONE_CALL);
    }
  }
}
