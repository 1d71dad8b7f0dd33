package ai.tickstock.universe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// A number by which rules choose and rank.
enum Measure {
  /// US dollars.
  MARKET_CAP,
  /// US dollars.
  AUM,
  /// Shares a day, mean of 30 sessions.
  VOLUME,
  /// A fraction a year.
  EXPENSE_RATIO;

  /// As rules write it: `market_cap`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Measure> of(String word) {
    for (var measure : values()) {
      if (measure.word().equals(word)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }

  /// For people, at most four digits: `3.141T`, `9.6B`, `0.0945 %`.
  String words(double value) {
    if (this == EXPENSE_RATIO) {
      return digits(value * 100) + " %";
    }
    double size = Math.abs(value);
    return size >= 1e12
        ? digits(value / 1e12) + "T"
        : size >= 1e9
            ? digits(value / 1e9) + "B"
            : size >= 1e6 ? digits(value / 1e6) + "M" : digits(value);
  }

  private static String digits(double value) {
    var rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
