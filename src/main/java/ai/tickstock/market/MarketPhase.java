package ai.tickstock.market;

/// What goes on at an exchange at an instant, by its calendar.
public enum MarketPhase {
  /// Regular trading.
  REGULAR,
  /// The break within a session, where the exchange has one.
  LUNCH,
  /// Extended hours before the open of a session; US exchanges only.
  BEFORE_OPEN,
  /// Extended hours after the close of a session; US exchanges only.
  AFTER_CLOSE,
  /// A date with a session, before or after all of its trading.
  CLOSED_OVERNIGHT,
  /// A Saturday or Sunday without a session, from midnight to midnight.
  WEEKEND,
  /// Another date without a session: a holiday, or a closure for one day.
  HOLIDAY
}
