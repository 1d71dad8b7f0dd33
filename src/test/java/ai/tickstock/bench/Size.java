package ai.tickstock.bench;

/// How much is measured, and how often.
///
/// @param scale 1 for the size of the claim; less is for trying
/// @param runs of each side, interleaved; the median counts
record Size(double scale, int runs) {
  Size {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException("--scale is more than 0 and at most 1, not " + scale);
    }
    if (runs < 1 || runs > 99) {
      throw new IllegalArgumentException("--runs is 1 to 99, not " + runs);
    }
  }

  /// So many at this scale, at least `least`.
  int of(int whole, int least) {
    return Math.max(least, (int) Math.round(whole * scale));
  }
}
