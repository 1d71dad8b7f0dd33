package ai.tickstock.notify;

import java.util.Locale;

/// How much a notice matters; in ascending order.
public enum Severity {
  /// Told in the digest.
  LOW,
  NORMAL,
  HIGH,
  /// Told at once, at any hour, and again to the next contact until somebody acknowledges it.
  CRITICAL;

  private static final double CRITICAL_DOLLARS = 1e9;
  private static final double HIGH_DOLLARS = 1e8;
  private static final double NORMAL_DOLLARS = 1e6;
  private static final double CRITICAL_WEIGHT = 0.05;
  private static final double HIGH_WEIGHT = 0.01;
  private static final double NORMAL_WEIGHT = 0.001;

  /// Of something wrong with an instrument's data.
  ///
  /// @param dollarsADay its usual dollar volume
  /// @param weight its largest share of a universe's dollar volume, 0 to 1
  public static Severity of(double dollarsADay, double weight) {
    if (dollarsADay >= CRITICAL_DOLLARS || weight >= CRITICAL_WEIGHT) {
      return CRITICAL;
    }
    if (dollarsADay >= HIGH_DOLLARS || weight >= HIGH_WEIGHT) {
      return HIGH;
    }
    return dollarsADay >= NORMAL_DOLLARS || weight >= NORMAL_WEIGHT ? NORMAL : LOW;
  }

  /// As it is stored and printed.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Severity ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
