package ai.tickstock.scenario;

/// A hashed path that is asked for days one after the other: the halves in which the day before lay
/// are kept, so that the next one costs one or two draws in place of fourteen. Any order gives the
/// same numbers, a falling one as fast. For one thread.
final class PathInOrder {
  private final long key;

  /// The stretch after each halving, from the whole path on: its ends, and where the walk stands
  /// there.
  private final int[] lows = new int[HashedPath.LEVELS + 1];

  private final int[] highs = new int[HashedPath.LEVELS + 1];
  private final double[] atLows = new double[HashedPath.LEVELS + 1];
  private final double[] atHighs = new double[HashedPath.LEVELS + 1];

  /// Of the last known stretch.
  private int level;

  PathInOrder(long key) {
    this.key = key;
    highs[0] = HashedPath.LAST;
    atHighs[0] = HashedPath.end(key);
  }

  /// As [HashedPath#at].
  double at(int epochDay) {
    int day = HashedPath.place(epochDay);
    while (day < lows[level] || day > highs[level]) {
      level--;
    }
    while (day != lows[level] && day != highs[level]) {
      int middle = (lows[level] + highs[level]) >>> 1;
      double there = HashedPath.middle(key, level, middle, atLows[level], atHighs[level]);
      boolean before = day < middle;
      lows[level + 1] = before ? lows[level] : middle;
      atLows[level + 1] = before ? atLows[level] : there;
      highs[level + 1] = before ? middle : highs[level];
      atHighs[level + 1] = before ? there : atHighs[level];
      level++;
    }
    return day == lows[level] ? atLows[level] : atHighs[level];
  }
}
