package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TellingTest {
  @Test
  void aChannelThatHangsOrFailsDelaysNoOther() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    var rounds = new CountDownLatch(3);
    var closed = new AtomicBoolean();
    var loops =
        List.of(
            new Telling.Loop("mail", _ -> untilReleased(hangs)),
            new Telling.Loop(
                "slack",
                _ -> {
                  throw new IllegalStateException("planted");
                }),
            new Telling.Loop("redis", _ -> rounds.countDown()));

    try (var _ =
        Telling.begin(loops, () -> Instant.EPOCH, Duration.ofMillis(1), () -> closed.set(true))) {
      assertThat(rounds.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(hangs.getCount()).isEqualTo(1);
      hangs.countDown();
    }
    assertThat(closed).isTrue();
  }

  private static void untilReleased(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
