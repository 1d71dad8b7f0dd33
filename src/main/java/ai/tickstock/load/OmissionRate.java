package ai.tickstock.load;

import java.util.Comparator;
import java.util.List;

/// How many cells of names that trade every day were left out by answers: what that says about the
/// answers themselves.
///
/// @param leftOut cells without a bar
/// @param cells all cells looked at
record OmissionRate(long leftOut, long cells) {
  static final OmissionRate NONE = new OmissionRate(0, 0);

  /// What most names show. The third with the largest shares is left aside: those are names that do
  /// stay without a trade at times, or were suspended.
  static OmissionRate typical(List<OmissionRate> names) {
    return names.stream()
        .sorted(Comparator.comparingDouble(OmissionRate::share))
        .limit((2 * names.size() + 2) / 3)
        .reduce(NONE, OmissionRate::plus);
  }

  OmissionRate plus(OmissionRate other) {
    return new OmissionRate(leftOut + other.leftOut, cells + other.cells);
  }

  /// 0 to 1; 0 where nothing was looked at.
  double share() {
    return cells == 0 ? 0 : (double) leftOut / cells;
  }
}
