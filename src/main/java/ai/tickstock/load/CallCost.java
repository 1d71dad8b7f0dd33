package ai.tickstock.load;

import ai.tickstock.provider.RateLimit;
import java.time.Duration;

/// What calls and rows take, for plans. Estimates: the limit is exact, the rest is what the target
/// machine showed.
///
/// @param concurrency answers awaited at once
public record CallCost(RateLimit limit, int concurrency) {
  private static final Duration LATENCY = Duration.ofMillis(120);
  private static final double ROWS_PER_SECOND = 60_000;
  private static final int BYTES_PER_ROW = 34;
  private static final int BYTES_PER_CALL = 400;

  /// The limit and the work go on side by side, so the longer of the two counts.
  double seconds(int calls, long rows) {
    double paced = limit.timeFor(calls).toMillis() / 1000.0;
    double worked =
        calls * LATENCY.toMillis() / 1000.0 / Math.min(concurrency, Math.max(1, limit.calls()))
            + rows / ROWS_PER_SECOND;
    return Math.max(paced, worked);
  }

  /// Calls that may be spent on a second look: what five minutes allow, within reason, and not
  /// fewer than the first asking took.
  int affordable(int firstCalls) {
    long inFiveMinutes =
        Duration.ofMinutes(5).toMillis() * limit.calls() / Math.max(1, limit.per().toMillis());
    return (int) Math.max(Math.max(20, firstCalls), Math.min(5_000, inFiveMinutes));
  }

  /// Whether so many calls may start without waiting for the limit.
  boolean allowsAtOnce(int calls) {
    return limit.calls() >= calls;
  }

  /// Body bytes on the wire, compressed.
  static long bytes(int calls, long rows) {
    return (long) calls * BYTES_PER_CALL + rows * BYTES_PER_ROW;
  }
}
