package ai.tickstock.bars;

/// How prices are put on one footing for a reader.
public enum Adjustment {
  /// As traded.
  NONE,
  /// Prices before a split times from/to, volumes divided by it.
  SPLITS,
  /// Splits, and dividends by the close before the ex-date.
  ALL
}
