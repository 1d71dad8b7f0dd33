package ai.tickstock.bars;

/// What the vendor's plan gives of a session that is still running; stands with every bar, by way
/// of its source (`bar_source.feed`).
public enum Feed {
  /// Nothing: bars come after the end of the day.
  EOD,
  /// Trades of some minutes ago.
  DELAYED,
  /// All trades at once.
  FULL
}
