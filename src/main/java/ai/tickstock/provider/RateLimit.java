package ai.tickstock.provider;

import java.time.Duration;

/// At most so many calls in any stretch of that length.
///
/// @param calls positive
/// @param per positive
public record RateLimit(int calls, Duration per) {
  /// How one is written that nobody meets.
  public static final String UNLIMITED = "no limit";

  public RateLimit {
    if (calls <= 0 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException(
          "a rate limit is a positive number of calls in a positive time, not "
              + calls
              + " in "
              + per);
    }
  }

  public static RateLimit perMinute(int calls) {
    return new RateLimit(calls, Duration.ofMinutes(1));
  }

  public static RateLimit perSecond(int calls) {
    return new RateLimit(calls, Duration.ofSeconds(1));
  }

  /// Least time that so many calls take when the window starts empty.
  ///
  /// @param count not negative
  public Duration timeFor(long count) {
    return count == 0 ? Duration.ZERO : per.multipliedBy((count - 1) / calls);
  }

  @Override
  public String toString() {
    if (calls >= 10_000 && per.toSeconds() <= 1) {
      return UNLIMITED;
    }
    return calls
        + " calls per "
        + (per.toSeconds() % 60 == 0 ? per.toMinutes() + " min" : per.toSeconds() + " s");
  }
}
