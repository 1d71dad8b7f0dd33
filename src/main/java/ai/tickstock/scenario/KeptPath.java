package ai.tickstock.scenario;

import java.util.Arrays;

/// A hashed path that keeps each day it was asked for, since many instruments ask for the same.
final class KeptPath {
  private final long key;

  /// From the first day of the path on; NaN until asked for. Two threads at once find the same
  /// number.
  private final double[] days = new double[HashedPath.LAST + 1];

  KeptPath(long key) {
    this.key = key;
    Arrays.fill(days, Double.NaN);
  }

  /// As [HashedPath#at].
  double at(int epochDay) {
    int place = epochDay - HashedPath.ORIGIN;
    if (place < 0 || place >= days.length) {
      return HashedPath.at(key, epochDay);
    }
    double known = days[place];
    if (Double.isNaN(known)) {
      known = HashedPath.at(key, epochDay);
      days[place] = known;
    }
    return known;
  }
}
