package ai.tickstock.listing;

/// How much of the vendor's list was asked for.
public enum ListExtent {
  /// All of it: delisted instruments that we never held are kept as well.
  WHOLE,
  /// Some tickers or types: only what we hold, and what trades, is taken.
  PART,
  /// Tickers that somebody named: also those that were delisted before we held them.
  NAMED
}
