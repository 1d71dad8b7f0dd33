package ai.tickstock.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Another limiter, and how long calls of this process have waited for it in all.
public final class MeasuredLimiter implements RateLimiter {
  private final RateLimiter limiter;
  private final LongAdder waitedNanos = new LongAdder();

  public MeasuredLimiter(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /// All calls together: two that wait for a second each have waited for two.
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  @Override
  public void acquire() throws InterruptedException {
    long began = System.nanoTime();
    try {
      limiter.acquire();
    } finally {
      waitedNanos.add(System.nanoTime() - began);
    }
  }

  @Override
  public void refused(Optional<Duration> retryAfter) {
    limiter.refused(retryAfter);
  }

  @Override
  public void accepted() {
    limiter.accepted();
  }

  @Override
  public RateLimit current() {
    return limiter.current();
  }
}
