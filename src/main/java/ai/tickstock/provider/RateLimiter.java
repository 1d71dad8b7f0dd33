package ai.tickstock.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Paces calls so that the vendor's limit holds over *any* window of its length, not only over
/// clock minutes. Safe for use by many threads; one that waits lets others go first in the order of
/// their asking.
public interface RateLimiter {
  /// One for this process alone, on its clock; nothing is known of calls that others make with the
  /// same key.
  static RateLimiter local(RateLimit configured, InstantSource clock) {
    return new SlidingWindowLimiter(configured, clock, Sleeper.REAL);
  }

  /// Waits until one more call may be sent.
  void acquire() throws InterruptedException;

  /// The vendor said 429: everybody pauses, and the pace goes down for a while.
  ///
  /// @param retryAfter what the vendor asked for, where it did
  void refused(Optional<Duration> retryAfter);

  /// A call was answered normally; after enough of them a lowered pace goes up again, at most to
  /// the configured one.
  void accepted();

  /// The pace at present.
  RateLimit current();

  /// What calls of this process wait for just now, where that is known and takes longer than a
  /// second.
  default Optional<LimitWait> waitsFor() {
    return Optional.empty();
  }
}
