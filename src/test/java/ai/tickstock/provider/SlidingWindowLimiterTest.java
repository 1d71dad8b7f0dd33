package ai.tickstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SlidingWindowLimiterTest implements RateLimiterContract {
  private final SettableTime time = new SettableTime();
  private SlidingWindowLimiter limiter;

  @Override
  public RateLimiter limiter(RateLimit configured) {
    limiter = new SlidingWindowLimiter(configured, time, time);
    return limiter;
  }

  @Override
  public List<Instant> starts() {
    return limiter.starts();
  }

  @Override
  public Instant now() {
    return time.instant();
  }

  @Test
  void spacesCallsOfAFreePlanByAMinuteAndAMargin() throws InterruptedException {
    var limiter = limiter(RateLimit.perMinute(5));
    var first = time.instant();
    for (int i = 0; i < 6; i++) {
      limiter.acquire();
    }

    assertThat(time.instant()).isEqualTo(first.plusSeconds(60).plusMillis(250));
  }

  @Test
  void holdsTheLimitOverAnyWindowWhenCallsComeIrregularly() throws InterruptedException {
    var limit = RateLimit.perMinute(5);
    var limiter = limiter(limit);
    var random = new Random(42);
    var starts = new ArrayList<Instant>();
    for (int i = 0; i < 300; i++) {
      time.sleep(Duration.ofMillis(random.nextInt(25_000)));
      limiter.acquire();
      starts.add(time.instant());
    }

    Windows.assertHeld(limit, starts);
  }

  @Test
  void letsTheOneWhoCameFirstGoFirst() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var order = Collections.synchronizedList(new ArrayList<String>());
    var limiter =
        new SlidingWindowLimiter(
            RateLimit.perMinute(1),
            time,
            wait -> {
              order.add(Thread.currentThread().getName());
              gate.await();
              time.sleep(wait);
            });
    limiter.acquire();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 5; i++) {
      threads.add(
          Thread.ofPlatform()
              .name("waiter " + i)
              .start(() -> {
                try {
                  limiter.acquire();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              }));
      while (order.isEmpty() || limiter.waiting() < i) {
        Thread.onSpinWait();
      }
    }
    gate.countDown();
    for (var thread : threads) {
      thread.join();
    }

    assertThat(order).containsExactly("waiter 0", "waiter 1", "waiter 2", "waiter 3", "waiter 4");
  }

  @Test
  void makesAWaiterWaitLongerWhenARefusalComesMeanwhile() throws InterruptedException {
    var refusing = new SlidingWindowLimiter[1];
    var first = time.instant();
    var waits = new ArrayList<Duration>();
    var limiter =
        new SlidingWindowLimiter(
            RateLimit.perMinute(1),
            time,
            wait -> {
              if (waits.isEmpty()) {
                refusing[0].refused(Optional.of(Duration.ofMinutes(2)));
              }
              waits.add(wait);
              time.sleep(wait);
            });
    refusing[0] = limiter;
    limiter.acquire();

    limiter.acquire();

    assertThat(time.instant()).isEqualTo(first.plus(Duration.ofMinutes(2)));
    assertThat(waits).hasSize(2);
  }

  @Test
  void doesNotStandStillWhenTheClockIsSetBack() throws InterruptedException {
    var limiter = limiter(RateLimit.perMinute(2));
    limiter.acquire();
    limiter.acquire();
    var back = time.instant().minus(Duration.ofDays(1));
    time.set(back);

    limiter.acquire();

    assertThat(time.instant()).isEqualTo(back.plusSeconds(60).plusMillis(250));
  }

  @Test
  void worksOnTheRealTimeThatTheFactoryTakes() throws InterruptedException {
    var limiter =
        RateLimiter.local(new RateLimit(1, Duration.ofMillis(20)), InstantSource.system());
    var before = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      limiter.acquire();
    }

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
  }
}
