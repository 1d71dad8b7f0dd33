package ai.tickstock.quality;

import java.util.Locale;

/// The ratios in which companies split their shares.
final class Fractions {
  /// Shares after for shares before, of splits and, the other way round, of reverse splits.
  private static final int[][] USUAL = {
    {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {9, 1}, {10, 1}, {12, 1}, {13, 1},
    {14, 1}, {15, 1}, {16, 1}, {18, 1}, {20, 1}, {25, 1}, {28, 1}, {30, 1}, {35, 1}, {40, 1},
    {45, 1}, {50, 1}, {60, 1}, {65, 1}, {70, 1}, {75, 1}, {80, 1}, {90, 1}, {100, 1}, {120, 1},
    {125, 1}, {150, 1}, {200, 1}, {250, 1}, {300, 1}, {400, 1}, {500, 1}, {1000, 1}, {3, 2}, {4, 3},
    {5, 2}, {5, 3}, {5, 4}, {7, 2}, {7, 4}, {8, 3}, {9, 2}
  };

  /// So near to a ratio, as a logarithm, little else brings a price.
  static final double EXACTLY = 0.015;

  private Fractions() {}

  /// @param factor what a price is multiplied by
  /// @param words `4 for 1`, shares after for shares before
  record Near(double factor, String words) {
    /// A ratio such as 3 for 2, which ordinary bad news reaches as well.
    boolean isSmall() {
      return Math.abs(Math.log(factor)) < 0.6;
    }
  }

  /// The usual ratio that is nearest to what a price was multiplied by.
  static Near nearest(double multiplied) {
    double best = Double.POSITIVE_INFINITY;
    var near = new Near(1, "1 for 1");
    for (var ratio : USUAL) {
      double price = (double) ratio[1] / ratio[0];
      double forward = Math.abs(Math.log(multiplied / price));
      double reverse = Math.abs(Math.log(multiplied * price));
      if (forward < best) {
        best = forward;
        near = new Near(price, ratio[0] + " for " + ratio[1]);
      }
      if (reverse < best) {
        best = reverse;
        near = new Near(1 / price, ratio[1] + " for " + ratio[0]);
      }
    }
    return near;
  }

  /// `4 for 1`, or the price's factor where it is no usual ratio.
  static String words(double factor) {
    var near = nearest(factor);
    return Math.abs(Math.log(factor / near.factor)) < 0.005
        ? near.words
        : String.format(Locale.ROOT, "prices times %.6g", factor);
  }
}
