package ai.tickstock.bars;

import java.time.Duration;

/// What a vendor's plan gives of a session that is still running. Marks provisional bars through
/// their source, see [BarSource#whileRunning]; final bars and files have a feed by their source
/// alone (`bar_source.feed`).
public enum Feed {
  /// Nothing: bars come after the end of the day.
  EOD,
  /// Trades of some minutes ago.
  DELAYED,
  /// All trades at once.
  FULL;

  /// The feed of a plan whose data lag behind by so much.
  public static Feed of(Duration delay) {
    return delay.isZero() ? FULL : DELAYED;
  }
}
