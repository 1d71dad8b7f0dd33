package ai.tickstock.universe;

import java.util.Optional;

/// How a number is compared with a threshold.
enum Comparison {
  AT_LEAST(">="),
  MORE_THAN(">"),
  AT_MOST("<="),
  LESS_THAN("<");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  static Optional<Comparison> of(String sign) {
    for (var comparison : values()) {
      if (comparison.sign.equals(sign)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }

  boolean holds(double value, double bound) {
    return switch (this) {
      case AT_LEAST -> value >= bound;
      case MORE_THAN -> value > bound;
      case AT_MOST -> value <= bound;
      case LESS_THAN -> value < bound;
    };
  }

  /// The threshold that a member may go to.
  double relaxed(double bound, double tolerance) {
    return switch (this) {
      case AT_LEAST, MORE_THAN -> bound * (1 - tolerance);
      case AT_MOST, LESS_THAN -> bound * (1 + tolerance);
    };
  }
}
