package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.quality.RefereedBar.Values;
import java.util.List;

/// When two sources say the same of a bar: open, high, low and close within one tick. Volumes are
/// counted in different ways by honest sources, so only one that is far off is a disagreement.
///
/// @param tick dollars, where both prices are 1 dollar or more
/// @param tickBelowOne dollars, elsewhere
/// @param volumeTimes how many times more shares are far off
/// @param leastShares of the larger volume, for it to count
/// @param volumes whether volumes count at all
record Agreement(
    double tick, double tickBelowOne, double volumeTimes, double leastShares, boolean volumes) {
  /// What single precision, in which some sources keep prices, can be off by; a part of the price.
  private static final double ROUNDING = 2e-7;

  /// Volumes further apart are counted, and are no disagreement.
  static final double NEAR_VOLUME = 1.1;

  private static final About DAYS =
      about(
          "second-source",
          "Another source says something else of the bar. Judged by 'quality compare', never by a scan.",
          About.Evidence.SECOND_SOURCE,
          new Parameter(
              "large-move",
              "a fraction; a bar that moved so is in doubt",
              0.2,
              0.01,
              10,
              "as price-move.medium"),
          new Parameter("last-sessions", "sessions whose bars are in doubt", 5, 0, 1000, "a week"));

  private static final About MINUTES =
      about(
          "second-source-minutes",
          "Another source says something else of the minute. Judged by 'quality compare --interval minute', never by a scan.",
          About.Evidence.SECOND_SOURCE_MINUTES,
          new Parameter(
              "large-move",
              "a fraction; a minute that moved so is in doubt",
              0.1,
              0.01,
              10,
              "half of second-source.large-move"),
          new Parameter(
              "last-sessions",
              "sessions whose minutes are in doubt",
              0,
              0,
              1000,
              "a session of the market has millions: the sample tells of them"));

  private static About about(
      String id,
      String what,
      About.Evidence evidence,
      Parameter largeMove,
      Parameter lastSessions) {
    return new About(
        id,
        Severity.MEDIUM,
        what,
        evidence,
        List.of(
            new Parameter(
                "tick",
                "dollars, prices of 1 dollar and more",
                0.01,
                0.0001,
                1,
                "the tick of US exchanges (Rule 612)"),
            new Parameter(
                "tick-below-one",
                "dollars, prices below 1 dollar",
                0.0001,
                0.000001,
                0.1,
                "the tick of US exchanges (Rule 612)"),
            new Parameter(
                "volume-times",
                "times the other volume",
                3,
                1.1,
                1000,
                "SPY of 2020-03-23 was 1.16 times at another vendor"),
            new Parameter(
                "volume-least", "shares of the larger", 10_000, 0, 1e12, "odd lots, late prints"),
            largeMove,
            lastSessions));
  }

  /// The rule of bars of an interval.
  static About about(BarInterval interval) {
    return switch (interval) {
      case DAY -> DAYS;
      case MINUTE -> MINUTES;
    };
  }

  static Agreement of(Thresholds thresholds, BarInterval interval) {
    var rule = about(interval).id();
    return new Agreement(
        thresholds.of(rule, "tick"),
        thresholds.of(rule, "tick-below-one"),
        thresholds.of(rule, "volume-times"),
        thresholds.of(rule, "volume-least"),
        true);
  }

  /// The same for prices alone.
  Agreement ofPrices() {
    return new Agreement(tick, tickBelowOne, volumeTimes, leastShares, false);
  }

  boolean isSame(Values here, Values there) {
    return areSamePrices(here, there) && !(volumes && isFarOff(here, there));
  }

  private boolean areSamePrices(Values here, Values there) {
    return isSame(here.close(), there.close())
        && isSame(here.open(), there.open())
        && isSame(here.high(), there.high())
        && isSame(here.low(), there.low());
  }

  boolean isSame(double here, double there) {
    double allowed = Math.min(here, there) >= 1 ? tick : tickBelowOne;
    return Math.abs(here - there) <= allowed + ROUNDING * Math.max(here, there);
  }

  static boolean haveVolumes(Values here, Values there) {
    return !Double.isNaN(here.volume()) && !Double.isNaN(there.volume());
  }

  boolean isFarOff(Values here, Values there) {
    return haveVolumes(here, there)
        && Math.max(here.volume(), there.volume()) >= leastShares
        && times(here, there) > volumeTimes;
  }

  static double times(Values here, Values there) {
    double more = Math.max(here.volume(), there.volume());
    double fewer = Math.min(here.volume(), there.volume());
    return more == fewer ? 1 : more / fewer;
  }

  /// A price for people: sources that keep single precision have more digits than they know.
  static String price(double price) {
    return Thresholds.plain(Math.rint(price * 1e4) / 1e4);
  }
}
