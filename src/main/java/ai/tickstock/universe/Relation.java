package ai.tickstock.universe;

import java.util.Optional;

/// What the correlations of both windows say of an instrument and a benchmark.
public enum Relation {
  /// It goes with the benchmark, about as far.
  FOLLOWS,
  /// It goes with the benchmark, more than one and a half times as far.
  LEVERAGED,
  /// It goes against the benchmark.
  INVERSE,
  /// Neither, or not known.
  NONE;

  /// Least correlation over the long window, in amount.
  public static final double LONG_AT_LEAST = 0.9;

  /// Least correlation over the short window, in amount.
  public static final double SHORT_AT_LEAST = 0.85;

  /// Largest beta over the long window of what is not leveraged.
  public static final double BETA_AT_MOST = 1.5;

  /// How far below either least correlation who followed a benchmark stays with it.
  public static final double STAYS_WITHIN = 0.02;

  /// By how much more another benchmark must correlate over the long window to be taken instead.
  public static final double CLEARLY_BETTER = 0.005;

  private static final double BETA_STAYS_WITHIN = 0.1;

  static Relation of(
      Optional<Comovement.Numbers> overLong, Optional<Comovement.Numbers> overShort) {
    if (overLong.isEmpty() || overShort.isEmpty()) {
      return NONE;
    }
    double lasting = overLong.get().correlation();
    double recent = overShort.get().correlation();
    if (lasting <= -LONG_AT_LEAST && recent <= -SHORT_AT_LEAST) {
      return INVERSE;
    }
    if (lasting >= LONG_AT_LEAST && recent >= SHORT_AT_LEAST) {
      return overLong.get().beta() > BETA_AT_MOST ? LEVERAGED : FOLLOWS;
    }
    return NONE;
  }

  /// Whether who followed a benchmark goes on to do so: nearly enough is enough.
  static boolean stillFollows(
      Optional<Comovement.Numbers> overLong, Optional<Comovement.Numbers> overShort) {
    return overLong.isPresent()
        && overShort.isPresent()
        && overLong.get().correlation() >= LONG_AT_LEAST - STAYS_WITHIN
        && overShort.get().correlation() >= SHORT_AT_LEAST - STAYS_WITHIN
        && overLong.get().beta() <= BETA_AT_MOST + BETA_STAYS_WITHIN;
  }
}
