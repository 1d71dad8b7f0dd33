package ai.tickstock.quality;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Far more or far fewer shares than the instrument's own history has.
final class VolumeRule implements DailyRule {
  static final About SPIKE =
      new About(
          "volume-spike",
          Severity.LOW,
          "Far more shares than in the 60 sessions before, and the price says nothing of it.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "times", "times the usual volume", 10, 2, 1000, "the older TickStock's spike"),
              new Parameter(
                  "times-most",
                  "times the largest volume before",
                  3,
                  1,
                  100,
                  "beyond its own spikes"),
              new Parameter("least-shares", "shares", 100_000, 0, 1e12, "small numbers jump"),
              new Parameter("news", "a fraction", 0.05, 0, 1, "a move that explains it")));

  static final About DROUGHT =
      new About(
          "volume-drought",
          Severity.LOW,
          "Far fewer shares than in the 60 sessions before, on a whole session.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "times",
                  "times the usual volume",
                  0.1,
                  0.001,
                  0.9,
                  "the older TickStock's drought (code)"),
              new Parameter(
                  "times-least",
                  "times the smallest volume before",
                  0.35,
                  0.01,
                  1,
                  "beyond its own quiet days"),
              new Parameter(
                  "least-shares", "usual shares", 100_000, 0, 1e12, "small numbers fall")));

  static final About ZERO =
      new About(
          "zero-volume",
          Severity.MEDIUM,
          "A bar without a share traded: the vendor leaves such days out, so the number is missing.",
          About.Evidence.DAYS,
          List.of());

  /// Names with fewer shares a day can have a day without one.
  private static final double LIQUID = 10_000;

  /// A running mean that is quick to keep says where a look at the history can pay.
  private static final double MEMORY = 0.05;

  private final About about;
  private final Thresholds thresholds;

  private VolumeRule(About about, Thresholds thresholds) {
    this.about = about;
    this.thresholds = thresholds;
  }

  static List<DailyRule> all(Thresholds thresholds) {
    return List.of(
        new VolumeRule(SPIKE, thresholds),
        new VolumeRule(DROUGHT, thresholds),
        new VolumeRule(ZERO, thresholds));
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    if (about.equals(ZERO)) {
      for (int i = 0; i < bars.size; i++) {
        if (bars.volume[i] == 0 && bars.isJudged(i) && hasVolumes(bars)) {
          found.accept(zero(bars, i));
        }
      }
      return;
    }
    boolean isSpike = about.equals(SPIKE);
    double factor = thresholds.of(about.id(), "times");
    double mean = Double.NaN;
    for (int i = 0; i < bars.size; i++) {
      double volume = bars.volume[i];
      if (!(volume > 0)) {
        continue;
      }
      if (bars.split[i] != 1) {
        mean /= bars.split[i];
      }
      boolean isFar = isSpike ? volume > 0.5 * factor * mean : volume < 3 * factor * mean;
      if (isFar && i >= 20 && bars.isJudged(i) && !isOnOtherShares(i, jumps)) {
        look(bars, i, factor, found);
      }
      mean = Double.isNaN(mean) ? volume : mean + MEMORY * (Math.min(volume, 5 * mean) - mean);
    }
  }

  private void look(Bars bars, int i, double factor, Consumer<Candidate> found) {
    double volume = bars.volume[i];
    double least = thresholds.of(about.id(), "least-shares");
    if (about.equals(SPIKE)) {
      // The quick looks first: most bars end with one of them.
      if (volume < least
          || !(volume > thresholds.of(about.id(), "times-most") * extreme(bars, i, true))) {
        return;
      }
      double usual = bars.ordinaryVolume(i);
      if (!(volume > factor * usual)) {
        return;
      }
      double news = thresholds.of(about.id(), "news");
      boolean isMoved = Math.abs(bars.move[i]) >= Math.max(news, 3 * bars.ordinaryMove(i));
      boolean isWide =
          bars.high[i] / bars.low[i] - 1 >= Math.max(2 * news, 3 * bars.ordinaryRange(i));
      if (!isMoved && !isWide) {
        found.accept(at(bars, i, words(volume, usual), numbers(volume, usual)));
      }
    } else {
      if (!(volume < thresholds.of(about.id(), "times-least") * extreme(bars, i, false))) {
        return;
      }
      double usual = bars.ordinaryVolume(i);
      double shortened = bars.days.isEarly(bars.at[i]) ? 0.5 : 1;
      if (volume < shortened * factor * usual && usual >= least) {
        found.accept(at(bars, i, words(volume, usual), numbers(volume, usual)));
      }
    }
  }

  /// Whether the volumes before are of other shares or of another company: that is its own finding.
  private static boolean isOnOtherShares(int i, Iterable<Jump> jumps) {
    for (var jump : jumps) {
      boolean isNear = jump.from() <= i && jump.to() + 1 > i - Bars.AROUND;
      boolean isOther =
          switch (jump.kind()) {
            case MOVE, BAD_BAR -> false;
            case RECYCLED -> true;
            // A small ratio changes volumes little, and a fall of the market looks like one.
            default -> jump.move() == 0 || Math.abs(jump.move()) > 0.6;
          };
      if (isNear && isOther) {
        return true;
      }
    }
    return false;
  }

  /// Whether the source has volumes at all.
  private static boolean hasVolumes(Bars bars) {
    for (int i = 0; i < bars.size; i++) {
      if (bars.volume[i] > 0) {
        return true;
      }
    }
    return false;
  }

  private Candidate zero(Bars bars, int i) {
    double usual = bars.ordinaryVolume(i);
    var early = bars.days.isEarly(bars.at[i]) ? ", on a day that closed early" : "";
    return new Candidate(
        ZERO,
        bars.facts.instrument(),
        bars.facts.ticker(),
        List.of(bars.day[i]),
        usual >= LIQUID ? Severity.MEDIUM : Severity.LOW,
        Double.NaN,
        "no share traded"
            + (Double.isNaN(usual) ? "" : ", usual are %,.0f".formatted(usual))
            + early,
        Double.isNaN(usual) ? Map.of("volume", 0) : numbers(0, usual));
  }

  /// The largest or the smallest volume of the sessions before, in the shares of this bar.
  private static double extreme(Bars bars, int i, boolean largest) {
    double extreme = largest ? 0 : Double.POSITIVE_INFINITY;
    for (int k = Math.max(0, i - Bars.AROUND); k < i; k++) {
      double volume = bars.volume[k] * bars.shares(k, i);
      if (volume > 0) {
        extreme = largest ? Math.max(extreme, volume) : Math.min(extreme, volume);
      }
    }
    return extreme;
  }

  private static String words(double volume, double usual) {
    return "%,.0f shares, usual are %,.0f: times %.3g".formatted(volume, usual, volume / usual);
  }

  private static Map<String, Object> numbers(double volume, double usual) {
    return Map.of("volume", volume, "usual_volume", usual);
  }
}
