package ai.tickstock.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The limiter of one process. Who waits stands in a queue; the first in it sleeps until its call
/// may start and looks again then, so that a refusal in between makes it and all behind it wait.
final class SlidingWindowLimiter implements RateLimiter {
  private final InstantSource clock;
  private final Sleeper sleeper;

  /// Held by the one who is next, also while it sleeps. Fair: first come, first served.
  private final ReentrantLock turn = new ReentrantLock(true);

  private final Object state = new Object();

  private Pacing pacing;

  SlidingWindowLimiter(RateLimit configured, InstantSource clock, Sleeper sleeper) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.pacing = Pacing.fresh(configured);
  }

  @Override
  public void acquire() throws InterruptedException {
    turn.lockInterruptibly();
    try {
      for (var wait = startOrWait(); wait.isPositive(); wait = startOrWait()) {
        sleeper.sleep(wait);
      }
    } finally {
      turn.unlock();
    }
  }

  /// Zero when the call starts now, else how long it has to wait.
  private Duration startOrWait() {
    synchronized (state) {
      var now = now();
      var earliest = pacing.earliest(now);
      if (earliest.isAfter(now)) {
        return Duration.between(now, earliest);
      }
      pacing = pacing.calling(now);
      return Duration.ZERO;
    }
  }

  @Override
  public void refused(Optional<Duration> retryAfter) {
    synchronized (state) {
      pacing = pacing.refused(now(), retryAfter);
    }
  }

  @Override
  public void accepted() {
    synchronized (state) {
      pacing = pacing.accepted(1);
    }
  }

  @Override
  public RateLimit current() {
    synchronized (state) {
      return pacing.current();
    }
  }

  /// The starts that count at present, ascending.
  List<Instant> starts() {
    synchronized (state) {
      return pacing.recent();
    }
  }

  /// How many stand behind the one who is next.
  int waiting() {
    return turn.getQueueLength();
  }

  private Instant now() {
    var now = clock.instant();
    pacing = pacing.seenAt(now);
    return now;
  }
}
