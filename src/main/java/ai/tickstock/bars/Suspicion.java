package ai.tickstock.bars;

/// What is odd about a bar that is stored all the same; a bit in column `suspicions`.
public enum Suspicion {
  OPEN_IS_ZERO(1),
  VOLUME_IS_ZERO(2),
  /// The open (unless 0) or the close is above the high or below the low.
  OPEN_OR_CLOSE_OUTSIDE_LOW_AND_HIGH(4),
  /// Before the calendar's first year, so nobody checked that it lies on a session.
  OUTSIDE_CALENDAR(8);

  private final int bit;

  Suspicion(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }
}
