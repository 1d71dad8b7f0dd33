package ai.tickstock.jobs;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What to look at where a step took much longer than usual.
final class SlowSteps {
  private static final double FACTOR = 2;

  /// Below this nobody waits for it.
  private static final double SECONDS = 20;

  private static final Map<String, String> LOOK =
      Map.ofEntries(
          Map.entry(
              "bars",
              "'tickstock runs show' tells waits for the vendor from writing; fewer names by symbol: tickstock.eod.symbol-asks"),
          Map.entry(
              "minutes",
              "'tickstock runs show' tells waits from writing; fewer universes: tickstock.eod.minute-universes"),
          Map.entry(
              "listings",
              "the vendor's lists are read page by page: 'tickstock doctor --vendor' times its answers"),
          Map.entry("details", "one call each: tickstock.eod.details"),
          Map.entry("universes", "'tickstock universe refresh --plan' shows which rules are long"),
          Map.entry(
              "correlations",
              "it reads two years of bars of all funds: ANALYZE bar_daily, then look at the disk"),
          Map.entry(
              "revisions",
              "two whole sessions are written again when the vendor corrects many bars"),
          Map.entry(
              "quality",
              "it reads three months of bars: ANALYZE bar_daily, then look at the disk"));

  private SlowSteps() {}

  /// @return empty where it is not slow
  static String advice(StepReport step, double seconds, Optional<Double> usual) {
    if (usual.isEmpty() || seconds < SECONDS || seconds < FACTOR * usual.get()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%.1f times as long as usual (%.0f s): %s",
        seconds / Math.max(1, usual.get()),
        usual.get(),
        LOOK.getOrDefault(step.step(), "look at the log of that time, and at the machine's load"));
  }
}
