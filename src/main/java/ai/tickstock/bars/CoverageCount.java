package ai.tickstock.bars;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How many expected cells are in which state. Their sum is what was expected.
public record CoverageCount(Map<CellState, Integer> cells) {
  public static final CoverageCount NONE = new CoverageCount(Map.of());

  public CoverageCount {
    var all = new EnumMap<CellState, Integer>(CellState.class);
    for (var state : CellState.values()) {
      int count = cells.getOrDefault(state, 0);
      if (count < 0) {
        throw new IllegalArgumentException(
            "a number of cells is not negative: " + count + " " + state);
      }
      all.put(state, count);
    }
    cells = Collections.unmodifiableMap(all);
  }

  public int of(CellState state) {
    return cells.getOrDefault(state, 0);
  }

  /// Cells of all states together.
  public int expected() {
    return cells.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Cells with a bar, final or provisional.
  public int stored() {
    return of(CellState.PRESENT) + of(CellState.PROVISIONAL);
  }

  /// The counts of both, for instruments of one class or sessions of one year.
  public CoverageCount plus(CoverageCount other) {
    var sum = new EnumMap<CellState, Integer>(CellState.class);
    for (var state : CellState.values()) {
      sum.put(state, of(state) + other.of(state));
    }
    return new CoverageCount(sum);
  }
}
