package ai.tickstock.quality;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Bars whose own numbers do not go together.
final class ShapeRule implements DailyRule {
  static final About OHLC =
      new About(
          "ohlc",
          Severity.MEDIUM,
          "The open is zero, or open or close lie outside of low and high.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "outside", "a fraction of the price", 0.001, 0, 0.1, "rounding of old sources"),
              new Parameter("least-dollars", "US dollars", 0.005, 0, 1, "half a tick")));

  static final About WICK =
      new About(
          "bad-wick",
          Severity.MEDIUM,
          "High or low lie far outside of open, close and the bars around, without the volume of a day on which that happens.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "beyond",
                  "a fraction of the price",
                  0.25,
                  0.05,
                  10,
                  "a quarter from what else was paid"),
              new Parameter(
                  "ordinary-ranges",
                  "times the ordinary range",
                  6,
                  1,
                  100,
                  "against names with wide days")));

  static final About CLOSED =
      new About(
          "off-session",
          Severity.HIGH,
          "A stored bar of a day on which the exchange was closed, or rows of such days in quarantine.",
          About.Evidence.DAYS,
          List.of());

  static final About FAIR =
      new About(
          "fair-value",
          Severity.MEDIUM,
          "The vendor's fair market value is far from the close of the same session.",
          About.Evidence.DAYS,
          List.of(
              new Parameter("off", "a fraction", 0.05, 0.001, 1, "beyond what a spread explains"),
              new Parameter("least-dollars", "US dollars", 0.05, 0, 100, "five ticks")));

  /// Looks at one bar.
  private interface Look {
    void at(ShapeRule rule, Bars bars, int i, Iterable<Jump> jumps, Consumer<Candidate> found);
  }

  private final About about;
  private final Look look;

  /// The values of the rule's parameters, in their order.
  private final double[] values;

  private ShapeRule(About about, Thresholds thresholds, Look look) {
    this.about = about;
    this.look = look;
    this.values =
        about.parameters().stream().mapToDouble(p -> thresholds.of(about.id(), p.name())).toArray();
  }

  static List<DailyRule> all(Thresholds thresholds) {
    return List.of(
        new ShapeRule(OHLC, thresholds, (rule, bars, i, _, found) -> rule.shape(bars, i, found)),
        new ShapeRule(WICK, thresholds, ShapeRule::wick),
        new ShapeRule(CLOSED, thresholds, (rule, bars, i, _, found) -> rule.closed(bars, i, found)),
        new ShapeRule(FAIR, thresholds, (rule, bars, i, _, found) -> rule.fair(bars, i, found)));
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    for (int i = 0; i < bars.size; i++) {
      if (bars.isJudged(i)) {
        look.at(this, bars, i, jumps, found);
      }
    }
  }

  private void closed(Bars bars, int i, Consumer<Candidate> found) {
    if (!bars.isSession(i)) {
      found.accept(at(bars, i, "the exchange was closed", Map.of()));
    }
  }

  private void shape(Bars bars, int i, Consumer<Candidate> found) {
    if (bars.open[i] == 0) {
      found.accept(at(bars, i, "the open is 0", Map.of("open", 0)));
      return;
    }
    if (bars.open[i] >= bars.low[i]
        && bars.open[i] <= bars.high[i]
        && bars.close[i] >= bars.low[i]
        && bars.close[i] <= bars.high[i]) {
      return;
    }
    double out =
        Math.max(
            Math.max(bars.low[i] - bars.open[i], bars.open[i] - bars.high[i]),
            Math.max(bars.low[i] - bars.close[i], bars.close[i] - bars.high[i]));
    if (out > 0 && out > values[1] && out > values[0] * bars.close[i]) {
      found.accept(
          at(
              bars,
              i,
              String.format(
                  Locale.ROOT,
                  "open %s or close %s outside of low %s and high %s",
                  bars.open[i],
                  bars.close[i],
                  bars.low[i],
                  bars.high[i]),
              Map.of("outside_by", out)));
    }
  }

  private void wick(Bars bars, int i, Iterable<Jump> jumps, Consumer<Candidate> found) {
    double first = bars.first(i);
    double close = bars.close[i];
    double beyond = 1 + values[0];
    boolean isAbove = bars.high[i] > beyond * first && bars.high[i] > beyond * close;
    boolean isBelow = bars.low[i] * beyond < first && bars.low[i] * beyond < close;
    if (!isAbove && !isBelow || isInJump(i, jumps)) {
      return;
    }
    double top = Math.max(first, close);
    double bottom = Math.min(first, close);
    double range = values[1] * bars.ordinaryRange(i);
    double above = bars.high[i] / around(bars, i, top, true) - 1;
    double below = around(bars, i, bottom, false) / bars.low[i] - 1;
    double far = Math.max(above, below);
    boolean isNews = bars.volume[i] > 3 * bars.ordinaryVolume(i);
    if (far > beyond - 1 && far > range && !isNews) {
      found.accept(
          at(
              bars,
              i,
              String.format(
                  Locale.ROOT,
                  "%s %s beside open %s and close %s",
                  above > below ? "high" : "low",
                  above > below ? bars.high[i] : bars.low[i],
                  bars.open[i],
                  bars.close[i]),
              Map.of("beyond", far)));
    }
  }

  /// The highest or lowest price of the bars beside it, in its shares, and of its own open and
  /// close.
  private static double around(Bars bars, int i, double own, boolean high) {
    double most = own;
    if (i > 0) {
      double before = (high ? bars.high[i - 1] : bars.low[i - 1]) * bars.split[i];
      most = high ? Math.max(most, before) : Math.min(most, before);
    }
    if (i + 1 < bars.size) {
      double after = (high ? bars.high[i + 1] : bars.low[i + 1]) / bars.split[i + 1];
      most = high ? Math.max(most, after) : Math.min(most, after);
    }
    return most;
  }

  private static boolean isInJump(int i, Iterable<Jump> jumps) {
    for (var jump : jumps) {
      if (i >= jump.from() && i <= jump.to() + 1 && jump.kind() != Jump.Kind.MIXTURE) {
        return true;
      }
    }
    return false;
  }

  private void fair(Bars bars, int i, Consumer<Candidate> found) {
    double fair = bars.fmv[i];
    if (Double.isNaN(fair) || !(fair > 0)) {
      return;
    }
    double off = Math.abs(fair - bars.close[i]);
    if (off > values[1] && off > values[0] * bars.close[i]) {
      found.accept(
          at(
              bars,
              i,
              String.format(Locale.ROOT, "fair value %s, close %s", fair, bars.close[i]),
              Map.of("fmv", fair, "close", bars.close[i])));
    }
  }
}
