package ai.tickstock.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/// One number and what it should be.
///
/// @param what e.g. `ours / COPY into the documented shape`
/// @param goal the most it may be, the least for `PER_SECOND`; empty for information only
/// @param baseline what ran beside it, and how it did
record Measure(String what, double value, OptionalDouble goal, Unit unit, String baseline) {
  enum Unit {
    RATIO,
    SECONDS,
    PER_SECOND;

    /// As in JSON.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Measure ratio(String what, double value, OptionalDouble goal, String baseline) {
    return new Measure(what, value, goal, Unit.RATIO, baseline);
  }

  static Measure seconds(String what, double value, double goal, String baseline) {
    return new Measure(what, value, OptionalDouble.of(goal), Unit.SECONDS, baseline);
  }

  boolean pass() {
    return goal.isEmpty()
        || (unit == Unit.PER_SECOND ? value >= goal.getAsDouble() : value <= goal.getAsDouble());
  }
}
