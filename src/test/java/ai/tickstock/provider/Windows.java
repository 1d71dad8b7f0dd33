package ai.tickstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// What a rate limit promises of the starts of calls.
public final class Windows {
  private Windows() {}

  /// No stretch of the limit's length, wherever it begins and both ends included, holds more starts
  /// than the limit allows.
  public static void assertHeld(RateLimit limit, Collection<Instant> starts) {
    List<Instant> sorted = starts.stream().sorted().toList();
    for (int i = limit.calls(); i < sorted.size(); i++) {
      assertThat(sorted.get(i))
          .as("start %s of %s", i, sorted)
          .isAfter(sorted.get(i - limit.calls()).plus(limit.per()));
    }
  }
}
