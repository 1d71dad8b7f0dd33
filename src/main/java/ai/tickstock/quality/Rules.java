package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// All rules.
public final class Rules {
  /// A session that a large part of the market lacks; judged after the pass, from `Holes`.
  static final About PARTIAL_DAY =
      new About(
          "partial-day",
          Severity.CRITICAL,
          "A session of which a large part of the market has no bar, though it trades before and after.",
          About.Evidence.NONE,
          List.of());

  /// What each rule is, in the order in which they are shown.
  public static final List<About> ABOUT =
      Stream.of(
              List.of(
                  Holes.ABOUT,
                  PARTIAL_DAY,
                  JumpRule.MOVE,
                  JumpRule.BAD_BAR,
                  ShapeRule.WICK,
                  JumpRule.SPLIT_MISSING,
                  JumpRule.SPLIT_NOT_IN_PRICES,
                  JumpRule.SPLIT_SHIFTED,
                  JumpRule.MIXTURE,
                  JumpRule.RECYCLED,
                  VolumeRule.SPIKE,
                  VolumeRule.DROUGHT,
                  VolumeRule.ZERO,
                  RepeatRule.STALE,
                  RepeatRule.FROZEN,
                  Twins.ABOUT,
                  ShapeRule.OHLC,
                  ShapeRule.CLOSED,
                  ShapeRule.FAIR,
                  Agreement.about(BarInterval.DAY),
                  Agreement.about(BarInterval.MINUTE)),
              StoredRules.ALL.stream().map(StoredRule::about).toList())
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  /// Those that look at daily bars, with the values in force.
  static List<DailyRule> daily(Thresholds thresholds) {
    var rules = new ArrayList<DailyRule>();
    rules.add(new Holes(thresholds));
    rules.addAll(JumpRule.all(thresholds));
    rules.addAll(VolumeRule.all(thresholds));
    rules.addAll(RepeatRule.all(thresholds));
    rules.addAll(ShapeRule.all(thresholds));
    return rules;
  }

  /// Whether scans look for it: what another source says is looked at by `quality compare` alone.
  public static boolean isOfScans(String id) {
    return Arrays.stream(BarInterval.values())
        .noneMatch(interval -> Agreement.about(interval).id().equals(id));
  }

  /// @throws QualityRefused when there is none of that id
  public static About about(String id) {
    return ABOUT.stream()
        .filter(rule -> rule.id().equals(id.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new QualityRefused(
                "there is no rule '" + id + "': 'tickstock quality rules' lists them"));
  }
}
