package ai.tickstock.jobs;

import ai.tickstock.bars.StoredBar;
import ai.tickstock.provider.IpoRow;
import ai.tickstock.provider.SnapshotRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether the first bars of a new listing can be what they say.
final class FirstPrints {
  /// A first day moves, but not by so many times.
  private static final double MOST_OF_A_DAY = 4;

  /// Between the price of the offer and the first trade.
  private static final double MOST_TO_OFFER = 5;

  /// The vendor's fair value and the last close of the same share, as a fraction.
  private static final double MOST_TO_FAIR_VALUE = 0.25;

  private FirstPrints() {}

  /// What is odd, in words; empty when nothing is.
  ///
  /// @param bars daily bars from the listing on, ascending
  static List<String> anomalies(
      List<StoredBar> bars, Optional<IpoRow> offering, Optional<SnapshotRow> snapshot) {
    var odd = new ArrayList<String>();
    if (bars.isEmpty()) {
      return odd;
    }
    var first = bars.getFirst().bar();
    if (first.high() > first.low() * MOST_OF_A_DAY) {
      odd.add(words("first day from %s to %s", first.low(), first.high()));
    }
    if (first.volume().isPresent() && first.volume().getAsDouble() == 0) {
      odd.add("no share was traded on the first day");
    }
    offering
        .flatMap(IpoRow::finalIssuePrice)
        .map(price -> price.doubleValue())
        .filter(price -> isFar(first.open(), price, MOST_TO_OFFER))
        .ifPresent(price -> odd.add(words("offered at %s, opened at %s", price, first.open())));
    var last = bars.getLast().bar();
    snapshot
        .flatMap(SnapshotRow::fmv)
        .map(SnapshotRow.FairValue::price)
        .filter(fair -> isFar(last.close(), fair, 1 + MOST_TO_FAIR_VALUE))
        .ifPresent(
            fair -> odd.add(words("last close %s, fair market value %s", last.close(), fair)));
    return odd;
  }

  private static boolean isFar(double a, double b, double times) {
    return b > 0 && (a > b * times || a < b / times);
  }

  private static String words(String text, double a, double b) {
    return String.format(Locale.ROOT, text.replace("%s", "%.4f"), a, b);
  }
}
