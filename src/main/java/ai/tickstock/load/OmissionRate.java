package ai.tickstock.load;

/// How many cells of names that trade every day were left out by answers: what that says about the
/// answers themselves.
///
/// @param leftOut cells without a bar
/// @param cells all cells looked at
record OmissionRate(long leftOut, long cells) {
  static final OmissionRate NONE = new OmissionRate(0, 0);

  OmissionRate plus(OmissionRate other) {
    return new OmissionRate(leftOut + other.leftOut, cells + other.cells);
  }

  /// 0 to 1; 0 where nothing was looked at.
  double share() {
    return cells == 0 ? 0 : (double) leftOut / cells;
  }
}
