package ai.tickstock.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Another limiter, and how long calls of this process have waited for it in all, and how often
/// they were refused.
public final class MeasuredLimiter implements RateLimiter {
  private final RateLimiter limiter;
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  /// Where a piece of work counts how long its own calls waited, in nanoseconds.
  private static final ScopedValue<LongAdder> OF_THIS_WORK = ScopedValue.newInstance();

  public MeasuredLimiter(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /// Does a piece of work and counts how long the calls that its thread makes wait for limiters.
  ///
  /// @param waitedNanos takes the time
  public static <T, X extends Throwable> T counting(
      LongAdder waitedNanos, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(OF_THIS_WORK, waitedNanos).call(work);
  }

  /// All calls together: two that wait for a second each have waited for two.
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /// How often the vendor said 429 to calls of this process.
  public long refusals() {
    return refusals.sum();
  }

  @Override
  public void acquire() throws InterruptedException {
    long began = System.nanoTime();
    try {
      limiter.acquire();
    } finally {
      long waited = System.nanoTime() - began;
      waitedNanos.add(waited);
      if (OF_THIS_WORK.isBound()) {
        OF_THIS_WORK.get().add(waited);
      }
    }
  }

  @Override
  public Optional<LimitWait> waitsFor() {
    return limiter.waitsFor();
  }

  @Override
  public void refused(Optional<Duration> retryAfter) {
    refusals.increment();
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
