package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import java.util.OptionalDouble;

/// What was paid before the open and after the close of a session.
///
/// @param preMarket of the first trade before the open; empty if there was none
/// @param lastPreMarket of the last trade before the open
/// @param afterHours of the last trade so far after the close; empty if there was none
record OutsideHours(
    OptionalDouble preMarket, OptionalDouble lastPreMarket, OptionalDouble afterHours) {

  static final OutsideHours NONE =
      new OutsideHours(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /// @param minutes of the session
  /// @param out how many of them are out
  static OutsideHours of(MinuteRows minutes, int out, Session session) {
    var preMarket = OptionalDouble.empty();
    var lastPreMarket = OptionalDouble.empty();
    var afterHours = OptionalDouble.empty();
    long open = session.open().toEpochMilli();
    long close = session.close().toEpochMilli();
    for (int row = 0; row < out; row++) {
      long start = minutes.startMillis(row);
      if (start < open) {
        preMarket = preMarket.isPresent() ? preMarket : OptionalDouble.of(minutes.open(row));
        lastPreMarket = OptionalDouble.of(minutes.close(row));
      } else if (start >= close) {
        afterHours = OptionalDouble.of(minutes.close(row));
      }
    }
    return new OutsideHours(preMarket, lastPreMarket, afterHours);
  }
}
