package ai.tickstock.scenario.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Closes that go down and up in legs of one length: short moving averages cross long ones soon
/// after each turn, and the relative strength is extreme just before it.
///
/// @param legs how many; the first goes down
/// @param length intervals in a leg
/// @param step change of each interval, as a fraction
public record Wave(int legs, int length, double step) {
  public Wave {
    if (legs < 1 || length < 2 || !(step > 0 && step < 0.5)) {
      throw new IllegalArgumentException("no wave: " + legs + " legs of " + length + " x " + step);
    }
  }

  /// Intervals in all.
  public int size() {
    return legs * length;
  }

  /// Whether the price rises in an interval.
  ///
  /// @param interval from 0; after the last leg it goes on as in it
  public boolean rises(int interval) {
    return Math.min(legs - 1, interval / length) % 2 == 1;
  }

  /// The last interval of each leg but the last.
  public List<Integer> turns() {
    var turns = new ArrayList<Integer>();
    for (int leg = 1; leg < legs; leg++) {
      turns.add(leg * length - 1);
    }
    return turns;
  }

  /// The closes after one.
  public List<Double> closes(double from) {
    var closes = new Double[size()];
    double close = from;
    for (int i = 0; i < closes.length; i++) {
      close *= rises(i) ? 1 + step : 1 / (1 + step);
      closes[i] = close;
    }
    return Arrays.asList(closes);
  }
}
