package ai.tickstock.notify;

import java.time.Duration;
import java.time.Instant;

/// When to try again what could not be sent.
final class Retry {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// A weekend and a day.
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

  private Retry() {}

  /// 1, 2, 4 … minutes, an hour at most.
  ///
  /// @param attempts made so far, at least 1
  static Duration pauseAfter(int attempts) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  static boolean isOver(Instant firstAttempt, Instant now) {
    return !now.isBefore(firstAttempt.plus(GIVEN_UP_AFTER));
  }
}
