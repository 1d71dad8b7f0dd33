package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.Optional;

/// Tells whether the bars of one ticker go on with those of another company.
final class AnotherCompany {
  /// From so many sessions without a bar on the ticker may have had another owner since.
  static final int LONG_HOLE = 15;

  private static final int SIDE = 20;
  private static final int FEWEST_AFTER = 5;

  /// The smallest move, as a logarithm, that may be from one company to another.
  private static final double SMALLEST = 0.3;

  /// Below that a session's trading says little of what is usual.
  private static final double LEAST_ORDINARY_DOLLARS = 50_000;

  private final Bars bars;

  AnotherCompany(Bars bars) {
    this.bars = bars;
  }

  /// What there is to say where another company trades after many sessions without a bar.
  Optional<String> afterAHole(int i) {
    int sessions = bars.sessionsSince(i);
    if (sessions <= LONG_HOLE) {
      return Optional.empty();
    }
    double level =
        Math.abs(Math.log(bars.close[i] / bars.close[i - 1] / bars.split[i]))
            / Math.sqrt(1 + sessions / 252.0);
    return level > 0.5 || level > 0.18 && tradesOtherwise(i, 8) || tradesOtherwise(i, 30)
        ? Optional.of(
            "%s after %,d sessions without bars since %s at %s: another company under the ticker?"
                .formatted(
                    Jumps.price(bars.close[i]),
                    sessions - 1,
                    LocalDate.ofEpochDay(bars.day[i - 1]),
                    Jumps.price(bars.close[i - 1])))
        : Optional.empty();
  }

  /// What there is to say where another company trades from one bar to the next: on the day of its
  /// listing, or where level and trading change for good without a day of news.
  Optional<String> fromOneBarToTheNext(int i) {
    var prices = Jumps.price(bars.close[i]) + " after " + Jumps.price(bars.close[i - 1]);
    if (bars.facts.listed() > bars.day[i - 1] && bars.facts.listed() <= bars.day[i]) {
      return Optional.of(
          "%s, and it is listed since %s: the bars before seem to be of another company"
              .formatted(prices, LocalDate.ofEpochDay(bars.facts.listed())));
    }
    double size = Math.abs(bars.move[i]);
    if (size < SMALLEST
        || bars.size - i < FEWEST_AFTER
        || Math.abs(Math.log(bars.overnight(i))) <= 0.8 * size) {
      return Optional.empty();
    }
    double before = bars.medianBefore(i, SIDE, (k, _) -> bars.close[k]);
    double after = bars.medianAfter(i, SIDE, (k, _) -> bars.close[k]);
    double level = Math.abs(Math.log(after / before));
    boolean isAnother =
        level > 0.4 && size >= 0.4 && tradesQuiteOtherwise(i)
            || level > 0.6 * size && tradesOtherwise(i, 2) && isOrdinaryForOne(i);
    return isAnother
        ? Optional.of(
            prices + ", and the dollars traded change for good: another company under the ticker?")
        : Optional.empty();
  }

  private boolean tradesQuiteOtherwise(int i) {
    double width = (bars.high[i] / bars.low[i] - 1) / Math.max(0.01, bars.ordinaryRange(i));
    return tradesOtherwise(i, 8) && !(width > 5) && !(bars.isNews(i) && !tradesOtherwise(i, 30));
  }

  /// Whether the session is an ordinary one for who trades before or for who trades after, of names
  /// that trade enough to have ordinary ones. News that moves a price so far, takeovers too, is
  /// neither; what a split explains is no other company.
  private boolean isOrdinaryForOne(int i) {
    double seen = bars.overnight(i) / bars.split[i];
    double off = Math.abs(Math.log(seen / Fractions.nearest(seen).factor()));
    if (off < (tradesOtherwise(i, 4) ? Fractions.EXACTLY : bars.nearness(i))) {
      return false;
    }
    double dollars = bars.medianBefore(i, SIDE, (k, _) -> bars.volume[k] * bars.close[k]);
    double shares = larger(i, (k, of) -> bars.volume[k] * bars.shares(k, of));
    double range = larger(i, (k, _) -> bars.high[k] / bars.low[k] - 1);
    return dollars >= LEAST_ORDINARY_DOLLARS
        && bars.volume[i] < 2 * shares
        && bars.high[i] / bars.low[i] - 1 < 3 * Math.max(0.005, range);
  }

  /// The larger of what is usual before a bar and from it on.
  private double larger(int i, Bars.Value value) {
    return Math.max(bars.medianBefore(i, SIDE, value), bars.medianAfter(i, SIDE, value));
  }

  /// Whether so many times more or fewer dollars change hands after a bar than before.
  private boolean tradesOtherwise(int i, double times) {
    double before = bars.medianBefore(i, SIDE, (k, _) -> bars.volume[k] * bars.close[k]);
    double after = bars.medianAfter(i, SIDE, (k, _) -> bars.volume[k] * bars.close[k]);
    return before > 0 && after > 0 && Math.abs(Math.log(after / before)) > Math.log(times);
  }
}
