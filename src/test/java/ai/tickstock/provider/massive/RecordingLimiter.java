package ai.tickstock.provider.massive;

import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets every call go at once and remembers what it was told.
final class RecordingLimiter implements RateLimiter {
  final AtomicInteger acquired = new AtomicInteger();
  final AtomicInteger accepted = new AtomicInteger();
  final List<Optional<Duration>> refusals = new ArrayList<>();

  @Override
  public void acquire() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    acquired.incrementAndGet();
  }

  @Override
  public synchronized void refused(Optional<Duration> retryAfter) {
    refusals.add(retryAfter);
  }

  @Override
  public void accepted() {
    accepted.incrementAndGet();
  }

  @Override
  public RateLimit current() {
    return RateLimit.perSecond(1_000);
  }
}
