package ai.tickstock.bars;

import java.util.List;
import java.util.Optional;

/// What the numbers of one row say about it, whatever its interval. Pure.
final class RowValues {
  /// Berkshire Hathaway A, the dearest share, costs less than a million.
  private static final double MOST_DOLLARS = 100e6;

  private static final double LEAST_DOLLARS = 1e-6;
  private static final double MOST_SHARES = 10e12;

  private RowValues() {}

  /// Why the numbers cannot be.
  record Fault(RejectReason reason, String detail) {}

  /// The first reason for which the row cannot be a bar.
  ///
  /// @param volume NaN where the source has none
  static Optional<Fault> fault(double open, double high, double low, double close, double volume) {
    boolean fine =
        high >= low
            && low >= LEAST_DOLLARS
            && high <= MOST_DOLLARS
            && close >= LEAST_DOLLARS
            && close <= MOST_DOLLARS
            && (open == 0 || open >= LEAST_DOLLARS && open <= MOST_DOLLARS)
            && (Double.isNaN(volume) || volume >= 0 && volume <= MOST_SHARES);
    return fine
        ? Optional.empty()
        : Optional.of(explained(open, high, low, close, Double.isNaN(volume) ? 0 : volume));
  }

  private static Fault explained(
      double open, double high, double low, double close, double volume) {
    var values =
        List.of(
            new Named("open", open, true),
            new Named("high", high, false),
            new Named("low", low, false),
            new Named("close", close, false),
            new Named("volume", volume, true));
    for (var value : values) {
      if (!Double.isFinite(value.value())) {
        return value.fault(RejectReason.NOT_A_NUMBER);
      }
    }
    for (var value : values) {
      if (value.value() < 0 || value.value() == 0 && !value.mayBeZero()) {
        return value.fault(RejectReason.NEGATIVE_OR_ZERO);
      }
    }
    for (var value : values) {
      boolean price = !value.name().equals("volume");
      double most = price ? MOST_DOLLARS : MOST_SHARES;
      boolean tooSmall = price && value.value() != 0 && value.value() < LEAST_DOLLARS;
      if (value.value() > most || tooSmall) {
        return value.fault(RejectReason.IMPOSSIBLE);
      }
    }
    return new Fault(RejectReason.HIGH_BELOW_LOW, "high " + high + " below low " + low);
  }

  /// What is odd about numbers that can be: bits of [Suspicion].
  ///
  /// @param volume NaN where the source has none
  static int suspicions(double open, double high, double low, double close, double volume) {
    int bits = open == 0 ? Suspicion.OPEN_IS_ZERO.bit() : 0;
    if (volume == 0) {
      bits |= Suspicion.VOLUME_IS_ZERO.bit();
    }
    boolean openOutside = open != 0 && (open > high || open < low);
    if (openOutside || close > high || close < low) {
      bits |= Suspicion.OPEN_OR_CLOSE_OUTSIDE_LOW_AND_HIGH.bit();
    }
    return bits;
  }

  /// Whether a volume-weighted price can be one; else it is stored as absent.
  static boolean isUsable(double vwap) {
    return Double.isFinite(vwap) && vwap >= 0;
  }

  private record Named(String name, double value, boolean mayBeZero) {
    Fault fault(RejectReason reason) {
      return new Fault(reason, name + " is " + value);
    }
  }
}
