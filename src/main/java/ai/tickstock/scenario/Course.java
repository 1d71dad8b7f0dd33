package ai.tickstock.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A path that is made to pass through given levels on given sessions and keeps its own noise in
/// between.
///
/// Between two levels the path stays between them where it is told so: what would go beyond is
/// folded back, so that the levels are the extremes of their stretch and nothing else is.
final class Course {
  /// A level that the path passes.
  ///
  /// @param session its place, 0 for the close before the first session
  /// @param level logarithm of the price over that of the start
  private record Mark(int session, double level) {}

  private final List<Mark> marks = new ArrayList<>(List.of(new Mark(0, 0)));
  private double highest = Double.POSITIVE_INFINITY;
  private double lowest = Double.NEGATIVE_INFINITY;
  private double mostLost = Double.POSITIVE_INFINITY;
  private boolean folds;

  /// @param change from the start, as a fraction: 0.27 for 27 % more
  Course through(int session, double change) {
    marks.add(new Mark(session, StrictMath.log1p(change)));
    marks.sort(Comparator.comparingInt(Mark::session));
    return this;
  }

  /// Between two levels the path stays between them.
  Course folded() {
    folds = true;
    return this;
  }

  /// The path stays between these changes from the start.
  Course within(double least, double most) {
    lowest = StrictMath.log1p(least);
    highest = StrictMath.log1p(most);
    return this;
  }

  /// Between two rising levels the path does not fall further than this below its highest.
  Course losingAtMost(double fraction) {
    mostLost = -StrictMath.log1p(-fraction);
    return this;
  }

  /// @param free where the path would go by itself, 0 at 0
  double[] of(double[] free) {
    var path = free.clone();
    for (int i = 1; i < marks.size(); i++) {
      stretch(path, free, marks.get(i - 1), marks.get(i));
    }
    var last = marks.getLast();
    for (int t = last.session() + 1; t < path.length; t++) {
      path[t] = fold(last.level() + free[t] - free[last.session()], lowest, highest);
    }
    return path;
  }

  private void stretch(double[] path, double[] free, Mark from, Mark to) {
    int length = to.session() - from.session();
    double before = from.level() - free[from.session()];
    double after = to.level() - free[to.session()];
    double low = lowest;
    double high = highest;
    if (folds) {
      double margin = Math.abs(to.level() - from.level()) * 0.01;
      low = Math.max(low, Math.min(from.level(), to.level()) + margin);
      high = Math.min(high, Math.max(from.level(), to.level()) - margin);
    }
    double top = from.level();
    boolean rises = to.level() > from.level();
    for (int t = from.session() + 1; t < to.session(); t++) {
      double corrected = free[t] + before + (after - before) * (t - from.session()) / length;
      path[t] = fold(corrected, low, high);
      if (rises && path[t] < top - mostLost) {
        path[t] = Math.min(high, 2 * (top - mostLost) - path[t]);
      }
      top = Math.max(top, path[t]);
    }
    path[to.session()] = to.level();
  }

  private static double fold(double value, double low, double high) {
    double folded = value;
    for (int i = 0; i < 8 && (folded < low || folded > high); i++) {
      folded = folded < low ? 2 * low - folded : 2 * high - folded;
    }
    return Math.min(high, Math.max(low, folded));
  }

  @Override
  public String toString() {
    return Arrays.toString(marks.toArray());
  }
}
