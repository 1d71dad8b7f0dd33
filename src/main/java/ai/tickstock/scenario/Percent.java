package ai.tickstock.scenario;

import java.util.Locale;

/// How numbers of answer keys are written, and when a found one is the one asked for.
final class Percent {
  private Percent() {}

  static boolean isNear(double found, double asked, double tolerance) {
    return Math.abs(found - asked) * 100 <= tolerance;
  }

  static String around(double fraction, double tolerance) {
    return of(fraction) + " ± " + ScenarioParameter.plain(tolerance);
  }

  static String of(double fraction) {
    return number(100 * fraction, 2) + " %";
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value)
        .replaceFirst("^-(0\\.?0*)$", "$1");
  }
}
