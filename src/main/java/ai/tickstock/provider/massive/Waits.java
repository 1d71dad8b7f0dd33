package ai.tickstock.provider.massive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next try, and when to stop trying for a while.
///
/// @param first before the second try; doubles with each further one
/// @param longest most that our own waits grow to
/// @param unreachableInRow pages in a row that could not be had at all before nobody tries any more
/// @param openFor how long then nobody tries
record Waits(Duration first, Duration longest, int unreachableInRow, Duration openFor) {
  static final Waits USUAL =
      new Waits(Duration.ofMillis(200), Duration.ofSeconds(20), 5, Duration.ofSeconds(30));

  /// Most that a `Retry-After` is obeyed.
  static final Duration LONGEST_ASKED = Duration.ofMinutes(2);

  /// The wait after so many tries: between a half and all of the doubled one, so that many who
  /// failed together do not come back together; at least what the vendor asked for.
  ///
  /// @param tries made so far, at least 1
  Duration after(int tries, Optional<Duration> retryAfter, RandomGenerator random) {
    var doubled = first.multipliedBy(1L << Math.min(tries - 1, 20));
    var most = doubled.compareTo(longest) < 0 ? doubled : longest;
    var own = Duration.ofNanos((long) (most.toNanos() * (0.5 + random.nextDouble() / 2)));
    return retryAfter.filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }

  /// Reads a `Retry-After` header: seconds, or an HTTP date.
  ///
  /// @return 0 to 2 minutes; empty when it is neither
  static Optional<Duration> retryAfter(String header, Instant now) {
    var text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(capped(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(capped(Duration.between(now, date)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Duration capped(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
  }
}
