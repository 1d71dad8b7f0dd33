package ai.tickstock.bars;

import java.util.EnumSet;
import java.util.Set;

/// What is odd about a bar that is stored all the same; a bit in column `suspicions`.
public enum Suspicion {
  /// The source knows no open of that session.
  OPEN_IS_ZERO(1),
  VOLUME_IS_ZERO(2),
  /// The open (unless 0) or the close is above the high or below the low.
  OPEN_OR_CLOSE_OUTSIDE_LOW_AND_HIGH(4),
  /// Before the calendar's first year, so nobody checked that it lies on a session.
  OUTSIDE_CALENDAR(8),
  /// A volume-weighted price or a number of trades came that cannot be; it is stored as absent.
  VWAP_OR_TRADES_UNUSABLE(16);

  private final int bit;

  Suspicion(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  /// All bits of a set.
  static int bits(Set<Suspicion> suspicions) {
    if (suspicions.isEmpty()) {
      return 0;
    }
    int bits = 0;
    for (var suspicion : suspicions) {
      bits |= suspicion.bit;
    }
    return bits;
  }

  /// The set of a column's bits.
  static Set<Suspicion> of(int bits) {
    if (bits == 0) {
      return Set.of();
    }
    var suspicions = EnumSet.noneOf(Suspicion.class);
    for (var suspicion : values()) {
      if ((bits & suspicion.bit) != 0) {
        suspicions.add(suspicion);
      }
    }
    return Set.copyOf(suspicions);
  }
}
