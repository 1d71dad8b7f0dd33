package ai.tickstock.bars;

/// What is known of one expected session of one instrument; exactly one of these.
public enum CellState {
  /// A bar with final values is stored.
  PRESENT,
  /// A bar is stored that was fetched before its values were final.
  PROVISIONAL,
  /// Minute bars are stored, but not of a part of the regular hours in which the instrument trades
  /// otherwise.
  PARTIAL,
  /// It is known that nothing was traded or that the instrument was not listed.
  CONFIRMED_EMPTY,
  /// The vendor's plan does not include it.
  REFUSED,
  /// A row came, and the checks refused it; it is in quarantine.
  REJECTED,
  /// A person accepted the hole.
  ACCEPTED,
  /// Its values are not final yet, so nothing is missing so far.
  PENDING,
  /// Asking for it failed.
  FAILED,
  /// No bar and nobody knows why.
  UNEXPLAINED
}
