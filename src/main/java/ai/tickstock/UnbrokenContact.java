package ai.tickstock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether our signs of life came in time for a whole lease. After the database was away, its clock
/// jumped, or the whole machine slept, others may have been as silent as we were, and get that long
/// to come back before one of them is expelled. Not for many threads.
final class UnbrokenContact {
  private final Duration lease;
  private Optional<Instant> last = Optional.empty();
  private Instant since = Instant.MAX;

  UnbrokenContact(Duration lease) {
    this.lease = lease;
  }

  /// A sign of life was given.
  ///
  /// @param now on the database's clock
  /// @return whether none was late since a lease ago
  boolean lasts(Instant now) {
    boolean isLate =
        last.map(before -> Duration.between(before, now).compareTo(lease.dividedBy(2)) > 0)
            .orElse(true);
    if (isLate) {
      since = now;
    }
    last = Optional.of(now);
    return Duration.between(since, now).compareTo(lease) >= 0;
  }
}
