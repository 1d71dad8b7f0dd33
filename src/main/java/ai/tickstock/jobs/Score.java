package ai.tickstock.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;

/// One figure of the scoreboard.
///
/// @param id a short word
/// @param what in words
/// @param value empty where nothing was measured
/// @param unit `%`, `days` or `min`
/// @param goal what it should be, e.g. `> 99`
/// @param isMet empty where nothing was measured
/// @param definition of what it is a share, and where the numbers come from; why there is none
public record Score(
    String id,
    String what,
    Optional<Double> value,
    String unit,
    String goal,
    Optional<Boolean> isMet,
    String definition) {

  /// Something that should be more than a share, in percent.
  ///
  /// @param whole nothing was measured where it is 0
  static Score atLeast(
      String id, String what, double goal, long part, long whole, String definition) {
    return of(id, what, percent(part, whole), "%", "≥ " + text(goal), v -> v >= goal, definition);
  }

  /// Something that should be less than a share, in percent.
  static Score below(
      String id, String what, double goal, long part, long whole, String definition) {
    return of(id, what, percent(part, whole), "%", "< " + text(goal), v -> v < goal, definition);
  }

  static Score of(
      String id,
      String what,
      Optional<Double> value,
      String unit,
      String goal,
      DoublePredicate isMet,
      String definition) {
    return new Score(id, what, value, unit, goal, value.map(isMet::test), definition);
  }

  /// The value for people; a share that is nearly all is rounded down, so that 100 means all.
  public String words() {
    return value.map(number -> words(unit, number)).orElse("not measured");
  }

  private static String words(String unit, double value) {
    if (!unit.equals("%")) {
      return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
    return value == 100 || value >= 1 && value < 99
        ? String.format(Locale.ROOT, "%.1f %%", value)
        : String.format(Locale.ROOT, "%.3f %%", value > 99 ? Math.floor(value * 1e3) / 1e3 : value);
  }

  private static Optional<Double> percent(long part, long whole) {
    return whole <= 0 ? Optional.empty() : Optional.of(100.0 * part / whole);
  }

  private static String text(double goal) {
    return goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal);
  }
}
