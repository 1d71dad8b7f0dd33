package ai.tickstock.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The rules about one kind of jump each.
///
/// @param severe loss or gain, as a fraction, from which on the severity is high, then critical;
///   NaN where it does not depend on the move
record JumpRule(About about, Jump.Kind kind, double severe, double critical) implements DailyRule {
  static final About MOVE =
      new About(
          "price-move",
          Severity.MEDIUM,
          "The close moved far, and no split, dividend, spin-off or move of the whole market"
              + " explains it.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "medium", "a fraction", 0.20, 0.05, 2, "user story 3.1: price change > 20 %"),
              new Parameter("high", "a fraction", 0.35, 0.05, 5, "user story 3.4"),
              new Parameter("critical", "a fraction", 0.50, 0.05, 10, "user story 3.4"),
              new Parameter(
                  "ordinary-moves",
                  "times the instrument's ordinary move",
                  5,
                  1,
                  50,
                  "five standard deviations, against names that move so every week"),
              new Parameter(
                  "market-spreads",
                  "times the spread of the session's moves",
                  4,
                  0,
                  50,
                  "what is far beside the others of that session too"),
              new Parameter("least-dollars", "US dollars", 0.05, 0, 100, "five ticks of a penny")));

  static final About BAD_BAR =
      new About(
          "bad-bar",
          Severity.HIGH,
          "The close went far away and came back within two sessions, without the volume of news.",
          About.Evidence.DAYS,
          List.of());

  static final About SPLIT_MISSING =
      new About(
          "split-missing",
          Severity.CRITICAL,
          "Prices go on at a simple fraction with ordinary trading, and no split is known.",
          About.Evidence.DAYS,
          List.of());

  static final About SPLIT_NOT_IN_PRICES =
      new About(
          "split-not-in-prices",
          Severity.CRITICAL,
          "A split is known that the raw prices do not show, or show at another ratio: it is"
              + " untrue, told twice, or the prices before it are adjusted.",
          About.Evidence.DAYS,
          List.of());

  static final About SPLIT_SHIFTED =
      new About(
          "split-shifted",
          Severity.CRITICAL,
          "A split is known for one day and shows in the raw prices of another, at most seven"
              + " sessions away.",
          About.Evidence.DAYS,
          List.of());

  static final About MIXTURE =
      new About(
          "adjusted-mixture",
          Severity.CRITICAL,
          "Some of the raw bars are adjusted for a split and the others are not.",
          About.Evidence.DAYS,
          List.of());

  static final About RECYCLED =
      new About(
          "recycled-ticker",
          Severity.HIGH,
          "The bars before and after seem to be of two companies: another level and another"
              + " trading, after a gap or without a day of news, or another level on the day of the"
              + " listing.",
          About.Evidence.DAYS,
          List.of());

  static List<DailyRule> all(Thresholds thresholds) {
    double high = thresholds.of(MOVE.id(), "high");
    double critical = thresholds.of(MOVE.id(), "critical");
    return List.of(
        new JumpRule(MOVE, Jump.Kind.MOVE, high, critical),
        new JumpRule(BAD_BAR, Jump.Kind.BAD_BAR, Double.NaN, Double.NaN),
        new JumpRule(SPLIT_MISSING, Jump.Kind.SPLIT_MISSING, Double.NaN, Double.NaN),
        new JumpRule(SPLIT_NOT_IN_PRICES, Jump.Kind.SPLIT_NOT_IN_PRICES, Double.NaN, Double.NaN),
        new JumpRule(SPLIT_SHIFTED, Jump.Kind.SPLIT_SHIFTED, Double.NaN, Double.NaN),
        new JumpRule(MIXTURE, Jump.Kind.MIXTURE, Double.NaN, Double.NaN),
        new JumpRule(RECYCLED, Jump.Kind.RECYCLED, Double.NaN, Double.NaN));
  }

  @Override
  public void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    for (var jump : jumps) {
      var days = new ArrayList<Integer>();
      for (int i = jump.from(); i <= jump.to(); i++) {
        if (bars.isJudged(i)) {
          days.add(bars.day[i]);
        }
      }
      if (jump.kind() == kind && !days.isEmpty()) {
        found.accept(
            new Candidate(
                about,
                bars.facts.instrument(),
                bars.facts.ticker(),
                days,
                severity(jump),
                isBesideTheMarket(bars, jump) ? jump.move() : Double.NaN,
                jump.words(),
                Map.of("move", Math.exp(jump.move()) - 1)));
      }
    }
  }

  /// Whether the whole market's move can look so: it falls by a fifth more often than it splits.
  private boolean isBesideTheMarket(Bars bars, Jump jump) {
    return switch (kind) {
      case MOVE, BAD_BAR, SPLIT_MISSING, MIXTURE -> true;
      case SPLIT_NOT_IN_PRICES, SPLIT_SHIFTED -> false;
      case RECYCLED -> bars.sessionsSince(jump.from()) <= AnotherCompany.LONG_HOLE;
    };
  }

  /// A move with the volume of news is two steps less severe: it is most likely true.
  private Severity severity(Jump jump) {
    double size = Math.abs(Math.exp(jump.move()) - 1);
    if (jump.traded()) {
      return size >= critical ? Severity.MEDIUM : Severity.LOW;
    }
    return size >= critical ? Severity.CRITICAL : size >= severe ? Severity.HIGH : about.severity();
  }
}
