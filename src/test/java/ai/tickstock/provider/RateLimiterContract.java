package ai.tickstock.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// What every limiter promises. The limits are short, so that one which really waits is quick.
public interface RateLimiterContract {
  RateLimiter limiter(RateLimit configured);

  /// Starts of all calls that the limiter let go, as it remembers them: at least the latest
  /// `configured.calls()`.
  List<Instant> starts();

  /// The limiter's own time.
  Instant now();

  @Test
  default void neverLetsMoreCallsGoInAnyWindow() throws InterruptedException {
    var limit = new RateLimit(4, Duration.ofMillis(200));
    var limiter = limiter(limit);
    var seen = new ConcurrentLinkedQueue<Instant>();
    for (int i = 0; i < 14; i++) {
      limiter.acquire();
      seen.add(starts().getLast());
    }

    assertThat(seen).hasSize(14);
    Windows.assertHeld(limit, seen);
  }

  @Test
  default void letsAFullWindowGoAtOnce() throws InterruptedException {
    var limiter = limiter(RateLimit.perMinute(5));
    for (int i = 0; i < 5; i++) {
      limiter.acquire();
    }

    assertThat(starts()).hasSize(5);
    assertThat(Duration.between(starts().getFirst(), starts().getLast()))
        .isLessThan(Duration.ofSeconds(60));
  }

  @Test
  default void startsAtTheConfiguredPaceAndHalvesItOnARefusal() {
    var limiter = limiter(RateLimit.perSecond(40));
    assertThat(limiter.current()).isEqualTo(RateLimit.perSecond(40));

    limiter.refused(Optional.of(Duration.ofMillis(1)));

    assertThat(limiter.current()).isEqualTo(RateLimit.perSecond(20));
  }

  @Test
  default void halvesOnceForABurstOfRefusals() {
    var limiter = limiter(RateLimit.perSecond(40));

    limiter.refused(Optional.of(Duration.ofSeconds(100)));
    limiter.refused(Optional.of(Duration.ofSeconds(100)));
    limiter.refused(Optional.empty());

    assertThat(limiter.current()).isEqualTo(RateLimit.perSecond(20));
  }

  @Test
  default void letsNobodyGoDuringAPause() throws InterruptedException {
    var limiter = limiter(RateLimit.perSecond(40));
    var before = now();
    limiter.refused(Optional.of(Duration.ofMillis(150)));

    limiter.acquire();

    assertThat(starts().getLast()).isAfterOrEqualTo(before.plusMillis(150));
  }

  @Test
  default void goesUpAgainStepwiseAfterAcceptedCalls() throws InterruptedException {
    var limiter = limiter(new RateLimit(10, Duration.ofMillis(100)));
    limiter.refused(Optional.of(Duration.ZERO));
    assertThat(limiter.current().calls()).isEqualTo(5);

    for (int i = 0; i < 10; i++) {
      limiter.acquire();
      limiter.accepted();
    }
    limiter.acquire();
    assertThat(limiter.current().calls()).isEqualTo(6);

    for (int i = 0; i < 100; i++) {
      limiter.acquire();
      limiter.accepted();
    }
    limiter.acquire();
    assertThat(limiter.current().calls()).isEqualTo(10);
  }

  @Test
  default void passesAnInterruptOn() {
    var limiter = limiter(RateLimit.perMinute(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(limiter::acquire).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  default void keepsAnInterruptThatComesWithARefusal() {
    var limiter = limiter(RateLimit.perSecond(40));
    Thread.currentThread().interrupt();

    limiter.refused(Optional.of(Duration.ofMillis(1)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(limiter.current().calls()).isEqualTo(20);
  }
}
