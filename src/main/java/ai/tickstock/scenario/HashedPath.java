package ai.tickstock.scenario;

import java.time.LocalDate;

/// One random walk over calendar days of which any day can be asked without walking there: halves
/// of halves of a bridge, each middle drawn from a hash of its place.
///
/// A step of one day has variance 1. Days run from 2001-01-01 to 2045-11-09.
final class HashedPath {
  static final int LEVELS = 14;
  static final int LAST = 1 << LEVELS;
  static final int ORIGIN = (int) LocalDate.of(2001, 1, 1).toEpochDay();
  private static final double[] HALF_WIDTH = halfWidths();

  private HashedPath() {}

  /// Where the walk of a key stands at the end of a day.
  ///
  /// @param epochDay days since 1970-01-01
  /// @throws IllegalArgumentException if the day lies outside the walk
  static double at(long key, int epochDay) {
    int day = place(epochDay);
    int low = 0;
    int high = LAST;
    double atLow = 0;
    double atHigh = end(key);
    for (int level = 0; level < LEVELS; level++) {
      if (day == low) {
        return atLow;
      }
      if (day == high) {
        return atHigh;
      }
      int middle = (low + high) >>> 1;
      double there = middle(key, level, middle, atLow, atHigh);
      if (day < middle) {
        high = middle;
        atHigh = there;
      } else {
        low = middle;
        atLow = there;
      }
    }
    return atLow;
  }

  /// Days since the first one of the walks.
  ///
  /// @throws IllegalArgumentException if the day lies outside the walk
  static int place(int epochDay) {
    int day = epochDay - ORIGIN;
    if (day < 0 || day > LAST) {
      throw new IllegalArgumentException(
          LocalDate.ofEpochDay(epochDay) + " lies outside 2001-01-01 to 2045-11-09");
    }
    return day;
  }

  /// Where a walk ends.
  static double end(long key) {
    return 128 * Hash.bell(Hash.of(key, LAST));
  }

  /// Where a walk stands in the middle of a stretch whose ends are known.
  ///
  /// @param level how often the whole was halved before
  static double middle(long key, int level, int middle, double atLow, double atHigh) {
    return (atLow + atHigh) * 0.5 + HALF_WIDTH[level] * Hash.bell(Hash.of(key, middle));
  }

  private static double[] halfWidths() {
    var widths = new double[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      widths[level] = StrictMath.sqrt((LAST >> level) / 4.0);
    }
    return widths;
  }
}
